import type pg from 'pg';
import * as z from 'zod/mini';
import type { RowRef } from '#shared/sync/mutation.ts';
import type { PulledRow } from '#shared/sync/protocol.ts';
import { type Kind, type Rows, rowSchemas, type Space } from '#shared/sync/rows.ts';

/** A row as it is kept; `body` null when it is deleted. */
export type StoredRow = RowRef & {
  readonly space: Space;
  readonly accountId: string | null;
  readonly body: unknown;
  readonly writer: string | null;
  readonly erased: boolean;
};

type Query = Pick<pg.ClientBase, 'query'>;
type Versioned = RowRef & { readonly version: number; readonly erased: boolean };
const foundSchema = z.object({ id: z.string(), version: z.number(), body: z.unknown(), writer: z.nullable(z.string()) });
export type FoundRow = z.infer<typeof foundSchema>;
const headSchema = z.object({ name: z.string(), version: z.number() });

/** The row as the schema of its kind has it; undefined when deleted. */
export function parseRow<K extends Kind>(kind: K, body: unknown): Rows[K] | undefined {
  return body === null || body === undefined ? undefined : (rowSchemas[kind].parse(body) as Rows[K]);
}

/** One row with its version and last writer, deleted ones too. */
export async function selectRow(db: Query, ref: RowRef): Promise<FoundRow | undefined> {
  const { rows } = await db.query({
    name: 'select-row',
    text: 'select id, version::float8 as version, body, writer from synced_row where kind = $1 and id = $2',
    values: [ref.kind, ref.id],
  });
  return rows[0] === undefined ? undefined : foundSchema.parse(rows[0]);
}

/** These rows with their versions and last writers, deleted ones too. */
export async function selectSome(db: Query, refs: readonly RowRef[]): Promise<(FoundRow & RowRef)[]> {
  const { rows } = await db.query<FoundRow & RowRef>({
    name: 'select-some',
    text: `select r.kind, r.id, r.version::float8 as version, r.body, r.writer
           from unnest($1::text[], $2::uuid[]) as wanted (kind, id) join synced_row r using (kind, id)`,
    values: [refs.map((r) => r.kind), refs.map((r) => r.id)],
  });
  return rows;
}

/** Rows of one kind of one account by id; of all accounts when null. */
export async function selectRows(db: Query, kind: Kind, accountId: string | null): Promise<FoundRow[]> {
  const { rows } = await db.query({
    name: accountId === null ? 'select-rows' : 'select-rows-of-account',
    text: `select id, version::float8 as version, body, writer from synced_row
           where kind = $1 and body is not null ${accountId === null ? '' : 'and account_id = $2'} order by id`,
    values: accountId === null ? [kind] : [kind, accountId],
  });
  return rows.map((row) => foundSchema.parse(row));
}

/** Bodies of the persons who may have this mobile number. Searched as text: a name may hold U+0000. */
export async function selectPersonsAt(db: Query, mobile: string): Promise<unknown[]> {
  const { rows } = await db.query<{ body: unknown }>({
    name: 'select-persons-at',
    text: `select body from synced_row
           where kind = 'person' and substring(body::text from '"mobile":"([^"]+)"') = $1 and body is not null`,
    values: [mobile],
  });
  return rows.map((row) => row.body);
}

/** Bodies of the calls without an end; the index of the same condition holds only those. */
export async function selectUnfinishedCalls(db: Query): Promise<unknown[]> {
  const { rows } = await db.query<{ body: unknown }>({
    name: 'select-unfinished-calls',
    text: `select body from synced_row where kind = 'call' and body ->> 'endedAt' is null and body is not null order by id`,
  });
  return rows.map((row) => row.body);
}

/** Bodies of the tasks that may keep a place and are not done; the index of the same condition holds only those. */
export async function selectKeptPlaces(db: Query): Promise<unknown[]> {
  const { rows } = await db.query<{ body: unknown }>({
    name: 'select-kept-places',
    text: `select body from synced_row
           where kind = 'task' and strpos(body::text, '"place":{') > 0 and strpos(body::text, '"done":null') > 0`,
  });
  return rows.map((row) => row.body);
}

/** Bodies of the account's calls as its client sees them, from an instant on. */
export async function selectClientCallsSince(db: Query, accountId: string, since: string): Promise<unknown[]> {
  const { rows } = await db.query<{ body: unknown }>({
    name: 'select-client-calls-since',
    text: `select body from synced_row
           where kind = 'clientCall' and account_id = $1 and body ->> 'arrivedAt' >= $2 and body is not null`,
    values: [accountId, since],
  });
  return rows.map((row) => row.body);
}

