import Dexie from 'dexie';
import { isOwnKind, type Kind, type Rows, spacesOfAccount } from '#shared/sync/rows.ts';
import type { Reader } from '../../ports/device.ts';
import { callerKey, type Database } from './database.ts';

/** Reads rows by their indexes; inside `liveQuery` Dexie notes what was touched. */
export function createReader(db: Database): Reader {
  return {
    get: async (kind, id) => (await db.rowsOf(kind).get(id))?.row,
    list: (kind, accountId) => listRows(db, kind, accountId),
    async all<K extends Kind>(kind: K): Promise<Rows[K][]> {
      return (await db.rowsOf(kind).toArray()).map((kept) => kept.row);
    },
    async contactsByNumber(accountId, number) {
      const found = await db.rowsOf('contact').where('callers').equals(callerKey(accountId, number)).toArray();
      return found.map((kept) => kept.row);
    },
    async notesByNumber(accountId, number, limit) {
      const key = callerKey(accountId, number);
      const found = await db
        .rowsOf('note')
        .where('[caller+row.lockedAt]')
        .between([key, Dexie.minKey], [key, Dexie.maxKey])
        .reverse()
        .limit(limit)
        .toArray();
      return found.map((kept) => kept.row);
    },
    async callsByNumber(accountId, number) {
      const key = callerKey(accountId, number);
      const of = () => db.rowsOf('call').where('[caller+row.arrivedAt]').between([key, Dexie.minKey], [key, Dexie.maxKey]);
      const latest = await of().reverse().limit(2).toArray();
      return { count: await of().count(), latest: latest.map((kept) => kept.row) };
    },
    async callsSince<K extends 'call' | 'clientCall'>(kind: K, accountId: string, since: string) {
      const of = (space: string) =>
        db.rowsOf(kind).where('[space+row.arrivedAt]').between([space, since], [space, Dexie.maxKey]).toArray();
      const found = await Promise.all(spacesOfAccount(kind, accountId).map(of));
      return found.flat().map((kept) => kept.row);
    },
    async latestNotes(limit) {
      const found = await db.rowsOf('note').orderBy('row.lockedAt').reverse().limit(limit).toArray();
      return found.map((kept) => kept.row);
    },
    async climbingNotes() {
      const found = await db.rowsOf('note').where('row.climb.state').anyOf('climbing', 'exhausted').toArray();
      return found.map((kept) => kept.row).filter((note) => note.acknowledged === null);
    },
    drafts: () => db.draft.toArray(),
  };
}

/** Rows of one kind of one account, ordered by id. */
export async function listRows<K extends Kind>(db: Database, kind: K, accountId: string): Promise<Rows[K][]> {
  if (kind === 'account') {
    const account = await db.rowsOf(kind).get(accountId);
    return account ? [account.row] : [];
  }
  if (isOwnKind(kind)) return [];
  const spaces = spacesOfAccount(kind, accountId);
  const found = await db.rowsOf(kind).where('space').anyOf(spaces).toArray();
  if (spaces.length > 1) found.sort((a, b) => (a.id < b.id ? -1 : 1));
  return found.map((kept) => kept.row);
}
