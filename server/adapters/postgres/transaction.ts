import type pg from 'pg';
import { CodedError, present } from '#shared/errors.ts';
import { erasedRow } from '#shared/sync/erasure.ts';
import type { RowRef } from '#shared/sync/mutation.ts';
import { accountOf, type Kind, type Rows, type Space, spaceOf } from '#shared/sync/rows.ts';
import type { ServerTransaction } from '../../ports/store.ts';
import type { Clock } from '../../ports/time.ts';
import { insertHistory, lockLastSeq, lockStrayNote, selectRefusal, updateLastSeq, updateSettled } from './device-queries.ts';
import { insertMarks, selectMarks, upsertErasure } from './erasure-queries.ts';
import { insertInstructionVersion } from './instruction-versions.ts';
import { addJob, insertDoneOnce } from './job-queries.ts';
import { joiningOn } from './joining.ts';
import {
  type FoundRow,
  parseRow,
  type StoredRow,
  selectClientCallsSince,
  selectNotesSince,
  selectRow,
  selectRows,
  selectSome,
  selectVersions,
  takeVersions,
  upsertRows,
} from './row-queries.ts';
import { webhooksOn } from './webhooks.ts';

/** Another transaction wrote a row between our reading and our writing it. */
const COLLISION = 'store.collision';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/** Whether the same transaction would probably pass when run again. */
export function isWorthRepeating(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === COLLISION || code === SERIALIZATION_FAILURE || code === DEADLOCK;
}

const keyOf = (ref: RowRef) => `${ref.kind}/${ref.id}`;
const bySpaceAndId = (a: StoredRow, b: StoredRow) => (a.space === b.space ? (a.id < b.id ? -1 : 1) : a.space < b.space ? -1 : 1);

/**
 * Rows are kept in memory until `finish`, which takes the versions last: spaces in order of their names, rows in
 * order of their ids [VE2]. No row is locked before that; what was read and changed meanwhile is a collision.
 */
export function createTransaction(
  client: pg.ClientBase,
  realTime: (at: string) => Date,
  now: Clock,
): ServerTransaction & { finish(): Promise<Written> } {
  const written = new Map<string, StoredRow>();
  const loaded = new Map<string, FoundRow | undefined>();
  const seen = new Map<string, number>();
  const history: Parameters<ServerTransaction['addHistory']>[0][] = [];
  let writer: string | null = null;

  const see = (ref: RowRef, found: FoundRow | undefined) => {
    if (!seen.has(keyOf(ref))) seen.set(keyOf(ref), found?.version ?? 0);
    return found;
  };
  const read = async (ref: RowRef) => see(ref, loaded.has(keyOf(ref)) ? loaded.get(keyOf(ref)) : await selectRow(client, ref));
  const get = async <K extends Kind>(kind: K, id: string): Promise<Rows[K] | undefined> => {
    const own = written.get(keyOf({ kind, id }));
    return parseRow(kind, own ? own.body : (await read({ kind, id }))?.body);
  };
  /** What this transaction has erased stays so. */
  const write = (row: StoredRow) => {
    const erased = row.erased || written.get(keyOf(row))?.erased === true;
    written.set(keyOf(row), erased ? tombstoneOf(row, now()) : row);
  };

  return {
    get,
    async list<K extends Kind>(kind: K, accountId: string): Promise<Rows[K][]> {
      const found = await selectRows(client, kind, accountId);
      for (const { id, version } of found) if (!seen.has(keyOf({ kind, id }))) seen.set(keyOf({ kind, id }), version);
      const own = [...written.values()].filter((w) => w.kind === kind && w.accountId === accountId);
      const others = found.filter(({ id }) => !written.has(keyOf({ kind, id })));
      const bodies = [...others, ...own].sort((a, b) => (a.id < b.id ? -1 : 1));
      return bodies.flatMap(({ body }) => parseRow(kind, body) ?? []);
    },
    async put(kind, row) {
      const place = { space: spaceOf(kind, row), accountId: accountOf(kind, row) };
      write({ kind, id: row.id, ...place, body: row, writer, erased: false });
    },
    async remove(kind, id) {
      const row = await get(kind, id);
      if (!row) return;
      const place = { space: spaceOf(kind, row), accountId: accountOf(kind, row) };
      write({ kind, id, ...place, body: null, writer, erased: false });
    },
    async load(refs) {
      const found = new Map((await selectSome(client, refs)).map((row) => [`${row.kind}/${row.id}`, row]));
      for (const ref of refs) loaded.set(keyOf(ref), see(ref, found.get(keyOf(ref))));
    },
    addJob: (job) => addJob(client, job, realTime),
    once: (key) => insertDoneOnce(client, key),
    async lastSeq(device) {
      writer = device.deviceId;
      return lockLastSeq(client, device);
    },
    setLastSeq: (device, seq) => updateLastSeq(client, device, seq),
    addHistory: async (entry) => void history.push(entry),
    clientCallsSince: async (accountId, since) =>
      (await selectClientCallsSince(client, accountId, since)).flatMap((body) => parseRow('clientCall', body) ?? []),
    notesSince: async (accountId, since) =>
      (await selectNotesSince(client, accountId, since)).flatMap((body) => parseRow('note', body) ?? []),
    addInstructionVersion: (version) => insertInstructionVersion(client, version),
    strayNote: (id) => lockStrayNote(client, id),
    settleStrayNote: (id, settled) => updateSettled(client, id, settled),
    refusedEarlier: (device, seq) => selectRefusal(client, device, seq),
    async erase(kind, id) {
      const row = await get(kind, id);
      if (row === undefined) return false;
      const place = { space: spaceOf(kind, row), accountId: accountOf(kind, row) };
      write({ kind, id, ...place, body: row, writer, erased: true });
      return true;
    },
    knowsErased: (accountId, marks, writtenAt) => selectMarks(client, accountId, marks, writtenAt),
    rememberErased: (accountId, marks, at) => insertMarks(client, accountId, marks, at),
    noteErasure: (erasure) => upsertErasure(client, erasure),
    version: async (kind, id) => (await read({ kind, id }))?.version ?? 0,
    lastWriter: async (kind, id) => (await read({ kind, id }))?.writer ?? null,
    joining: joiningOn(client),
    webhooks: webhooksOn(client),
    finish: () => finish(client, { written: [...written.values()], seen, history, now: now() }),
  };
}

