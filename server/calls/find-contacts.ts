import { type Identity, seesAccount } from '#shared/accounts/access.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import { CodedError } from '#shared/errors.ts';
import type { Space } from '#shared/sync/rows.ts';
import type { DirectorySearch, Store } from '../ports/store.ts';

type Asked = { readonly accountId: string; readonly typed: string; readonly limit: number };

/** Searches the whole directory of an account, for who sees it. */
export const findContacts =
  (search: DirectorySearch) =>
  async (who: Identity, { accountId, typed, limit }: Asked) => {
    if (!seesAccount(who, accountId)) throw new CodedError('account.not_found', 'no such account');
    const { found, total } = await search.find(accountId, typed, limit);
    return { found: [...found], total };
  };

/** How many contacts may have one number. */
const mostOfNumber = 20;

type Bringing = {
  readonly search: DirectorySearch;
  readonly store: Pick<Store, 'transact'>;
  readonly poke: (spaces: readonly Space[]) => void;
};

/**
 * Contacts with the caller's number come from the server to the devices of the account, as a change of their rows: the pop
 * that is already shown fills itself, and the recent caller stays on the devices.
 */
export const bringContacts =
  ({ search, store, poke }: Bringing) =>
  async (accountId: string, caller: PhoneNumber): Promise<void> => {
    const { found } = await search.find(accountId, caller, mostOfNumber);
    const elsewhere = found.filter(({ contact }) => contact.elsewhere && contact.numbers.includes(caller));
    if (elsewhere.length === 0) return;
    const { changed } = await store.transact(async (tx) => {
      for (const { contact } of elsewhere) {
        const now = await tx.get('contact', contact.id);
        if (now === undefined) continue;
        const { elsewhere: _, ...held } = now;
        await tx.put('contact', held);
      }
    });
    poke(changed);
  };
