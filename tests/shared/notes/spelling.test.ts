import { expect, test } from 'vitest';
import type { languages } from '#shared/accounts/language.ts';
import { spell, wordAt } from '#shared/notes/spelling.ts';
import { kanaWords, letterWords } from '#shared/notes/spelling-words.ts';

const said = (word: string, language: (typeof languages)[number]) => spell(word, language).map((s) => s.said);

test.each([
  ['fr', 'Lefèvre', ['Louis', 'Eugène', 'François', 'Eugène, accent grave', 'Victor', 'Raoul', 'Eugène']],
  ['fr', 'D’Arc', ['Désiré', 'apostrophe', 'Anatole', 'Raoul', 'Célestin']],
  ['nl', 'Bos-7', ['Bernhard', 'Otto', 'Simon', 'koppelteken', '7']],
  ['en', 'Zoë', ['Zulu', 'Oscar', 'Echo, diaeresis']],
  ['en', 'a@b.nl', ['Alfa', 'at sign', 'Bravo', 'dot', 'November', 'Lima']],
  ['ja', 'ガきャー', ['為替, 濁点', '切手', '小さい大和', '長音']],
  ['ja', 'KK', ['Kilo', 'Kilo']],
] as const)('%s: %s', (language, word, expected) => {
  expect(said(word, language)).toEqual(expected);
});

test('each alphabet has a word of its own for every letter', () => {
  for (const language of ['fr', 'nl', 'en'] as const) {
    expect(Object.keys(letterWords[language]).join('')).toBe('abcdefghijklmnopqrstuvwxyz');
  }
  expect(Object.keys(kanaWords)).toHaveLength(46);
  expect(Object.values(kanaWords).every((word) => word !== '')).toBe(true);
});

test.each([
  ['the word around the caret', 'Demande M. Lefèvre demain', 14, 14, 'Lefèvre'],
  ['at its end', 'Lefèvre', 7, 7, 'Lefèvre'],
  ['what is selected', 'Jean de la Tour', 5, 15, 'de la Tour'],
  ['nothing between two spaces', 'a  b', 2, 2, ''],
])('spelt is %s', (_, text, start, end, word) => {
  expect(wordAt(text, { start, end })).toBe(word);
});
