import { plain } from '../plain.ts';
import type { Note } from './note.ts';

/** Words of other rows that a note is also found by. */
export type Around = { readonly account: string; readonly forWhom: string };

/** Everything that a note can be found by, ready to be compared with what somebody types. */
export function searchText(note: Note, { account, forWhom }: Around): string {
  const { fromWhom, company, number, matter, answers = [], criteria = [] } = note.content;
  const added = note.addenda.map(({ text }) => text);
  const asked = answers.map(({ label, value }) => `${label} ${value}`);
  return plain(
    [fromWhom, company, number ?? '', forWhom, account, note.handledBy, matter, ...asked, ...criteria, ...added].join('\n'),
  );
}

/**
 * Whether every word typed stands in the text, in any order. Digits alone are a number, however it is written:
 * `06 39 98 00 01`, `0033 6…` and `+33 6…` are the same.
 */
export function isFoundBy(text: string, typed: string): boolean {
  const digits = digitsOf(typed);
  if (digits !== null && text.includes(digits)) return true;
  return plain(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What is left of a number without separators and the prefixes that a country puts before it; null when it is none. */
function digitsOf(typed: string): string | null {
  if (!/^[+\d\s().-]+$/.test(typed)) return null;
  const digits = typed.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length < 3 ? null : digits;
}
