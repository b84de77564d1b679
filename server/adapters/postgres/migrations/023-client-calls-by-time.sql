-- The counter of a month reads its calls, not all of years. Such a row holds nothing that was typed, so no U+0000 either.
create index synced_row_client_call_by_time on synced_row (account_id, (body ->> 'arrivedAt')) where kind = 'clientCall';
