import type { Contact } from './contact.ts';
import { sortName, wordsOf } from './contact-words.ts';
import { backKey, formsOf, frontKey } from './number-forms.ts';
import type { PhoneNumber } from './phone-number.ts';
import { kunreiOf, romajiOf } from './romaji.ts';
import { soundKey } from './sound-key.ts';

/** What an index knows of one contact: enough to build another index from. */
export type IndexEntry = {
  readonly id: string;
  readonly vip: boolean;
  /** By which contacts stand in order. */
  readonly key: string;
  readonly words: readonly string[];
  readonly numbers: readonly PhoneNumber[];
};

/** Lists of numbers, one after the other: list `i` is `items` from `starts[i]` up to `starts[i + 1]`. */
type Lists = { readonly starts: Uint32Array; readonly items: Uint32Array };

/** Keys in order, each with the row it belongs to. */
export type KeyColumn = { readonly keys: Float64Array; readonly rows: Uint32Array };

/**
 * Contacts of one directory, to be searched while somebody types. A row is a place in the order that results have: VIPs
 * first, then by name. Flat arrays: 100,000 contacts take about 40 MB.
 */
export type ContactIndex = {
  readonly ids: readonly string[];
  readonly vips: Uint8Array;
  readonly names: readonly string[];
  readonly numbers: readonly (readonly PhoneNumber[])[];
  /** Every word once, in the order of its code units. */
  readonly words: readonly string[];
  readonly rowsByWord: Lists;
  readonly wordsByRow: Lists;
  readonly international: KeyColumn;
  readonly national: KeyColumn;
  readonly endings: KeyColumn;
};

/** What an index has to know of a contact. */
export const entryOf = (contact: Contact): IndexEntry => ({
  id: contact.id,
  vip: contact.vip,
  key: sortName(contact.name),
  words: foundBy(wordsOf(contact)),
  numbers: contact.numbers,
});

/** What no typed word begins with: it marks the words of an index that say how a name sounds. */
const SOUND = '~';
/** How the word stands in the index for all that sound like it; null when it has no such key. */
export const soundWord = (word: string): string | null => {
  const key = soundKey(word);
  return key === null ? null : `${SOUND}${key}`;
};

/** The words, and kana in Latin letters too; each once. */
function foundBy(words: readonly string[]): readonly string[] {
  const latin = words.flatMap((word) => {
    const romaji = romajiOf(word);
    return romaji === null ? [] : [romaji, kunreiOf(romaji) ?? romaji];
  });
  return latin.length === 0 ? words : [...new Set([...words, ...latin])];
}

/** By word how it sounds: worked out once for each word of a directory. */
function soundsOf(rows: readonly IndexEntry[]): (words: readonly string[]) => readonly string[] {
  const sounds = new Map<string, string | null>();
  for (const { words } of rows) for (const word of words) if (!sounds.has(word)) sounds.set(word, soundWord(word));
  return (words) => [...new Set(words.flatMap((word) => sounds.get(word) ?? []))];
}

/** Builds the index; about a second for 100,000 entries. */
export function buildIndex(entries: readonly IndexEntry[]): ContactIndex {
  const rows = entries.toSorted(inOrder);
  const soundsOfRow = soundsOf(rows);
  const wordsOfRows = rows.map((row) => [...row.words, ...soundsOfRow(row.words)]);
  const words = [...new Set(wordsOfRows.flat())].sort();
  const places = new Map(words.map((word, place) => [word, place]));
  const wordsByRow = listsOf(wordsOfRows.map((ofRow) => ofRow.map((word) => places.get(word) ?? 0)));
  const forms = rows.flatMap(({ numbers }, row) => numbers.map((number) => ({ row, ...formsOf(number) })));
  return {
    ids: rows.map((row) => row.id),
    vips: Uint8Array.from(rows, (row) => Number(row.vip)),
    names: rows.map((row) => row.key),
    numbers: rows.map((row) => row.numbers),
    words,
    wordsByRow,
    rowsByWord: inverse(wordsByRow, words.length),
    international: columnOf(forms, ({ international }) =>
      international === null ? Number.POSITIVE_INFINITY : frontKey(international),
    ),
    national: columnOf(forms, ({ national }) => frontKey(national)),
    endings: columnOf(forms, ({ international, national }) => backKey(international ?? national)),
  };
}

/** What the index was built from, row by row. */
export function entriesOf(index: ContactIndex): IndexEntry[] {
  const { ids, vips, names, numbers, words, wordsByRow } = index;
  return ids.map((id, row) => ({
    id,
    vip: vips[row] === 1,
    key: names[row] ?? '',
    numbers: numbers[row] ?? [],
    words: Array.from(listAt(wordsByRow, row), (place) => words[place] ?? '').filter((word) => !word.startsWith(SOUND)),
  }));
}

/** One of the lists. */
const listAt = ({ starts, items }: Lists, i: number): Uint32Array => items.subarray(starts[i], starts[i + 1]);

/** VIPs first, then by name. */
const inOrder = (a: IndexEntry, b: IndexEntry): number =>
  Number(b.vip) - Number(a.vip) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

function listsOf(lists: readonly (readonly number[])[]): Lists {
  const starts = new Uint32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) starts[i + 1] = (starts[i] ?? 0) + list.length;
  return { starts, items: Uint32Array.from(lists.flat()) };
}

/** By word the rows that have it, each list in the order of rows (counting sort). */
function inverse({ starts, items }: Lists, count: number): Lists {
  const byWord = new Uint32Array(count + 1);
  for (const word of items) byWord[word + 1] = (byWord[word + 1] ?? 0) + 1;
  for (let word = 0; word < count; word++) byWord[word + 1] = (byWord[word + 1] ?? 0) + (byWord[word] ?? 0);
  const next = byWord.slice();
  const rows = new Uint32Array(items.length);
  for (let row = 0; row + 1 < starts.length; row++) {
    for (const word of items.subarray(starts[row], starts[row + 1])) {
      const place = next[word] ?? 0;
      rows[place] = row;
      next[word] = place + 1;
    }
  }
  return { starts: byWord, items: rows };
}

function columnOf<T extends { readonly row: number }>(forms: readonly T[], keyOf: (form: T) => number): KeyColumn {
  const keys = Float64Array.from(forms, keyOf);
  const order = Uint32Array.from(forms, (_, i) => i).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  return { keys: Float64Array.from(order, (i) => keys[i] ?? 0), rows: Uint32Array.from(order, (i) => forms[i]?.row ?? 0) };
}
