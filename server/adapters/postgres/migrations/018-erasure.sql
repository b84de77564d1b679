-- Rows whose contents were erased: whatever is written to them later is erased too.
alter table synced_row add column erased boolean not null default false;
-- Where erasure looks for what was pushed; erased entries keep who, when and which change, and lose their arguments.
alter table history add column account_id text generated always as
  (substring(args::text from '"accountId":"([0-9a-f-]{36})"')) stored;
create index history_by_account on history (account_id) where args is not null;
-- Who had a person's data erased, when and how many rows; never whose.
create table erasure (
  id uuid primary key,
  account_id uuid not null,
  at timestamptz not null,
  by_name text not null,
  rows integer not null,
  done integer not null
);
create index erasure_by_account on erasure (account_id, at desc);
-- By what a change that was made before an erasure is recognised when it arrives later: ids of rows, and keyed digests of numbers
-- and names, which nobody can read back. Kept as long as devices may hand in what they wrote.
create table erased_mark (
  account_id uuid not null,
  mark text not null,
  at timestamptz not null,
  primary key (account_id, mark)
);
