import { accessOf, inOrder, type Person } from './roster.ts';

/** Minutes for which a link that sets a password holds; it holds once. */
export const linkMinutes = 30;

/** The sign-in of an address or of a person of a roster; `subjectId` null: of the supervisor. */
export type KnownSignIn = { readonly email: string; readonly role: string; readonly subjectId: string | null };

/**
 * Who may have a link sent to the address that somebody typed [S07]: the person who signs in with it, else the first on a roster
 * with that address who does not sign in with another. Null: nobody is told anything.
 */
export function personAsking(
  email: string,
  { people, signIns }: { readonly people: readonly Person[]; readonly signIns: readonly KnownSignIn[] },
): Person | null {
  const may = inOrder(people).filter((person) => accessOf(person) !== 'none');
  const own = signIns.find((one) => isSame(one.email, email));
  if (own !== undefined) return may.find(({ id }) => own.role === 'person' && id === own.subjectId) ?? null;
  const isTaken = (person: Person) => signIns.some(({ subjectId }) => subjectId === person.id);
  return may.find((person) => person.email !== null && isSame(person.email, email) && !isTaken(person)) ?? null;
}

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
