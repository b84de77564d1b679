import type { Contact } from './contact.ts';
import type { PhoneNumber } from './phone-number.ts';

/** Who calls, looked up in the directory of the account that was dialled and in no other [P05]. */
export type CallerMatch =
  | { readonly kind: 'withheld' }
  /** The directory has not answered yet. */
  | { readonly kind: 'looking-up'; readonly number: PhoneNumber }
  | { readonly kind: 'unknown'; readonly number: PhoneNumber }
  | { readonly kind: 'known'; readonly contact: Contact }
  /** Several contacts share the number: a firm's switchboard, a family. */
  | { readonly kind: 'several'; readonly contacts: readonly Contact[] };

/** Matches a number against one account's contacts; VIPs first, then by name. Null: the directory is still being asked. */
export function matchCaller(caller: PhoneNumber | null, contacts: readonly Contact[] | null): CallerMatch {
  if (caller === null) return { kind: 'withheld' };
  if (contacts === null) return { kind: 'looking-up', number: caller };
  const found = contacts
    .filter((c) => c.numbers.includes(caller))
    .sort((a, b) => Number(b.vip) - Number(a.vip) || (a.name < b.name ? -1 : 1));
  const [first, second] = found;
  if (first === undefined) return { kind: 'unknown', number: caller };
  return second === undefined ? { kind: 'known', contact: first } : { kind: 'several', contacts: found };
}
