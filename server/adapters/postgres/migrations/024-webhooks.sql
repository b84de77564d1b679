-- Where accounts' own systems are told of their notes, and what they were told in the last 30 days. Secrets are in no row.
create table webhook_endpoint (
  id uuid primary key,
  account_id uuid not null,
  body jsonb not null
);
create index webhook_endpoint_by_account on webhook_endpoint (account_id, id);
create table webhook_delivery (
  id uuid primary key,
  endpoint_id uuid not null references webhook_endpoint on delete cascade,
  account_id uuid not null,
  at timestamptz not null,
  type text not null,
  -- Exactly what is sent; null: its contents were erased.
  body text,
  state text not null,
  attempts integer not null,
  tried_at timestamptz,
  status integer,
  problem text
);
create index webhook_delivery_by_account on webhook_delivery (account_id, at desc);
create index webhook_delivery_by_endpoint on webhook_delivery (endpoint_id);
