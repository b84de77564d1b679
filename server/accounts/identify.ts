import type { Identity } from '#shared/accounts/access.ts';
import type { Account } from '#shared/accounts/account.ts';
import { accessOf, type Person } from '#shared/accounts/roster.ts';
import type { Operator } from '#shared/operators/operator.ts';
import type { SignedIn } from '../ports/sign-in.ts';

/** Who is on the bureau's lists; read from memory, so that pages keep their sockets while the database is away. */
export type Directory = {
  operator(id: string): Operator | undefined;
  person(id: string): Person | undefined;
  accounts(): readonly Account[];
};

/** The identity that access decisions use; null when the subject no longer exists, or may see nothing. */
export function identityOf(directory: Directory, who: SignedIn): Identity | null {
  const { userId, name } = who;
  if (who.role === 'supervisor') return { role: 'supervisor', userId, name, accountIds: directory.accounts().map((a) => a.id) };
  if (who.subjectId === null) return null;
  if (who.role === 'operator') {
    const operator = directory.operator(who.subjectId);
    return operator
      ? { role: 'operator', userId, name: operator.name, operatorId: operator.id, accountIds: operator.trainedFor }
      : null;
  }
  const person = directory.person(who.subjectId);
  return person && accessOf(person) !== 'none'
    ? {
        role: 'person',
        userId,
        name: person.name,
        personId: person.id,
        accountId: person.accountId,
        office: accessOf(person) === 'office',
      }
    : null;
}
