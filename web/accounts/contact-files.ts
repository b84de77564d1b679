import ICAL from 'ical.js';
import Papa from 'papaparse';
import * as z from 'zod/mini';
import type { Contact } from '#shared/calls/contact.ts';
import { type ColumnKind, guessColumns, readHeadings } from '#shared/calls/contact-table.ts';

/** A file of contacts as a table: what was recognised, to be looked at before anything is taken in. */
export type ContactFile = {
  readonly format: 'csv' | 'vcard';
  readonly encoding: string;
  /** Of a CSV file. */
  readonly separator: string;
  /** Empty when the file has none. */
  readonly headings: readonly string[];
  readonly columns: readonly ColumnKind[];
  readonly rows: readonly (readonly string[])[];
  /** The line of the first row; of vCards the number of the first card. */
  readonly firstLine: number;
};

/** Reads CSV or vCard in any of the encodings that address books write. */
export function readContactFile(bytes: Uint8Array<ArrayBuffer>): ContactFile {
  const { text, encoding } = decode(bytes);
  return /^\s*BEGIN:VCARD/i.test(text) ? readVcards(text, encoding) : readCsv(text, encoding);
}

/** The text, and what it was written in: a mark at its beginning, else what fits it. */
function decode(bytes: Uint8Array<ArrayBuffer>): { readonly text: string; readonly encoding: string } {
  const as = (encoding: string) => ({ text: new TextDecoder(encoding).decode(bytes), encoding });
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return as('utf-16le');
  if (first === 0xfe && second === 0xff) return as('utf-16be');
  const noughts = bytes.subarray(0, 1000).filter((byte) => byte === 0).length;
  if (noughts > Math.min(bytes.length, 1000) / 4) return as(first === 0 ? 'utf-16be' : 'utf-16le');
  if (fits(bytes, 'utf-8')) return as('utf-8');
  return fits(bytes, 'shift_jis') && isJapanese(as('shift_jis').text) ? as('shift_jis') : as('windows-1252');
}

function fits(bytes: Uint8Array<ArrayBuffer>, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false; // the answer to the question, not a failure
  }
}

/** Accented letters of windows-1252 read as Shift_JIS give single rare signs; Japanese gives kana or kanji in a row. */
const isJapanese = (text: string): boolean => /[\p{Script=Hiragana}\u30a0-\u30ff]{2}|\p{Script=Han}{2}/u.test(text);

function readCsv(text: string, encoding: string): ContactFile {
  const plain = text.replace(/^\ufeff/, '');
  const delimitersToGuess = [',', ';', '\t', '|'];
  const { meta } = Papa.parse<string[]>(plain, { delimitersToGuess, skipEmptyLines: true, preview: 100 });
  const { data } = Papa.parse<string[]>(plain, { delimiter: meta.delimiter }); // with empty lines: they count
  const [first = [], ...others] = data;
  const known = readHeadings(first);
  const table = { format: 'csv', encoding, separator: meta.delimiter } as const;
  if (known === null) return { ...table, headings: [], columns: guessColumns(data), rows: data, firstLine: 1 };
  return { ...table, headings: first, columns: known, rows: others, firstLine: 2 };
}

const jCardSchema = z.tuple([z.literal('vcard'), z.array(z.array(z.unknown())), z.array(z.unknown())]);
type JCard = z.infer<typeof jCardSchema>;

function readVcards(text: string, encoding: string): ContactFile {
  const parsed: unknown = ICAL.parse(text);
  const one = jCardSchema.safeParse(parsed);
  const cards = one.success ? [one.data] : z.array(jCardSchema).parse(parsed);
  const columns: ColumnKind[] = ['name', 'reading', 'company', 'number', 'handling'];
  return { format: 'vcard', encoding, separator: '', headings: [], columns, rows: cards.map(rowOf), firstLine: 1 };
}

