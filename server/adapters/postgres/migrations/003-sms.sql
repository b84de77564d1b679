-- Ids of the SMS gateway and what it said of them; a receipt may come before its id is known here.
create table sms_sent (
  gateway_id text primary key,
  delivery_id uuid,
  statuses text[] not null default '{}',
  at timestamptz not null default now()
);
