-- What must not be done twice although its job runs twice: written with what it did.
create table done_once (
  key text primary key,
  at timestamptz not null default now()
);
