-- How many notes are new is asked with every notification, for the number on the icon. Searched as text: they may hold U+0000.
create index synced_row_new_note on synced_row (account_id)
  where kind = 'note' and strpos(body::text, '"acknowledged":null') > 0 and strpos(body::text, '"done":null') > 0;
