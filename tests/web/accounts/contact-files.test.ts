import { expect, test } from 'vitest';
import { doublesInside, readTable } from '#shared/calls/contact-table.ts';
import { readContactFile, writeCsv, writeVcards } from '../../../web/accounts/contact-files.ts';
import { loadNumbers } from '../../../web/ui/phone-number.ts';
import { aContact } from '../../fixtures/rows.ts';

const numbers = await loadNumbers('+33199000101');
const bytes = (text: string, more: Partial<Record<'bom', number[]>> = {}) =>
  new Uint8Array([...(more.bom ?? []), ...new TextEncoder().encode(text)]);
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string, mark: boolean) => new Uint8Array(Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le'));
const read = (file: Uint8Array<ArrayBuffer>) => {
  const found = readContactFile(file);
  return { ...found, ...readTable({ ...found, read: (typed) => numbers.read(typed) }) };
};
const csv = 'Nom;Société;Téléphone;Remarque\nHélène Lefèvre;Café Noël;06 39 98 00 02;"Dire ""bonjour"""\n';
const helene = {
  name: 'Hélène Lefèvre',
  company: 'Café Noël',
  numbers: ['+33639980002'],
  vip: false,
  handling: 'Dire "bonjour"',
};

test.each([
  ['UTF-8', bytes(csv), 'utf-8'],
  ['UTF-8 with its mark', bytes(csv, { bom: [0xef, 0xbb, 0xbf] }), 'utf-8'],
  ['UTF-16 with its mark', utf16(csv, true), 'utf-16le'],
  ['UTF-16 without', utf16(csv, false), 'utf-16le'],
  ['windows-1252', latin(csv), 'windows-1252'],
])('[R17] a CSV file in %s is read, separator and columns recognised', (_, file, encoding) => {
  const found = read(file);
  expect(found).toMatchObject({ encoding, separator: ';', columns: ['name', 'company', 'number', 'handling'], problems: [] });
  expect(found.contacts).toEqual([{ line: 2, contact: helene }]);
});

test('[R17] a Japanese file in Shift_JIS is read', () => {
  // 氏名,電話番号 and 山田太郎,0639980003
  const found = read(new Uint8Array(Buffer.from('8e8196bc2c9364986294d48d860a8e52936391be98592c303633393938303030330a', 'hex')));
  expect(found.encoding).toBe('shift_jis');
  expect(found.contacts).toMatchObject([{ contact: { name: '山田太郎', numbers: ['+33639980003'] } }]);
});

test('[R17] a file without headings is read by what stands in it; tabs part it', () => {
  const found = read(bytes('Paul Durand\t06 39 98 00 01\nAnna Smit\t+31 6 12345678\n'));
  expect(found.contacts.map(({ line, contact }) => [line, contact.name, contact.numbers])).toEqual([
    [1, 'Paul Durand', ['+33639980001']],
    [2, 'Anna Smit', ['+31612345678']],
  ]);
});

test('[R17] what cannot be read is named by its line', () => {
  const found = read(bytes('name,phone\nPaul,12\n,0639980001\nAnna,nobody knows\n\nJan,\n'));
  expect(found.problems).toEqual([
    { line: 2, kind: 'number-wrong', text: '12' },
    { line: 3, kind: 'nobody', text: ' 0639980001' },
    { line: 4, kind: 'number-wrong', text: 'nobody knows' },
  ]);
  expect(found.contacts.map(({ line }) => line)).toEqual([6]);
});

test('[R17] the same number twice is proposed as a double', () => {
  const { contacts } = read(bytes('name,phone\nPaul,0639980001\nPaul D.,+33639980001\nAnna,0639980002\n'));
  expect([...doublesInside(contacts)].map(({ line }) => line)).toEqual([3]);
});

test.each(['3.0', '4.0'])('[R17] vCard %s is read: names, firms, several numbers, folded lines, groups', (version) => {
  const card = [
    'BEGIN:VCARD',
    `VERSION:${version}`,
    'N:Lefèvre;Hélène;;;',
    'FN:Hélène Lefèvre',
    'ORG:Café Noël',
    'TEL;TYPE=CELL:06 39 98 00 02',
    'item1.TEL;TYPE=WORK:+33 1 99 00 01 01',
    'NOTE:Dire bon',
    ' jour\\, puis attendre',
    'END:VCARD',
    '',
  ].join('\r\n');
  const found = read(bytes(card + card.replaceAll('Hélène', 'Zoé')));
  expect(found.contacts.map(({ contact }) => contact)).toMatchObject([
    {
      name: 'Hélène Lefèvre',
      company: 'Café Noël',
      numbers: ['+33639980002', '+33199000101'],
      handling: 'Dire bonjour, puis attendre',
    },
    { name: 'Zoé Lefèvre' },
  ]);
});

test.each([
  ['X-PHONETIC-LAST-NAME:やまだ\r\nX-PHONETIC-FIRST-NAME:たろう', 'やまだ たろう'],
  ['N;SORT-AS="やまだ,たろう":山田;太郎;;;', 'やまだ たろう'],
])('[R17] the reading of a vCard: %s', (line, reading) => {
  const found = read(bytes(`BEGIN:VCARD\r\nVERSION:4.0\r\nFN:山田太郎\r\n${line}\r\nEND:VCARD\r\n`));
  expect(found.contacts[0]?.contact.reading).toBe(reading);
});

const words = { name: 'Name', reading: 'Reading', company: 'Company', number: 'Number', vip: 'VIP', handling: 'Note' };
const directory = [
  aContact({ name: 'Hélène; "la" Grande', company: 'Café, Noël', numbers: ['+33639980002', '+31612345678'], vip: true }),
  aContact({ name: '山田太郎', reading: 'やまだ たろう', numbers: [], handling: 'Ligne une\nligne deux' }),
];
const content = (contacts: readonly { readonly contact: object }[]) => contacts.map(({ contact }) => contact);

test('[R17] what is exported as CSV comes back as it was', () => {
  const found = read(bytes(writeCsv(directory, words, (number) => numbers.show(number))));
  expect(found.problems).toEqual([]);
  expect(content(found.contacts)).toEqual(directory.map(({ id: _, accountId: __, ...contact }) => contact));
});

test('[R17] what is exported as vCard comes back as it was, but for the VIP', () => {
  const found = read(bytes(writeVcards(directory)));
  expect(content(found.contacts)).toEqual(directory.map(({ id: _, accountId: __, ...contact }) => ({ ...contact, vip: false })));
});

test.each(['=1+1', '@SUM(A1)', '+1+cmd|calc', '-2+3', '\t=1'])('[R17] %j in an export is no formula', (name) => {
  const csvText = writeCsv([aContact({ name, numbers: ['+31612345678'] })], words, (number) => numbers.show(number));
  const cell = csvText.split('\r\n')[1] ?? '';
  expect(cell.replace(/^"/, '')).toMatch(/^'/);
  expect(csvText).toContain('+31 6 12345678');
});
