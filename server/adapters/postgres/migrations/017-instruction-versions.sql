-- Instructions as they were saved, each time; body null: taken away.
create table instruction_version (
  id bigint generated always as identity primary key,
  account_id uuid not null,
  instruction_id uuid not null,
  at timestamptz not null,
  author text not null,
  through text not null,
  body json
);
create index instruction_version_by_account on instruction_version (account_id, id);

-- What stands there already is the first version, of which nobody knows any more who saved it.
insert into instruction_version (account_id, instruction_id, at, author, through, body)
select account_id, id, (body ->> 'changedAt')::timestamptz, '', 'before', body
from synced_row where kind = 'instruction' and body is not null;
