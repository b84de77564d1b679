-- Failed sign-ins by key (account or network address), counted over a window.
create table sign_in_failure (
  key text not null,
  at_ms bigint not null
);
create index sign_in_failure_by_key on sign_in_failure (key, at_ms);

-- Whose recording it is: decides who may listen.
alter table recording add column account_id uuid;
