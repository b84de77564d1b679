import { isMutationName, parseChange, runChange } from '#shared/sync/mutations.ts';
import type { PulledRow, PullResponse } from '#shared/sync/protocol.ts';
import { type Kind, kinds, type Rows, type Space } from '#shared/sync/rows.ts';
import type { Instant } from '#shared/time.ts';
import { type Database, keep } from './database.ts';
import { erasedIn, forget } from './forget.ts';
import { createTransaction } from './transaction.ts';

/** One pull, inside one transaction over `db.synced`, and the drafts when rows were erased [PL6]. */
export async function rebase(db: Database, response: PullResponse, at: Instant): Promise<void> {
  const known = await cursorsOf(db);
  const wiped = Object.keys(known).filter((space) => !(space in response.cursors));
  const answered = await db.pending.where('seq').belowOrEqual(response.lastSeq).count();
  if (response.rows.length + wiped.length + answered > 0) {
    await restoreShadows(db); // 1. what is shown becomes what the server said before
    await patch(db, response.rows); // 2. what it says now
    for (const space of wiped) await wipeSpace(db, space); // 3. what this user may no longer read
    if (answered > 0) await db.pending.where('seq').belowOrEqual(response.lastSeq).delete(); // 4. what those rows contain
    await runPendingAgain(db); // 5. what they do not contain yet
  }
  const erased = erasedIn(response);
  if (erased.length > 0) await forget(db, erased);
  await db.meta.bulkPut([
    { key: 'cursors', value: response.cursors },
    { key: 'lastPulledAt', value: at },
  ]);
}

/** The newest version seen of each space. */
export async function cursorsOf(db: Database): Promise<Readonly<Record<Space, number>>> {
  const meta = await db.meta.get('cursors');
  return meta?.key === 'cursors' ? meta.value : {};
}

async function restoreShadows(db: Database): Promise<void> {
  const shadows = await db.shadow.toArray();
  if (shadows.length === 0) return;
  for (const { kind, id, kept } of shadows) {
    if (kept === null) await db.table(kind).delete(id);
    else await db.table(kind).put(kept);
  }
  await db.shadow.clear();
}

async function patch(db: Database, rows: readonly PulledRow[]): Promise<void> {
  for (const kind of kinds) {
    const ofKind = rows.filter((pulled) => pulled.kind === kind);
    if (ofKind.length === 0) continue;
    await db.table(kind).bulkDelete(ofKind.filter((pulled) => pulled.row === null).map((pulled) => pulled.id));
    await db.table(kind).bulkPut(ofKind.flatMap((pulled) => (pulled.row === null ? [] : [keepPulled(kind, pulled)])));
  }
}

/** The edge of the wire: the protocol's number says that the rows have our schemas. */
const keepPulled = <K extends Kind>(kind: K, pulled: PulledRow) => keep(kind, pulled.row as Rows[K], pulled.version);

async function wipeSpace(db: Database, space: Space): Promise<void> {
  for (const kind of kinds) await db.table(kind).where('space').equals(space).delete();
}

/** A change that no longer fits shows nothing; the server's answer decides what becomes of it. */
async function runPendingAgain(db: Database): Promise<void> {
  const tx = createTransaction(db);
  for (const { name, args, by, at } of await db.pending.orderBy('seq').toArray()) {
    const change = isMutationName(name) ? parseChange(name, args) : null;
    if (change) await runChange(tx, change, { name: by, at });
  }
}
