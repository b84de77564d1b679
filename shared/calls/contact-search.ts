import { type ContactIndex, type KeyColumn, soundWord } from './contact-index.ts';
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

/** How well a word fits: the whole word, its beginning, the same with one slip, a word that sounds like it. Several words: the sum. */
const WHOLE = 0;
const BEGINNING = 1;
const NEAR_WHOLE = 8;
const NEAR_BEGINNING = 9;
const SOUNDS_ALIKE = 64;
/** From this score on something was typed that is not there. */
export const firstNearScore = NEAR_WHOLE;

/**
 * Words shorter than this, and figures, are not looked for with a slip; shorter than the second not by their beginning,
 * and not at all once something was found: they are being typed.
 */
const SHORTEST_NEAR = 3;
const mayBeNear = (word: string): boolean => word.length >= SHORTEST_NEAR && !/\d/.test(word);
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
  offerWords(index, words, 'begun', best);
  const named = withoutTitle.length > 0 ? withoutTitle : words;
  if (best.hits.length === 0 && named.length < words.length) offerWords(index, named, 'begun', best);
  const mayBeMisspelt = best.hits.length === 0 || named.some((word) => word.length >= SHORTEST_NEAR_BEGINNING);
  if (best.hits.length < options.limit && number === null && mayBeMisspelt) {
    offerWords(index, named, 'near', best);
    if (best.hits.length < options.limit) offerWords(index, named, 'sounding', best);
  }
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

  /** Whether a row with this score or a worse one can be among the best; if not, neither can a later row. */
  mayTake(row: number, score: number): boolean {
    const last = this.hits[this.#limit - 1];
    return last === undefined || score < last.score || (score === last.score && row < last.row);
  }

  offer(row: number, score: number): void {
    if (!this.mayTake(row, score) || this.#isGone(row)) return;
    const known = this.hits.findIndex((hit) => hit.row === row);
    if (known >= 0 && (this.hits[known]?.score ?? 0) <= score) return;
    if (known >= 0) this.hits.splice(known, 1);
    const place = this.hits.findIndex((hit) => score < hit.score || (score === hit.score && row < hit.row));
    this.hits.splice(place < 0 ? this.hits.length : place, 0, { row, score });
    if (this.hits.length > this.#limit) this.hits.pop();
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

/** How typed words may fit: begun, or begun with a slip, or also only by their sound. */
type Likeness = 'begun' | 'near' | 'sounding';

function offerWords(index: ContactIndex, words: readonly string[], likeness: Likeness, best: Best): void {
  if (words.length === 0) {
    for (let row = 0; likeness === 'begun' && row < index.ids.length && best.mayTake(row, WHOLE); row++) best.offer(row, WHOLE);
    return;
  }
  if (likeness !== 'begun' && !words.some(mayBeNear)) return;
  const fitting = words.map((word) => fittingWords[likeness](index, word));
  const [rarest, ...others] = fitting.toSorted((a, b) => a.rows - b.rows);
  if (rarest === undefined || rarest.rows === 0) return;
  const least = others.reduce((sum, other) => sum + other.least, 0);
  const { starts, items } = index.rowsByWord;
  rarest.each((place, score) => {
    for (let i = starts[place] ?? 0; i < (starts[place + 1] ?? 0); i++) {
      const row = items[i] ?? 0;
      if (!best.mayTake(row, score + least)) return; // the rows after it stand lower still
      const rest = scoreOf(index, row, others);
      if (rest !== null) best.offer(row, score + rest);
    }
  });
}

/** The words of the index that fit one typed word. */
type Fitting = {
  /** How many rows have one of them, each counted as often as it has. */
  readonly rows: number;
  /** The best score that any of them has. */
  readonly least: number;
  /** The score of a word; null when it does not fit. */
  scoreOf(place: number): number | null;
  each(visit: (place: number, score: number) => void): void;
};

const rowsOf = ({ rowsByWord: { starts } }: ContactIndex, from: number, to: number): number =>
  (starts[to] ?? 0) - (starts[from] ?? 0);

/** Words that begin as was typed stand together. */
function begunWords(index: ContactIndex, word: string): Fitting {
  const { from, to, length } = wordsBeginning(index.words, word);
  const isWhole = from < to && index.words[from]?.length === length;
  const score = (place: number) => (isWhole && place === from ? WHOLE : BEGINNING);
  return {
    rows: rowsOf(index, from, to),
    least: score(from),
    scoreOf: (place) => (place < from || place >= to ? null : score(place)),
    each(visit) {
      for (let place = from; place < to; place++) visit(place, score(place));
    },
  };
}

/** The same, and words that are one slip away. */
function nearWords(index: ContactIndex, word: string): Fitting {
  const begun = begunWords(index, word);
  if (!mayBeNear(word)) return begun;
  const near = new Map<number, number>();
  const add = (place: number, score: number) => {
    if (begun.scoreOf(place) === null && score < (near.get(place) ?? Number.POSITIVE_INFINITY)) near.set(place, score);
  };
  for (const { from, to, length } of wordsNear(index.words, word)) {
    if (index.words[from]?.length === length) add(from, NEAR_WHOLE);
    if (word.length < SHORTEST_NEAR_BEGINNING) continue;
    for (let place = from; place < to; place++) add(place, NEAR_BEGINNING);
  }
  return {
    rows: [...near.keys()].reduce((sum, place) => sum + rowsOf(index, place, place + 1), begun.rows),
    least: begun.rows > 0 ? begun.least : NEAR_WHOLE,
    scoreOf: (place) => begun.scoreOf(place) ?? near.get(place) ?? null,
    each(visit) {
      begun.each(visit);
      for (const [place, score] of near) visit(place, score);
    },
  };
}

/** The same, or words that sound like it: Lefeuvre for Lefebvre, also where more than one letter is another. */
function soundingWords(index: ContactIndex, word: string): Fitting {
  const begun = begunWords(index, word);
  const sound = soundWord(word);
  if (sound === null) return begun;
  const { from, to } = wordsBeginning(index.words, sound);
  const place = from < to && index.words[from] === sound ? from : -1;
  return {
    rows: begun.rows + (place < 0 ? 0 : rowsOf(index, place, place + 1)),
    least: begun.rows > 0 ? begun.least : SOUNDS_ALIKE,
    scoreOf: (other) => begun.scoreOf(other) ?? (other === place ? SOUNDS_ALIKE : null),
    each(visit) {
      begun.each(visit);
      if (place >= 0) visit(place, SOUNDS_ALIKE);
    },
  };
}

const fittingWords: Readonly<Record<Likeness, (index: ContactIndex, word: string) => Fitting>> = {
  begun: begunWords,
  near: nearWords,
  sounding: soundingWords,
};

/** How well the other typed words fit this row; null when one does not. */
function scoreOf({ wordsByRow: { starts, items } }: ContactIndex, row: number, others: readonly Fitting[]): number | null {
  let sum = 0;
  for (const other of others) {
    let best: number | null = null;
    for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) {
      const score = other.scoreOf(items[i] ?? 0);
      if (score !== null && (best === null || score < best)) best = score;
    }
    if (best === null) return null;
    sum += best;
  }
  return sum;
}
