-- What only the server keeps, and two servers share.
create table recording (
  id uuid primary key,
  at timestamptz not null default now(),
  content_type text not null,
  bytes bytea not null
);

create table push_subscription (
  endpoint text primary key,
  person_id uuid not null,
  p256dh text not null,
  auth text not null,
  at timestamptz not null default now()
);
create index push_subscription_by_person on push_subscription (person_id);

create table outbox (
  id text primary key,
  at timestamptz not null,
  channel text not null,
  recipient text not null,
  subject text not null,
  body text not null
);
create index outbox_by_time on outbox (at desc);

create table secret (
  name text primary key,
  value text not null
);

-- A pool of job workers of one process; silent for 10 s, its jobs are unlocked.
create table worker_pool (
  pool_id text primary key,
  seen_at timestamptz not null default now()
);
