-- Who may see nothing any more, or is on no roster, is notified nowhere; until now his devices stayed. Searched as text: a row
-- may hold U+0000.
delete from push_subscription where not exists (
  select from synced_row person where person.kind = 'person' and person.id = push_subscription.person_id
    and person.body is not null and strpos(person.body::text, '"access":"none"') = 0
);
