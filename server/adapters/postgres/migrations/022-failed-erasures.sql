-- The queue has given the erasure up: what is known by ids is still erased, the name that was searched for is forgotten.
alter table erasure add column failed boolean not null default false;
