import type { Identity } from '#shared/accounts/access.ts';
import type { ErasureState } from '#shared/api/accounts.ts';
import { plain } from '#shared/plain.ts';
import { type AccountRows, type DataSubject, findPerson } from '#shared/sync/person-data.ts';
import { requireOffice } from '../accounts/require-office.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock, NewId } from '../ports/time.ts';
import { type EraseJob, eraseJobName } from './erase.ts';
import type { Digest } from './erased-marks.ts';
import { type AboutPerson, rowsOfAccount } from './find-person.ts';

export type ErasePersonDeps = {
  readonly store: Pick<Store, 'transact'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly digest: Digest;
};

/**
 * Erases the chosen rows of those in which the person is found: the record of it, what recognises changes that arrive later,
 * and the job are one transaction. With no row chosen it is what he left elsewhere, as after an erasure that was given up. Null when
 * none of the rows is there any more.
 */
export const erasePerson =
  (deps: ErasePersonDeps) =>
  async (who: Identity, asked: AboutPerson & { readonly rows: readonly string[] }): Promise<{ erasure: ErasureState | null }> => {
    requireOffice(who, asked.accountId);
    const { result } = await deps.store.transact((tx) => begin(deps, tx, who, asked));
    return { erasure: result };
  };

async function begin(
  { clock, newId, digest }: ErasePersonDeps,
  tx: ServerTransaction,
  who: Identity,
  { accountId, subject, rows: chosen }: AboutPerson & { readonly rows: readonly string[] },
): Promise<ErasureState | null> {
  const all = await rowsOfAccount(tx, accountId);
  const found = findPerson(all, subject).filter(({ id }) => chosen.includes(id));
  if (found.length === 0 && chosen.length > 0) return null;
  const ids = new Set(found.map(({ id }) => id));
  const deliveries = all.delivery.filter(({ noteId }) => ids.has(noteId)).map(({ id }) => ({ kind: 'delivery' as const, id }));
  const rows = [...deliveries, ...found.map(({ kind, id }) => ({ kind, id }))];
  const erasure = { id: newId(), at: clock(), by: who.name, rows: rows.length };
  const names = namesOf(all, subject, ids);
  await tx.rememberErased(accountId, { ids: [...ids], digests: names.known.map((text) => digest(accountId, text)) }, erasure.at);
  await tx.noteErasure({ ...erasure, accountId, done: 0, failed: false });
  const recordingIds = all.note.flatMap(({ id, voicemail }) => (ids.has(id) && voicemail ? [voicemail.recordingId] : []));
  const payload: EraseJob = { accountId, rows, silence: [], recordingIds, names: names.written, erasure };
  await tx.addJob({ name: eraseJobName, payload });
  return { ...erasure, done: 0, failed: false };
}

/**
 * How the person is written elsewhere, and by what later changes are known: by his numbers, which are his alone; by his name only
 * when there is no number, since others bear it too.
 */
function namesOf({ contact }: AccountRows, { name, number }: DataSubject, ids: ReadonlySet<string>) {
  const own = contact.filter(({ id }) => ids.has(id)).flatMap(({ numbers }) => numbers);
  const numbers = [...new Set([...(number === null ? [] : [number]), ...own])];
  const called = name.trim();
  return {
    written: [...numbers, ...(called === '' ? [] : [called])],
    known: numbers.length > 0 ? numbers : [plain(called)],
  };
}
