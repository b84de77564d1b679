-- What clients enter by keys on the hotline, hashed (scrypt).
create table person_pin (
  person_id uuid primary key,
  hash text not null
);