/** Bodies of the account's notes from an instant on, and of older ones that may still await a call. Searched as text: they may hold U+0000. */
export async function selectNotesSince(db: Query, accountId: string, since: string): Promise<unknown[]> {
  const { rows } = await db.query<{ body: unknown }>({
    name: 'select-notes-since',
    text: `select body from synced_row
           where kind = 'note' and account_id = $1 and body is not null
             and (substring(body::text from '"lockedAt":"([^"]+)"') >= $2
               or (strpos(body::text, '"callingBack":null') > 0 and strpos(body::text, '"done":null') > 0))`,
    values: [accountId, since],
  });
  return rows.map((row) => row.body);
}

/** The rule `isNew` over the notes of a person's account, by the index of its first two conditions. */
export async function countNewNotes(db: Query, personId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'count-new-notes',
    text: `select count(*)::int as count from synced_row n
           where n.kind = 'note' and n.account_id = (select account_id from synced_row where kind = 'person' and id = $1)
             and strpos(n.body::text, '"acknowledged":null') > 0 and strpos(n.body::text, '"done":null') > 0
             and (strpos(n.body::text, '"read":null') > 0 or strpos(n.body::text, '"urgent":true') > 0)`,
    values: [personId],
  });
  return rows[0]?.count ?? 0;
}

/** Takes so many versions of each space, one space after the other as they come, and keeps them locked until the commit; the first of each. */
export async function takeVersions(db: Query, counts: ReadonlyMap<Space, number>): Promise<Map<Space, number>> {
  const { rows } = await db.query({
    name: 'take-versions',
    text: `insert into space (name, version)
           select name, count from unnest($1::text[], $2::bigint[]) with ordinality as taken (name, count, place) order by place
           on conflict (name) do update set version = space.version + excluded.version
           returning name, version::float8 as version`,
    values: [[...counts.keys()], [...counts.values()]],
  });
  return new Map(
    rows.map((row) => headSchema.parse(row)).map(({ name, version }) => [name, version - (counts.get(name) ?? 0) + 1]),
  );
}

/** The versions that these rows have now, and whether they were erased. */
export async function selectVersions(db: Query, refs: readonly RowRef[]): Promise<Versioned[]> {
  const { rows } = await db.query<Versioned>({
    name: 'select-versions',
    text: `select r.kind, r.id, r.version::float8 as version, r.erased
           from unnest($1::text[], $2::uuid[]) as wanted (kind, id) join synced_row r using (kind, id)`,
    values: [refs.map((r) => r.kind), refs.map((r) => r.id)],
  });
  return rows;
}

/** Writes rows with the versions taken for them. */
export async function upsertRows(db: Query, rows: readonly (StoredRow & { readonly version: number })[]): Promise<void> {
  await db.query({
    name: 'upsert-rows',
    text: `insert into synced_row (kind, id, space, account_id, version, body, writer, erased)
           select * from unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::json[], $7::uuid[], $8::boolean[])
           on conflict (kind, id) do update set space = excluded.space, account_id = excluded.account_id,
             version = excluded.version, body = excluded.body, writer = excluded.writer, erased = excluded.erased`,
    values: [
      rows.map((r) => r.kind),
      rows.map((r) => r.id),
      rows.map((r) => r.space),
      rows.map((r) => r.accountId),
      rows.map((r) => r.version),
      rows.map((r) => (r.body === null ? null : JSON.stringify(r.body))),
      rows.map((r) => r.writer),
      rows.map((r) => r.erased),
    ],
  });
}

/** The newest version of each space; absent when nothing was ever written there. */
export async function selectHeads(db: Query, spaces: readonly Space[]): Promise<Map<Space, number>> {
  const { rows } = await db.query({
    name: 'select-heads',
    text: 'select name, version::float8 as version from space where name = any($1)',
    values: [spaces],
  });
  return new Map(rows.map((row) => headSchema.parse(row)).map((head) => [head.name, head.version]));
}

/** Rows of one space after a version, oldest first; a device that starts from nothing needs no deleted ones. */
export async function selectChanges(db: Query, space: Space, after: number, limit: number): Promise<PulledRow[]> {
  const { rows } = await db.query<PulledRow & { wasErased: boolean }>({
    name: 'select-changes',
    text: `select space, kind, id, version::float8 as version, body as row, erased as "wasErased" from synced_row
           where space = $1 and version > $2 and (body is not null or $2 > 0) order by version limit $3`,
    values: [space, after, limit],
  });
  return rows.map(({ wasErased, ...row }) => (wasErased ? { ...row, erased: true } : row));
}
