-- A file of contacts that is being handed in, part by part; it becomes rows all at once, or none.
create table contact_import (
  id uuid primary key,
  account_id uuid not null,
  user_id text not null,
  at timestamptz not null,
  -- More than devices hold: what is not held there goes to the server only.
  elsewhere boolean not null,
  -- Numbers of those who are on the devices all the same.
  held text[] not null,
  taken int
);
create table contact_import_row (
  import_id uuid not null references contact_import on delete cascade,
  contact_id uuid not null,
  space text not null,
  body json not null,
  primary key (import_id, contact_id)
);
