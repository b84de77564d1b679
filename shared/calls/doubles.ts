import type { Contact } from './contact.ts';
import { typedWords } from './contact-words.ts';
import type { PhoneNumber } from './phone-number.ts';
import { soundKey } from './sound-key.ts';

/** What has to be known of a contact to find its doubles. */
export type DoubleEntry = Pick<Contact, 'id' | 'name' | 'numbers' | 'apart'>;

/** Two contacts that may be one: they share a number, or are named nearly alike with numbers that are nearly the same. */
export type Double = { readonly first: string; readonly second: string; readonly reason: 'number' | 'name' };

/** More contacts with one number, or of one name, are a switchboard or a frequent name and no doubles. */
const mostAlike = 4;

/** Pairs to be proposed, those with a common number first; pairs that somebody has told apart are none. */
export function proposedDoubles(entries: readonly DoubleEntry[]): Double[] {
  const found = new Map<string, Double>();
  const propose = (reason: Double['reason'], group: readonly DoubleEntry[]) => {
    for (const [i, first] of group.entries())
      for (const second of group.slice(i + 1)) {
        if (areApart(first, second) || (reason === 'name' && !haveNearNumbers(first, second))) continue;
        const key = [first.id, second.id].sort().join();
        if (!found.has(key)) found.set(key, { first: first.id, second: second.id, reason });
      }
  };
  for (const group of groupsBy(entries, ({ numbers }) => [...new Set(numbers)])) propose('number', group);
  for (const group of groupsBy(entries, ({ name }) => [soundOfName(name)])) propose('name', group);
  return [...found.values()];
}

function groupsBy(entries: readonly DoubleEntry[], keysOf: (entry: DoubleEntry) => readonly string[]): DoubleEntry[][] {
  const groups = new Map<string, DoubleEntry[]>();
  for (const entry of entries)
    for (const key of keysOf(entry)) {
      const group = groups.get(key);
      if (group) group.push(entry);
      else groups.set(key, [entry]);
    }
  return [...groups.values()].filter(({ length }) => length > 1 && length <= mostAlike);
}

/** The same for all spellings, and whichever of the names stands first. */
const soundOfName = (name: string): string => {
  const { words, withoutTitle } = typedWords(name);
  const named = withoutTitle.length > 0 ? withoutTitle : words;
  return named
    .map((word) => soundKey(word) ?? word)
    .sort()
    .join(' ');
};

const areApart = (a: DoubleEntry, b: DoubleEntry): boolean =>
  a.apart?.includes(b.id) === true || b.apart?.includes(a.id) === true;

/** One of them has none, or two of them differ by one digit. */
const haveNearNumbers = (a: DoubleEntry, b: DoubleEntry): boolean =>
  a.numbers.length === 0 || b.numbers.length === 0 || a.numbers.some((one) => b.numbers.some((other) => isNear(one, other)));

function isNear(one: PhoneNumber, other: PhoneNumber): boolean {
  if (one.length !== other.length) return false;
  const places = [...one].flatMap((digit, i) => (digit === other[i] ? [] : [i]));
  const [first = 0, second = 0] = places;
  if (places.length === 2) return second === first + 1 && one[first] === other[second] && one[second] === other[first];
  return places.length <= 1;
}
