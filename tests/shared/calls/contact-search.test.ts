import { expect, test } from 'vitest';
import { buildIndex, entriesOf, entryOf } from '#shared/calls/contact-index.ts';
import { searchContacts } from '#shared/calls/contact-search.ts';
import { aContact } from '../../fixtures/rows.ts';

const directory = [
  aContact({ name: 'Paul Durand', numbers: ['+33639980001'], vip: true }),
  aContact({ name: 'Hélène Lefèvre', numbers: ['+33639980002', '+3227001122'] }),
  aContact({ name: 'Dr Sauvage', company: 'Clinique des Lilas', numbers: ['+33155667788'] }),
  aContact({ name: 'Jean-Pierre O’Brien', company: 'Taxi 24', numbers: ['3639'] }),
  aContact({ name: 'Joost van Dijk', company: 'Verhuur Oost', numbers: ['+31201234567'] }),
  aContact({ name: 'Mevr. Çelik', numbers: ['+31612345678'] }),
  aContact({ name: '山田太郎様', company: '山田建設', numbers: ['+819012345678'] }),
  aContact({ name: 'ヤマダ ハナコ', numbers: ['+390612345678'] }),
  aContact({ name: 'Durando Paula', numbers: [] }),
  aContact({ name: '佐藤翔子', reading: 'サトウ ショウコ', numbers: [] }),
  aContact({ name: 'Gauthier Thibault', numbers: [] }),
  aContact({ name: 'Wim Kuijper', numbers: [] }),
];
const index = buildIndex(directory.map(entryOf));
const names = (typed: string, isGone = (_: number) => false) =>
  searchContacts(index, typed, { limit: 10, isGone }).map(({ row }) => directory.find(({ id }) => id === index.ids[row])?.name);

test.each([
  ['dur', 'Paul Durand', 'the beginning of a word'],
  ['durand paul', 'Paul Durand', 'several words in any order'],
  ['p dura', 'Paul Durand', 'the beginnings of several words'],
  ['helene lefevre', 'Hélène Lefèvre', 'without accents'],
  ['HÉLÈNE', 'Hélène Lefèvre', 'in capitals'],
  ['celik', 'Mevr. Çelik', 'without a cedilla'],
  ['lilas', 'Dr Sauvage', 'the company'],
  ['dr sauvage', 'Dr Sauvage', 'with the title'],
  ['docteur sauvage', 'Dr Sauvage', 'with the title in full'],
  ['maître durand', 'Paul Durand', 'with a title that the directory does not have'],
  ['çelik mevr.', 'Mevr. Çelik', 'the title behind'],
  ['obrien', 'Jean-Pierre O’Brien', 'without the apostrophe'],
  ['pierre', 'Jean-Pierre O’Brien', 'the second half of a double name'],
  ['taxi 24', 'Jean-Pierre O’Brien', 'a figure in a company'],
  ['dijk', 'Joost van Dijk', 'without the particle'],
  ['山田様', '山田太郎様', 'with 様'],
  ['太郎', '山田太郎様', 'the given name in a name without a gap'],
  ['やまだ', 'ヤマダ ハナコ', 'hiragana for katakana'],
])('[P05] %s finds %s: %s', (typed, name) => {
  expect(names(typed)[0]).toBe(name);
});

test.each([
  ['durnad', 'Paul Durand', 'two letters exchanged'],
  ['duramd', 'Paul Durand', 'another letter'],
  ['durrand', 'Paul Durand', 'a letter doubled'],
  ['drand', 'Paul Durand', 'a letter left out'],
  ['lefebvre', 'Hélène Lefèvre', 'a letter too much'],
  ['leffevre hélene', 'Hélène Lefèvre', 'misspelt beside a right word'],
  ['sauvaje', 'Dr Sauvage', 'at the end'],
  ['xauvage', 'Dr Sauvage', 'at the beginning'],
])('[P05] %s finds %s: %s', (typed, name) => {
  expect(names(typed)).toContain(name);
});

test.each([
  ['+33639980001', 'Paul Durand', 'international'],
  ['0033 6 39 98 00 01', 'Paul Durand', 'international with 00'],
  ['06 39 98 00 01', 'Paul Durand', 'national'],
  ['0639980', 'Paul Durand', 'the beginning of the national form'],
  ['+336399800', 'Paul Durand', 'the beginning of the international form'],
  ['80001', 'Paul Durand', 'the last digits'],
  ['0001', 'Paul Durand', 'last digits that begin with noughts'],
  ['1122', 'Hélène Lefèvre', 'the second number'],
  ['02 700 11', 'Hélène Lefèvre', 'another country’s national form'],
  ['020-123', 'Joost van Dijk', 'with hyphens'],
  ['06 123456', 'Mevr. Çelik', 'a Dutch mobile, also begun'],
  ['０９０−1234'.replace('−', '-'), '山田太郎様', 'full-width figures'],
  ['3639', 'Jean-Pierre O’Brien', 'a short number'],
])('[P05] %s finds %s: %s', (typed, name) => {
  expect(names(typed)).toContain(name);
});

test.each([
  ['さとう', '佐藤翔子', 'the reading in kana'],
  ['しょうこ', '佐藤翔子', 'hiragana for a reading in katakana'],
  ['sato', '佐藤翔子', 'romaji'],
  ['satou shouko', '佐藤翔子', 'romaji with long vowels written out'],
  ['syoko', '佐藤翔子', 'romaji of the other school'],
  ['hanak', 'ヤマダ ハナコ', 'romaji for a name in kana, begun'],
  ['gotier', 'Gauthier Thibault', 'as it sounds in French'],
  ['tibo', 'Gauthier Thibault', 'as it sounds, however short'],
  ['cuyper', 'Wim Kuijper', 'as it sounds in Dutch'],
  ['wim cuyper', 'Wim Kuijper', 'a word as it is and one as it sounds'],
])('[P05] %s finds %s: %s', (typed, name) => {
  expect(names(typed)).toContain(name);
});

test('[P05] who only sounds like what was typed comes after who is spelt nearly so', () => {
  const few = buildIndex([aContact({ name: 'Thibault' }), aContact({ name: 'Tibao' })].map(entryOf));
  const hits = searchContacts(few, 'tibo', { limit: 10, isGone: () => false });
  expect(hits.map(({ row }) => few.names[row])).toEqual(['tibao', 'thibault']);
});

test('[P05] whole words come before beginnings, those before misspelt ones, VIPs first among equals', () => {
  expect(names('paul')).toEqual(['Paul Durand', 'Durando Paula']);
  expect(names('durand')).toEqual(['Paul Durand', 'Durando Paula']);
});

test('[P05] nothing typed: the whole directory, VIPs first, then by name without title', () => {
  expect(names('').slice(0, 3)).toEqual(['Paul Durand', 'Mevr. Çelik', 'Durando Paula']);
  expect(names('')).toHaveLength(10);
});

test('[P05] a title alone is the beginning of a name or nothing', () => {
  expect(names('me')).toEqual([]);
  expect(names('du')).toContain('Paul Durand');
});

test('[P05] who has left the directory is not found', () => {
  const paul = index.ids.indexOf(directory[0]?.id ?? '');
  expect(names('durand', (row) => row === paul)).toEqual(['Durando Paula']);
  expect(names('80001', (row) => row === paul)).toEqual([]);
});

test('[P05] an index can be built again from itself', () => {
  const again = buildIndex(entriesOf(index));
  expect(again).toEqual(index);
});
