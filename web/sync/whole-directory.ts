import type { ContactSearch, FoundContacts } from '../ports/contacts.ts';

export type WholeDirectoryDeps = {
  /** Whether devices hold only a part of the account's directory. */
  readonly isLarge: (accountId: string) => Promise<boolean>;
  /** Rejects when the server cannot be reached. */
  readonly atServer: (accountId: string, typed: string, limit: number) => Promise<Omit<FoundContacts, 'reach'>>;
};

/** The device's own directories; of one that it holds in part, the server's answer comes after and takes its place. */
export const wholeDirectory = (onDevice: ContactSearch, { isLarge, atServer }: WholeDirectoryDeps): ContactSearch => ({
  ...onDevice,
  async find(accountId, typed, limit, onFound) {
    const large = isLarge(accountId);
    const asked = large.then((is) => (is ? atServer(accountId, typed, limit) : null)).catch(() => 'unreachable' as const);
    let here: FoundContacts | null = null;
    await onDevice.find(accountId, typed, limit, (found) => {
      here = found;
    });
    if (here === null) return;
    const found: FoundContacts = here;
    if (!(await large)) return onFound(found);
    onFound({ ...found, reach: 'asking' });
    const there = await asked;
    if (there !== null) onFound(there === 'unreachable' ? { ...found, reach: 'device' } : { ...there, reach: 'all' });
  },
});
