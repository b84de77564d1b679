import type { Application } from '#shared/accounts/application.ts';
import type { AddUser } from '../ports/sign-in.ts';
import type { Store } from '../ports/store.ts';
import type { ApplicationSecret } from './application-secret.ts';

export type CompleteDeps = {
  readonly store: Store;
  readonly secret: ApplicationSecret;
  readonly addUser: AddUser;
  readonly serve: (id: string) => Promise<Application | null>;
};

export type Completed =
  | { readonly outcome: 'live'; readonly number: string }
  /** `wrong`: not the link of a confirmed application. `known`: somebody else signs in with the address by now. */
  | { readonly outcome: 'waiting' | 'wrong' | 'known' };

/**
 * The last step: the password, then the number. May be cut off and asked for again: the sign-in is nobody's until there is
 * an account. Once there is, or its applicant waits for a number, the link changes no password any more.
 */
export const completeApplication =
  (deps: CompleteDeps) =>
  async ({ id, token, password }: Readonly<Record<'id' | 'token' | 'password', string>>): Promise<Completed> => {
    const { result: found } = await deps.store.transact((tx) => tx.joining.application(id));
    if (found === null || found.state === 'unconfirmed' || !deps.secret.isToken(id, token)) return { outcome: 'wrong' };
    const { personId, form } = found;
    if (found.state === 'confirmed') {
      const { name, email } = form.person;
      const owner = await deps.addUser({ email, name, password, role: 'person', subjectId: personId });
      if (owner !== personId) return { outcome: 'known' };
    }
    const number = (await deps.serve(id))?.number ?? null;
    return number === null ? { outcome: 'waiting' } : { outcome: 'live', number };
  };
