import { erasedAt, erasedRow } from '#shared/sync/erasure.ts';
import type { RowRef } from '#shared/sync/mutation.ts';
import type { Kind } from '#shared/sync/rows.ts';
import type { Transaction } from '#shared/sync/transaction.ts';
import { type Database, type Kept, keep } from './database.ts';
import { listRows } from './reader.ts';

/** Rows inside a Dexie transaction; the server's row is copied to `shadow` before the first own change touches it [SH1]. */
export function createTransaction(db: Database): Transaction {
  const shade = async <K extends Kind>(kind: K, id: string): Promise<Kept<K> | undefined> => {
    const kept = await db.rowsOf(kind).get(id);
    if (!(await db.shadow.get([kind, id]))) await db.shadow.put({ kind, id, kept: kept ?? null });
    return kept;
  };
  return {
    get: async (kind, id) => (await db.rowsOf(kind).get(id))?.row,
    list: async (kind, accountId) => listRows(db, kind, accountId),
    async put(kind, row) {
      const before = await shade(kind, row.id);
      const at = erasedAt(before?.row); // what is written on top of a tombstone is not shown, and not kept by the server
      const shown = at === null ? row : erasedRow(kind, row, at);
      if (shown !== null) await db.rowsOf(kind).put(keep(kind, shown, before?.version ?? 0));
    },
    async remove(kind, id) {
      if (!(await shade(kind, id))) return;
      await db.rowsOf(kind).delete(id);
    },
  };
}

/** The version of the server's row that this device has seen, below its own changes; 0 when there is none. */
export async function seenVersion(db: Database, ref: RowRef): Promise<number> {
  const shadow = await db.shadow.get([ref.kind, ref.id]);
  const kept = shadow ? shadow.kept : await db.rowsOf(ref.kind).get(ref.id);
  return kept?.version ?? 0;
}
