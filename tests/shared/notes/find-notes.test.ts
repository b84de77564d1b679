import { expect, test } from 'vitest';
import { isFoundBy, searchText } from '#shared/notes/find-notes.ts';
import { aNote } from '../../fixtures/delivery.ts';

const addendum = { id: 'a', at: '2026-11-19T10:00:00.000Z', by: 'Léa', text: 'Il s’agit du camion blanc.' };
const text = searchText(
  aNote(
    { fromWhom: 'Hélène Vos', criteria: ['Pech onderweg'], answers: [{ id: 'plate', label: 'Kenteken', value: 'XX-123-Y' }] },
    { addenda: [addendum] },
  ),
  {
    account: 'Garage De Boer',
    forWhom: 'Sanne Visser',
  },
);

test.each([
  ['nothing typed', ''],
  ['the beginning of a name, without its accents', 'hele'],
  ['several words in any order, of several fields', 'vos stil sanne'],
  ['the account', 'de boer'],
  ['who handled the call', 'sofie'],
  ['what was added later', 'camion'],
  ['what the script asked', 'kenteken xx-123'],
  ['why it is urgent', 'onderweg'],
  ['the number as its country writes it', '06 39 98 03 11'],
  ['the number with 00', '0033 639'],
  ['the number as it is kept', '+33639980311'],
  ['its last digits', '0311'],
  ['a digit in the matter', 'a2'],
])('a note is found by %s', (_, typed) => {
  expect(isFoundBy(text, typed)).toBe(true);
});

test.each([
  ['a word that stands nowhere', 'vos fiets'],
  ['another number', '06 39 98 03 12'],
])('a note is not found by %s', (_, typed) => {
  expect(isFoundBy(text, typed)).toBe(false);
});
