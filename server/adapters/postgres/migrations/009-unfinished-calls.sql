-- Every start looks for calls that ended while no server listened.
create index synced_row_unfinished_call on synced_row (id) where kind = 'call' and body ->> 'endedAt' is null;
