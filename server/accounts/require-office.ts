import { decidesFor, type Identity } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';

/** Throws `access.denied` for whoever does not decide about the account's data. */
export function requireOffice(who: Identity, accountId: string): void {
  if (!decidesFor(who, accountId)) throw new CodedError('access.denied', 'for the office of the account');
}
