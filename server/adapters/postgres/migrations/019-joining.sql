-- Forms of who wants to become a client, until 30 days after; the numbers of the bureau; agreements as they were accepted.
create table application (
  id uuid primary key,
  body jsonb not null
);
create table pool_number (
  number text primary key,
  country text not null,
  class text not null,
  state text not null,
  account_id uuid,
  since timestamptz not null,
  free_from timestamptz,
  check ((state = 'given') = (account_id is not null)),
  check ((state = 'quarantined') = (free_from is not null))
);
create table agreement (
  account_id uuid primary key,
  body jsonb not null
);
