-- Legs that the bureau dials, counted per account and per operator and day. A leg is counted with its price before it is
-- dialled, and settled with what it came to.
create table outbound_leg (
  id text primary key,
  account_id uuid not null,
  operator_id uuid not null,
  day date not null,
  cents integer not null,
  settled boolean not null default false
);
create table outbound_day (
  scope text not null,
  day date not null,
  legs integer not null,
  cents integer not null,
  primary key (scope, day)
);
