import { CodedError } from '#shared/errors.ts';
import type { AccountServer } from '../../web/ports/account-server.ts';

const offline = () => Promise.reject(new CodedError('http.offline', 'no network'));

/** A server that cannot be reached, but for what a test says. */
export const fakeAccountServer = (parts: Partial<AccountServer> = {}): AccountServer => ({
  importContacts: offline,
  instructionVersions: offline,
  ...parts,
});
