import { type Identity, seesAccount } from '#shared/accounts/access.ts';
import { type Contact, mostOnDevices } from '#shared/calls/contact.ts';
import { CodedError } from '#shared/errors.ts';
import type { Space } from '#shared/sync/rows.ts';
import { fromMs, toMs } from '#shared/time.ts';
import type { ContactImports, Store } from '../ports/store.ts';
import type { Clock, NewId } from '../ports/time.ts';

type Deps = {
  readonly imports: ContactImports;
  readonly store: Pick<Store, 'transact'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly poke: (spaces: readonly Space[]) => void;
};
type OfImport = { readonly accountId: string; readonly importId: string };

/** Who called within this time is on the devices, whatever the directory's size. */
const recentMs = 90 * 24 * 3600_000;

/** A file of contacts is announced; when the account then has more than devices hold, the file goes to the server only. */
export const beginImport =
  ({ imports, store, clock, newId, poke }: Deps) =>
  async (who: Identity, { accountId, count }: { readonly accountId: string; readonly count: number }) => {
    requireAccount(who, accountId);
    const elsewhere = (await imports.count(accountId)) + count > mostOnDevices;
    const at = clock();
    const held = elsewhere ? await heldNumbers({ imports, store }, accountId, fromMs(toMs(at) - recentMs)) : [];
    if (elsewhere) poke(await becomeLarge(store, accountId));
    const importId = newId();
    await imports.begin({ id: importId, accountId, userId: who.userId, at, elsewhere, held });
    return { importId };
  };

/** A part of the file waits beside the directory. */
export const importPart =
  ({ imports }: Pick<Deps, 'imports'>) =>
  async (who: Identity, { accountId, importId, contacts }: OfImport & { readonly contacts: readonly WrittenContact[] }) => {
    requireAccount(who, accountId);
    const file = await imports.get(importId, accountId);
    if (file === null) throw new CodedError('import.not_found', 'no such import of the account');
    const held = new Set(file.held);
    const isHeld = ({ vip, numbers }: WrittenContact) => !file.elsewhere || vip || numbers.some((number) => held.has(number));
    await imports.addPart(
      importId,
      contacts.map((contact) => ({ ...contact, accountId, ...(isHeld(contact) ? {} : { elsewhere: true }) })),
    );
    return { ok: true } as const;
  };

/** The whole file is taken in. */
export const finishImport =
  ({ imports, poke }: Pick<Deps, 'imports' | 'poke'>) =>
  async (who: Identity, { accountId, importId, count }: OfImport & { readonly count: number }) => {
    requireAccount(who, accountId);
    const outcome = await imports.finish(importId, accountId, count);
    if (outcome === 'unknown') throw new CodedError('import.not_found', 'no such import of the account');
    if (outcome === 'incomplete') throw new CodedError('import.conflict', 'a part is missing');
    poke(outcome.changed);
    return { taken: outcome.taken };
  };

type WrittenContact = Omit<Contact, 'accountId' | 'elsewhere'>;

function requireAccount(who: Identity, accountId: string): void {
  if (!seesAccount(who, accountId)) throw new CodedError('account.not_found', 'no such account');
}

/** Of recent callers, and of those whom a card waits for. */
async function heldNumbers({ imports, store }: Pick<Deps, 'imports' | 'store'>, accountId: string, since: string) {
  const { result: cards } = await store.transact((tx) => tx.list('card', accountId));
  return [...new Set([...(await imports.callersSince(accountId, since)), ...cards.flatMap(({ numbers }) => numbers)])];
}

async function becomeLarge(store: Deps['store'], accountId: string): Promise<readonly Space[]> {
  const { changed } = await store.transact(async (tx) => {
    const account = await tx.get('account', accountId);
    if (account && !account.largeDirectory) await tx.put('account', { ...account, largeDirectory: true });
  });
  return changed;
}
