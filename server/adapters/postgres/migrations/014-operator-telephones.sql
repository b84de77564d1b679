-- The operators' own telephones, which ring when a page is away and its operator has chosen that.
create table operator_telephone (
  operator_id uuid primary key,
  number text not null,
  in_use boolean not null
);
