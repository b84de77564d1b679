import { CodedError } from '#shared/errors.ts';
import type { Kind } from '#shared/sync/rows.ts';
import type { Database } from './database.ts';

/** Kinds of rows that nobody needs for a call, each with what tells their age; the server has them all. */
const released = { call: 'arrivedAt', note: 'lockedAt' } as const satisfies Partial<Record<Kind, string>>;
/** So much of the oldest goes at once. */
const share = 1 / 2;

/**
 * Writes; when the browser's storage is full, the oldest calls and notes that the server has leave the device, and it is
 * written again. Rejects with `storage.full` when that was not enough: the caller still has what he wanted to write.
 */
export async function withRoom<T>(db: Database, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isFull(error)) throw error;
    if ((await releaseOldest(db)) === 0) throw full(error);
    return write().catch((again: unknown) => {
      throw isFull(again) ? full(again) : again;
    });
  }
}

const full = (cause: unknown) => new CodedError('storage.full', 'the browser gives no more room', { cause });

/** IndexedDB's own error, or Dexie's around it. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Object)) return false;
  if ('name' in error && error.name === 'QuotaExceededError') return true;
  return ('inner' in error && isFull(error.inner)) || ('cause' in error && isFull(error.cause));
}

/** What own changes stand on stays. How many rows went. */
async function releaseOldest(db: Database): Promise<number> {
  let count = 0;
  for (const [kind, age] of Object.entries(released) as [keyof typeof released, string][]) {
    const shaded = new Set(
      (await db.shadow.where('[kind+id]').between([kind, ''], [kind, '\uffff']).toArray()).map(({ id }) => id),
    );
    const aged = (await db.rowsOf(kind).toArray())
      .filter(({ id, version }) => version > 0 && !shaded.has(id))
      .map(({ id, row }) => ({ id, at: String(new Map<string, unknown>(Object.entries(row)).get(age)) }))
      .sort((a, b) => (a.at < b.at ? -1 : 1));
    const oldest = aged.slice(0, Math.ceil(aged.length * share)).map(({ id }) => id);
    await db.table(kind).bulkDelete(oldest);
    count += oldest.length;
  }
  return count;
}
