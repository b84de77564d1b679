import type pg from 'pg';
import * as z from 'zod/mini';
import { lockNoteArgs } from '#shared/notes/note-mutations.ts';
import type { StrayNote } from '#shared/notes/stray-note.ts';
import type { ServerTransaction } from '../../ports/store.ts';

type Query = Pick<pg.ClientBase, 'query'>;
type HistoryEntry = Parameters<ServerTransaction['addHistory']>[0];
type Device = { readonly deviceId: string; readonly userId: string };
const seqSchema = z.object({ last_seq: z.number() });
const refusedSchema = z.object({ refused: z.nullable(z.string()) });
const strayRowSchema = z.object({ id: z.string(), at: z.date(), args: lockNoteArgs });

/** The device's last mutation, its row locked until the commit. */
export async function lockLastSeq(db: Query, device: Device): Promise<number> {
  const { rows } = await db.query({
    name: 'lock-last-seq',
    text: `insert into device (device_id, user_id, last_seq) values ($1, $2, 0)
           on conflict (device_id, user_id) do update set last_seq = device.last_seq returning last_seq::float8 as last_seq`,
    values: [device.deviceId, device.userId],
  });
  return seqSchema.parse(rows[0]).last_seq;
}

/** The device's last mutation; 0 when it never pushed. */
export async function selectLastSeq(db: Query, device: Device): Promise<number> {
  const { rows } = await db.query({
    name: 'select-last-seq',
    text: 'select last_seq::float8 as last_seq from device where device_id = $1 and user_id = $2',
    values: [device.deviceId, device.userId],
  });
  return rows[0] === undefined ? 0 : seqSchema.parse(rows[0]).last_seq;
}

export async function updateLastSeq(db: Query, device: Device, seq: number): Promise<void> {
  await db.query({
    name: 'update-last-seq',
    text: 'update device set last_seq = $3 where device_id = $1 and user_id = $2',
    values: [device.deviceId, device.userId, seq],
  });
}

/** In their order. */
export async function insertHistory(db: Query, entries: readonly HistoryEntry[]): Promise<void> {
  await db.query({
    name: 'insert-history',
    text: `insert into history (user_id, device_id, seq, name, args, refused, made_at)
           select user_id, device_id, seq, name, args, refused, made_at
           from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::json[], $6::text[], $7::timestamptz[])
             with ordinality as entry (user_id, device_id, seq, name, args, refused, made_at, place) order by place`,
    values: [
      entries.map(({ userId }) => userId),
      entries.map(({ deviceId }) => deviceId),
      entries.map(({ seq }) => seq),
      entries.map(({ name }) => name.replaceAll('\0', '')), // whatever a page calls a change: PostgreSQL's text has no U+0000
      entries.map(({ args }) => (args === null ? null : JSON.stringify(args))),
      entries.map(({ refused }) => refused),
      entries.map(({ at }) => at),
    ],
  });
}

export async function selectRefusal(db: Query, device: Device, seq: number): Promise<string | null> {
  const { rows } = await db.query({
    name: 'select-refusal',
    text: 'select refused from history where device_id = $1 and seq = $2 and user_id = $3 order by id limit 1',
    values: [device.deviceId, seq, device.userId],
  });
  return rows[0] === undefined ? null : refusedSchema.parse(rows[0]).refused;
}

/** Notes that wait for the supervisor's decision, oldest first. */
export async function selectStrayNotes(db: Query, limit: number): Promise<StrayNote[]> {
  const { rows } = await db.query(
    `select id::text, coalesce(made_at, at) as at, args from history
     where refused = 'for-supervisor' and settled is null and args is not null order by history.id limit $1`,
    [limit],
  );
  return rows.map(parseStrayNote);
}

/** One of them, locked until the commit. */
export async function lockStrayNote(db: Query, id: string): Promise<StrayNote | null> {
  const { rows } = await db.query(
    `select id::text, coalesce(made_at, at) as at, args from history
     where refused = 'for-supervisor' and settled is null and args is not null and id = $1 for update`,
    [id],
  );
  return rows[0] === undefined ? null : parseStrayNote(rows[0]);
}

export async function updateSettled(db: Query, id: string, settled: object): Promise<void> {
  await db.query('update history set settled = $2 where id = $1', [id, JSON.stringify(settled)]);
}

function parseStrayNote(row: unknown): StrayNote {
  const { id, at, args } = strayRowSchema.parse(row);
  return { id, at: at.toISOString(), note: args };
}
