-- A text that comes back finds its person. As text: a name may hold U+0000, which PostgreSQL's json operators refuse.
create index synced_row_person_by_mobile on synced_row (substring(body::text from '"mobile":"([^"]+)"')) where kind = 'person';
