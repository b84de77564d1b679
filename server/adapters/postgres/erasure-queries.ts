import type pg from 'pg';
import * as z from 'zod/mini';
import type { ErasureState } from '#shared/api/accounts.ts';
import type { ErasedMarks, Erasure } from '../../ports/store.ts';

type Query = Pick<pg.ClientBase, 'query'>;

/** Whether one of the marks is known; digests only of erasures since `writtenAt`. */
export async function selectMarks(
  db: Query,
  accountId: string,
  { ids, digests }: ErasedMarks,
  writtenAt: string,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'select-erased-marks',
    text: `select from erased_mark where account_id = $1 and (mark = any($2) or (mark = any($3) and at >= $4)) limit 1`,
    values: [accountId, ids, digests, writtenAt],
  });
  return rowCount === 1;
}

/** The newest erasure counts. */
export async function insertMarks(db: Query, accountId: string, { ids, digests }: ErasedMarks, at: string): Promise<void> {
  await db.query(
    `insert into erased_mark (account_id, mark, at) select distinct $1::uuid, mark, $3::timestamptz from unnest($2::text[]) as mark
     on conflict (account_id, mark) do update set at = excluded.at`,
    [accountId, [...ids, ...digests], at],
  );
}

export async function upsertErasure(db: Query, { id, accountId, at, by, rows, done, failed }: Erasure): Promise<void> {
  await db.query(
    `insert into erasure (id, account_id, at, by_name, rows, done, failed) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set done = excluded.done, failed = excluded.failed`,
    [id, accountId, at, by, rows, done, failed],
  );
}

const erasureSchema = z.object({
  id: z.string(),
  at: z.date(),
  by: z.string(),
  rows: z.int(),
  done: z.int(),
  failed: z.boolean(),
});

/** Newest first. */
export async function selectErasures(db: Query, accountId: string, limit: number): Promise<ErasureState[]> {
  const { rows } = await db.query(
    'select id, at, by_name as by, rows, done, failed from erasure where account_id = $1 order by at desc limit $2',
    [accountId, limit],
  );
  return rows.map((row) => erasureSchema.parse(row)).map((erasure) => ({ ...erasure, at: erasure.at.toISOString() }));
}
