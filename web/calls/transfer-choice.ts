import type { Person } from '#shared/accounts/roster.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import { plain } from '#shared/plain.ts';

/** Whom to call, as the server wants it. */
export type TransferTarget =
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'number'; readonly number: string };

/** Persons of the roster whose name has what was typed; all while a number or nothing is typed. */
export function fitting(typed: string, people: readonly Person[]): readonly Person[] {
  const wanted = plain(typed);
  return wanted === '' || isNumber(typed) ? people : people.filter((p) => plain(p.name).includes(wanted));
}

/** Milliseconds that a digit waits for another: alone it is a position of the roster, with others a number such as 112. */
export const digitWaitsMs = 700;

/** A digit alone is a position of the roster [J10]: who can be called there. */
export function atPosition(key: string, people: readonly Person[]): TransferTarget | null {
  const person = /^[1-9]$/.test(key) ? people[Number(key) - 1] : undefined;
  return person?.mobile ? { kind: 'person', personId: person.id } : null;
}

/**
 * Enter: the position or the number typed (the server judges one that we cannot read), or the first person who fits; with
 * nothing typed whom a temporary instruction names.
 */
export function chosen(
  typed: string,
  people: readonly Person[],
  read: (typed: string) => PhoneNumber | null,
  meanwhile: Person | null = null,
): TransferTarget | null {
  if (typed.trim() === '') return meanwhile?.mobile ? { kind: 'person', personId: meanwhile.id } : null;
  if (/^\s*[1-9]\s*$/.test(typed)) return atPosition(typed.trim(), people);
  if (isNumber(typed)) return { kind: 'number', number: read(typed) ?? typed.trim() };
  const [first] = plain(typed) === '' ? [] : fitting(typed, people).filter((p) => p.mobile !== null);
  return first === undefined ? null : { kind: 'person', personId: first.id };
}

const isNumber = (typed: string): boolean => /^\s*\+?[\d\s().-]*\d[\d\s().-]*$/.test(typed);
