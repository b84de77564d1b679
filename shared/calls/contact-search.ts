import { type ContactIndex, type KeyColumn, listAt } from './contact-index.ts';
import { typedWords } from './contact-words.ts';
import { wordsBeginning, wordsNear } from './near-words.ts';
import { backKey, frontKey, keyAfter, readTypedNumber } from './number-forms.ts';

/** A row of the index that fits what was typed; 0 fits best. */
export type Hit = { readonly row: number; readonly score: number };

export type SearchOptions = {
  readonly limit: number;
  /** Rows that are no longer in the directory. */
  readonly isGone: (row: number) => boolean;
};

/** How well a word fits: the whole word, its beginning, the same with one slip. Several words: the sum. */
const WHOLE = 0;
const BEGINNING = 1;
const NEAR_WHOLE = 8;
const NEAR_BEGINNING = 9;
/** From this score on something was typed that is not there. */
export const firstNearScore = NEAR_WHOLE;

/** Words shorter than this are not looked for with a slip, and shorter than the second not by their beginning. */
const SHORTEST_NEAR = 3;
const SHORTEST_NEAR_BEGINNING = 5;

/** The best rows for what was typed, best first [P05]; nothing typed: all rows in their order. */
export function searchContacts(index: ContactIndex, typed: string, options: SearchOptions): readonly Hit[] {
  const best = new Best(options);
  const number = readTypedNumber(typed);
  if (number !== null) {
    const { international, national, ending } = number;
    if (international !== null) offerKeys(index.international, [frontKey(international), keyAfter(international)], best);
    if (national !== null && national !== '') offerKeys(index.national, [frontKey(national), keyAfter(national)], best);
    const reversed = [...ending].reverse().join('');
    offerKeys(index.endings, [backKey(ending), keyAfter(reversed)], best);
  }
  const { words, withoutTitle } = typedWords(typed);
  offerWords(index, words, { near: false }, best);
  const named = withoutTitle.length > 0 ? withoutTitle : words;
  if (best.hits.length === 0 && named.length < words.length) offerWords(index, named, { near: false }, best);
  if (best.hits.length < options.limit && number === null) offerWords(index, named, { near: true }, best);
  return best.hits;
}

/** The best so far, each row once. */
class Best {
  readonly hits: Hit[] = [];
  readonly #limit: number;
  readonly #isGone: SearchOptions['isGone'];

  constructor({ limit, isGone }: SearchOptions) {
    this.#limit = limit;
    this.#isGone = isGone;
  }

  /** False when neither this row nor one after it with this score can be among the best. */
  offer(row: number, score: number): boolean {
    const last = this.hits[this.#limit - 1];
    if (last !== undefined && (score > last.score || (score === last.score && row >= last.row))) return false;
    if (this.#isGone(row)) return true;
    const known = this.hits.findIndex((hit) => hit.row === row);
    if (known >= 0 && (this.hits[known]?.score ?? 0) <= score) return true;
    if (known >= 0) this.hits.splice(known, 1);
    const place = this.hits.findIndex((hit) => score < hit.score || (score === hit.score && row < hit.row));
    this.hits.splice(place < 0 ? this.hits.length : place, 0, { row, score });
    if (this.hits.length > this.#limit) this.hits.pop();
    return true;
  }
}

function offerKeys({ keys, rows }: KeyColumn, [first, after]: readonly [number, number], best: Best): void {
  for (let i = firstAtLeast(keys, first); (keys[i] ?? after) < after; i++) best.offer(rows[i] ?? 0, WHOLE);
}

function firstAtLeast(keys: Float64Array, key: number): number {
  let [from, to] = [0, keys.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((keys[middle] ?? 0) >= key) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The words of the index that fit one typed word: `fits[place]` is 0 when it does not, else its score plus one. */
type Fitting = { readonly fits: Uint8Array; readonly places: readonly number[]; readonly rows: number };

function offerWords(index: ContactIndex, words: readonly string[], { near }: { readonly near: boolean }, best: Best): void {
  if (words.length === 0) {
    if (!near) for (let row = 0; row < index.ids.length && best.offer(row, WHOLE); row++);
    return;
  }
  const [rarest, ...others] = words.map((word) => fittingWords(index, word, near)).toSorted((a, b) => a.rows - b.rows);
  if (rarest === undefined || rarest.rows === 0) return;
  for (const place of rarest.places) {
    const score = (rarest.fits[place] ?? 0) - 1;
    for (const row of listAt(index.rowsByWord, place)) {
      const rest = others.length === 0 ? 0 : scoreOf(index, row, others);
      if (rest !== null && !best.offer(row, score + rest) && others.length === 0) break;
    }
  }
}

function fittingWords({ words, rowsByWord }: ContactIndex, word: string, near: boolean): Fitting {
  const fits = new Uint8Array(words.length);
  const places: number[] = [];
  let rows = 0;
  const add = (place: number, score: number) => {
    const known = fits[place] ?? 0;
    if (known === 0) {
      places.push(place);
      rows += (rowsByWord.starts[place + 1] ?? 0) - (rowsByWord.starts[place] ?? 0);
    }
    if (known === 0 || score + 1 < known) fits[place] = score + 1;
  };
  const begun = wordsBeginning(words, word);
  for (let place = begun.from; place < begun.to; place++) add(place, words[place]?.length === begun.length ? WHOLE : BEGINNING);
  if (!near || word.length < SHORTEST_NEAR) return { fits, places, rows };
  for (const { from, to, length } of wordsNear(words, word)) {
    if (words[from]?.length === length) add(from, NEAR_WHOLE);
    if (word.length < SHORTEST_NEAR_BEGINNING) continue;
    for (let place = from; place < to; place++) if (words[place]?.length !== length) add(place, NEAR_BEGINNING);
  }
  return { fits, places, rows };
}

/** How well the other typed words fit this row; null when one does not. */
function scoreOf({ wordsByRow }: ContactIndex, row: number, others: readonly Fitting[]): number | null {
  const { starts, items } = wordsByRow;
  const [first, after] = [starts[row] ?? 0, starts[row + 1] ?? 0];
  let sum = 0;
  for (const { fits } of others) {
    let least = 0;
    for (let i = first; i < after; i++) {
      const fit = fits[items[i] ?? 0] ?? 0;
      if (fit !== 0 && (least === 0 || fit < least)) least = fit;
    }
    if (least === 0) return null;
    sum += least - 1;
  }
  return sum;
}
