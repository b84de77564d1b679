-- Rows that devices hold. A deleted row stays with body null until retention takes it.
create table space (
  name text primary key,
  version bigint not null
);

create table synced_row (
  kind text not null,
  id uuid not null,
  space text not null,
  account_id uuid,
  version bigint not null,
  -- json, not jsonb: keeps whatever text was typed, U+0000 too
  body json,
  -- the device whose push changed the row last; null: the server itself
  writer uuid,
  primary key (kind, id)
);
create index synced_row_by_space on synced_row (space, version);
create index synced_row_by_account on synced_row (kind, account_id, id);

create table device (
  device_id uuid not null,
  user_id text not null,
  last_seq bigint not null,
  primary key (device_id, user_id)
);

-- Everything pushed, refused or not: nothing typed is lost.
create table history (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  user_id text not null,
  device_id uuid not null,
  seq bigint not null,
  name text not null,
  args json,
  refused text
);
create index history_by_device on history (device_id, seq);
create index history_for_supervisor on history (id) where refused = 'for-supervisor';