/** What a transaction has written. */
type Written = { readonly changed: readonly Space[]; readonly kinds: ReadonlySet<Kind> };

type Finished = {
  readonly written: readonly StoredRow[];
  readonly seen: ReadonlyMap<string, number>;
  readonly history: readonly Parameters<ServerTransaction['addHistory']>[0][];
  readonly now: string;
};

async function finish(client: pg.ClientBase, { written, seen, history, now }: Finished): Promise<Written> {
  const rows = written.length === 0 ? [] : await writeRows(client, { written, seen, now });
  const isErased = rows.some((row) => row.erased);
  if (history.length > 0) await insertHistory(client, isErased ? history.map((entry) => ({ ...entry, args: null })) : history);
  return { changed: [...new Set(rows.map(({ space }) => space))], kinds: new Set(rows.map(({ kind }) => kind)) };
}

/** The rows as they are written. */
async function writeRows(client: pg.ClientBase, { written, seen, now }: Omit<Finished, 'history'>): Promise<StoredRow[]> {
  const sorted = written.toSorted(bySpaceAndId);
  const counts = new Map<Space, number>();
  for (const { space } of sorted) counts.set(space, (counts.get(space) ?? 0) + 1);
  const next = await takeVersions(client, counts);
  const erased = await requireUnchanged(client, written, seen);
  const rows = sorted.map((row) => {
    const version = present(next.get(row.space), 'bug.no_version');
    next.set(row.space, version + 1);
    return { ...(erased.has(keyOf(row)) ? tombstoneOf(row, now) : row), version };
  });
  await upsertRows(client, rows);
  return rows;
}

/** The spaces are locked now: who else writes these rows waits for them, so this look is exact. The rows that were erased earlier. */
async function requireUnchanged(
  client: pg.ClientBase,
  written: readonly StoredRow[],
  seen: ReadonlyMap<string, number>,
): Promise<ReadonlySet<string>> {
  const now = new Map((await selectVersions(client, written)).map((row) => [`${row.kind}/${row.id}`, row]));
  const changed = written.find((row) => {
    const before = seen.get(keyOf(row));
    return before !== undefined && before !== (now.get(keyOf(row))?.version ?? 0);
  });
  if (changed) throw new CodedError(COLLISION, `${changed.kind} was changed by another transaction`);
  return new Set([...now].flatMap(([key, { erased }]) => (erased ? [key] : [])));
}

/** A body that is not null was put as a row of this kind. */
const tombstoneOf = <R extends StoredRow>(row: R, at: string): R => ({
  ...row,
  body: row.body === null ? null : erasedRow(row.kind, row.body as Rows[Kind], at),
  erased: true,
});