/** Name, reading, company, numbers and note of one card; Apple's groups (`item1.TEL`) are passed over. */
function rowOf([, properties]: JCard): string[] {
  const of = (wanted: string) =>
    properties
      .filter(([name]) => typeof name === 'string' && name.toLowerCase().replace(/^.*\./, '') === wanted)
      .map(([, , , ...values]) => values.flat(2).filter((part) => typeof part === 'string'));
  const [family = '', given = ''] = of('n')[0] ?? [];
  const name = of('fn')[0]?.join(' ') || `${given} ${family}`.trim();
  const numbers = of('tel').map((parts) => parts.join('').replace(/^tel:/i, ''));
  const organisation =
    of('org')[0]
      ?.filter((part) => part !== '')
      .join(', ') ?? '';
  return [name, readingOf(properties), organisation === name ? '' : organisation, numbers.join(','), of('note').flat().join(' ')];
}

/** `X-PHONETIC-…` as address books write it, else by what the name is sorted (RFC 6350, 5.9). */
function readingOf(properties: JCard[1]): string {
  const phonetic = ['x-phonetic-last-name', 'x-phonetic-first-name'].flatMap((wanted) =>
    properties.flatMap(([name, , , value]) => (name === wanted && typeof value === 'string' ? [value] : [])),
  );
  const sorted = properties.flatMap(([name, parameters]) => (name === 'n' || name === 'fn' ? sortAs(parameters) : []));
  return (phonetic.length > 0 ? phonetic : sorted.slice(0, 1)).join(' ').trim();
}

const sortAsSchema = z.object({ 'sort-as': z.union([z.string(), z.array(z.string())]) });
function sortAs(parameters: unknown): string[] {
  const found = sortAsSchema.safeParse(parameters);
  return found.success ? [[found.data['sort-as']].flat().join(' ').replaceAll(',', ' ')] : [];
}

/** What the headings of an export say, in the language of the screens. */
export type ExportWords = { readonly [K in 'name' | 'reading' | 'company' | 'number' | 'vip' | 'handling']: string };

/**
 * The directory as CSV for spreadsheets: UTF-8 with its mark, one column per number. What a spreadsheet would run as a
 * formula gets an apostrophe; a number in spaced groups is none.
 */
export function writeCsv(contacts: readonly Contact[], words: ExportWords, show: (number: string) => string): string {
  const numbers = Math.max(1, ...contacts.map((contact) => contact.numbers.length));
  const ofNumbers = Array.from({ length: numbers }, () => words.number);
  const fields = [words.name, words.reading, words.company, ...ofNumbers, words.vip, words.handling];
  const data = contacts.map(({ name, reading, company, numbers: own, vip, handling }) => [
    name,
    reading ?? '',
    company,
    ...Array.from({ length: numbers }, (_, i) => (own[i] === undefined ? '' : show(own[i]))),
    vip ? 'x' : '',
    handling,
  ]);
  const csv = Papa.unparse({ fields, data }, { escapeFormulae: /^[=@\t\r]|^[+-](?![\d ()-]*$)/, newline: '\r\n' });
  return `\ufeff${csv}\r\n`;
}

/** The directory as vCard 4.0 (RFC 6350). */
export const writeVcards = (contacts: readonly Contact[]): string =>
  contacts.map((contact) => `${vcardOf(contact)}\r\n`).join('');

function vcardOf({ id, name, reading, company, numbers, handling }: Contact): string {
  const card = new ICAL.Component('vcard');
  const add = (property: string, value: string, type = 'text') => {
    const added = new ICAL.Property([property, {}, type, value], card);
    card.addProperty(added);
  };
  add('version', '4.0');
  add('uid', `urn:uuid:${id}`, 'uri');
  add('fn', name);
  if (reading) add('x-phonetic-last-name', reading);
  if (company !== '') add('org', company);
  for (const number of numbers) add('tel', `tel:${number}`, 'uri');
  if (handling !== '') add('note', handling);
  return card.toString();
}
