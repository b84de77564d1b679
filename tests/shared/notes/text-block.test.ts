import { expect, test } from 'vitest';
import { blocksFor, blocksOffered, expansionAt } from '#shared/notes/text-block.ts';

const blocks = [
  { short: 'rdv', text: 'rendez-vous' },
  { short: 'rap', text: 'Rappeler avant | heures.' },
  { short: 'rapp', text: 'rapport' },
  { short: '予', text: 'ご予約の件' },
];

/** The text after somebody has typed it key by key, each expansion applied. */
function typed(keys: string): string {
  let text = '';
  let caret = 0;
  for (const key of keys) {
    text = text.slice(0, caret) + key + text.slice(caret);
    caret += key.length;
    const found = expansionAt(text, caret, blocks);
    if (found === null) continue;
    const after = text.slice(found.to);
    text = text.slice(0, found.from) + found.text + after;
    caret =
      found.caret === found.from + found.text.length
        ? text.length - text.slice(found.from + found.text.length).length
        : found.caret;
  }
  return `${text.slice(0, caret)}^${text.slice(caret)}`;
}

test.each([
  ['a short form is replaced at its last letter', 'Veut un ;rdv', 'Veut un rendez-vous^'],
  ['whatever the case', ';RDV', 'rendez-vous^'],
  [
    'one that begins another waits for the character after it, and the caret stands where the text wants it',
    ';rap 10',
    'Rappeler avant 10^ heures. ',
  ],
  ['the longer one', ';rapp', 'rapport^'],
  ['a mark typed by a Japanese keyboard', '；予', 'ご予約の件^'],
  ['without the mark nothing is replaced', 'rdv ', 'rdv ^'],
  ['nor an unknown short form', ';xyz ', ';xyz ^'],
])('%s', (_, keys, text) => {
  expect(typed(keys)).toBe(text);
});

test('a short form that was wanted back stays when the writing goes on', () => {
  expect(expansionAt(';rdv ', 5, blocks)).toBeNull();
});

test('the account’s texts come before one’s own of the same short form', () => {
  const own = [
    { short: 'RDV', text: 'mine' },
    { short: 'b', text: 'mine too' },
  ];
  expect(blocksFor(blocks, own).map(({ text }) => text)).toEqual([...blocks.map(({ text }) => text), 'mine too']);
});

test('what has been typed after the mark offers the short forms that begin so', () => {
  expect(blocksOffered('Veut ;ra', 8, blocks).map(({ short }) => short)).toEqual(['rap', 'rapp']);
  expect(blocksOffered('Veut ra', 7, blocks)).toEqual([]);
});
