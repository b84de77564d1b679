-- Who was first of a roster saw the contract; now that is said of each person.
with first as (
  select distinct on (account_id) id, space from synced_row
  where kind = 'person' and body is not null order by account_id, (body ->> 'position')::int, id
), head as (
  update space set version = version + 1 where name in (select space from first) returning name, version
)
update synced_row r set version = head.version, writer = null,
  body = regexp_replace(r.body::text, '\}\s*$', ',"access":"office"}')::json
from first join head on head.name = first.space where r.kind = 'person' and r.id = first.id;

-- The calls that there are, as their clients see them.
insert into synced_row (kind, id, space, account_id, version, body)
select 'clientCall', id, 'account:' || account_id || ':calls', account_id, row_number() over (partition by account_id order by id),
  json_build_object(
    'id', body -> 'id', 'accountId', body -> 'accountId', 'lineId', body -> 'lineId',
    'kind', case when body -> 'outbound' is not null then 'out' when body -> 'hotline' is not null then 'bureau' else 'in' end,
    'caller', body -> 'caller', 'arrivedAt', body -> 'arrivedAt', 'answeredAt', body -> 'answeredAt', 'endedAt', body -> 'endedAt',
    'outcome', body -> 'outcome', 'waitedSeconds', body -> 'waitedSeconds', 'disposition', body -> 'disposition',
    'billable', body -> 'billable')
from synced_row where kind = 'call' and body is not null;
insert into space (name, version)
select space, max(version) from synced_row where kind = 'clientCall' group by space;
