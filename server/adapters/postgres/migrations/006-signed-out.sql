-- Sessions signed out while a signed copy of their cookie may still be about: digests, until it is too old.
create table signed_out (
  digest text primary key,
  until timestamptz not null
);
