import Dexie, { type DBCore, type DBCoreTable } from 'dexie';
import { parseChange } from '#shared/sync/mutations.ts';
import { type Instant, toMs } from '#shared/time.ts';
import type { KeptApart } from '../../ports/sync.ts';
import type { Database } from './database.ts';

/*
 * A browser that was killed has been seen to throw its whole IndexedDB away. The words that are on this device alone are
 * therefore kept once more, apart from it: drafts, forms half filled in, changes that wait for the server or for a decision.
 */

const copied: readonly string[] = ['draft', 'pending', 'refused', 'meta'];

const nameOf = (table: string, key: unknown): string => `${table}:${key}`;
/** Of the rest of `meta` a new database makes its own. */
const isWanted = (name: string): boolean => !name.startsWith('meta:') || /^meta:(form:|deviceId$)/.test(name);

/** Every change of those tables is kept apart too, once it is committed, whoever makes it. */
export function copyOwnWords(db: Database, apart: KeptApart): void {
  db.use({
    stack: 'dbcore',
    name: 'second-copy',
    create: (core): DBCore => ({
      ...core,
      table: (name) => (copied.includes(name) ? copying(core.table(name), apart) : core.table(name)),
    }),
  });
}

function copying(table: DBCoreTable, apart: KeptApart): DBCoreTable {
  const nameOfRow = (key: unknown) => nameOf(table.name, key);
  return {
    ...table,
    mutate(request) {
      const { currentTransaction } = Dexie; // known before the first await only
      const changing = (changes: readonly (readonly [string, unknown])[]) => {
        const wanted = new Map(changes.filter(([name]) => isWanted(name)));
        if (wanted.size > 0) currentTransaction.on('complete', () => apart.keep(wanted));
        return table.mutate(request);
      };
      const { primaryKey } = table.schema;
      const gone = (keys: readonly unknown[]) => changing(keys.map((key) => [nameOfRow(key), undefined]));
      switch (request.type) {
        case 'add':
        case 'put':
          return changing(request.values.map((row) => [nameOfRow(primaryKey.extractKey?.(row)), row]));
        case 'delete':
          return gone(request.keys);
        case 'deleteRange': {
          const { trans, range } = request;
          return table.query({ trans, values: false, query: { index: primaryKey, range } }).then(({ result }) => gone(result));
        }
      }
    },
  };
}

/** The copy as the database has the words now: of a device from before there was one, or that could not write it. */
export async function copyAll(db: Database, apart: KeptApart): Promise<void> {
  const tables = copied.map(async (name) => {
    const { primaryKey } = db.table(name).core.schema;
    const rows = await db.table(name).toArray();
    return rows.map((row) => [nameOf(name, primaryKey.extractKey?.(row)), row] as const);
  });
  apart.keep(new Map((await Promise.all(tables)).flat().filter(([name]) => isWanted(name))));
}

/**
 * Puts what was kept apart into a database that was made anew, inside a transaction over `db.ownWords`. How many drafts and
 * changes came back; null when nothing had ever been kept. The changes are shown again when the first pull has brought the
 * rows that they change. The device is the same for the server, which knows by their numbers the changes that it has taken;
 * new ones go on from the clock's microseconds, which no count has reached [PU8].
 */
export async function putBack(db: Database, kept: ReadonlyMap<string, unknown>, now: Instant): Promise<number | null> {
  if (!kept.has('meta:deviceId')) return null;
  for (const [name, row] of kept) {
    const table = name.slice(0, name.indexOf(':'));
    if (copied.includes(table)) await db.table(table).put(row);
  }
  for (const { name, args } of await db.pending.toArray()) {
    const change = name === 'lockNote' ? parseChange(name, args) : null;
    if (change?.name === 'lockNote') await db.draft.delete(change.args.id); // its file was to go next
  }
  await db.meta.put({ key: 'lastSeq', value: 1000 * toMs(now) });
  return (await db.draft.count()) + (await db.pending.count());
}
