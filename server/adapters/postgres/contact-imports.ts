import type pg from 'pg';
import * as z from 'zod/mini';
import { spaceOf } from '#shared/sync/rows.ts';
import type { ContactImports } from '../../ports/store.ts';
import { countContacts } from './directory-queries.ts';
import { inTransaction } from './pool.ts';
import { takeVersions } from './row-queries.ts';

const importSchema = z.object({ elsewhere: z.boolean(), held: z.array(z.string()), taken: z.nullable(z.int()) });
/** A file that nobody has finished in a day is given up. */
const longestDay = '1 day';

/** Files of contacts wait in tables of their own; the rows are made of them by PostgreSQL, not in the server's memory. */
export const createContactImports = (pool: pg.Pool): ContactImports => ({
  count: (accountId) => countContacts(pool, accountId),
  async callersSince(accountId, since) {
    const { rows } = await pool.query<{ caller: string }>(
      `select distinct body ->> 'caller' as caller from synced_row
       where kind = 'call' and account_id = $1 and body ->> 'arrivedAt' > $2 and body ->> 'caller' is not null`,
      [accountId, since],
    );
    return rows.map(({ caller }) => caller);
  },
  async begin({ id, accountId, userId, at, elsewhere, held }) {
    await pool.query('delete from contact_import where taken is null and at < $1::timestamptz - $2::interval', [at, longestDay]);
    await pool.query(
      `insert into contact_import (id, account_id, user_id, at, elsewhere, held) values ($1, $2, $3, $4, $5, $6)`,
      [id, accountId, userId, at, elsewhere, held],
    );
  },
  async get(id, accountId) {
    const { rows } = await pool.query('select elsewhere, held, taken from contact_import where id = $1 and account_id = $2', [
      id,
      accountId,
    ]);
    return rows[0] === undefined ? null : importSchema.parse(rows[0]);
  },
  async addPart(id, contacts) {
    await pool.query(
      `insert into contact_import_row (import_id, contact_id, space, body)
       select $1, * from unnest($2::uuid[], $3::text[], $4::json[]) on conflict do nothing`,
      [id, contacts.map((c) => c.id), contacts.map((c) => spaceOf('contact', c)), contacts.map((c) => JSON.stringify(c))],
    );
  },
  finish: (id, accountId, count) => inTransaction(pool, 'write', (client) => finish(client, { id, accountId, count })),
});

type Finishing = { readonly id: string; readonly accountId: string; readonly count: number };

/** Versions last, spaces in the order of their names [VE2]; ids that a row has already are passed over. */
async function finish(client: pg.ClientBase, { id, accountId, count }: Finishing) {
  const { rows } = await client.query<{ taken: number | null }>(
    'select taken from contact_import where id = $1 and account_id = $2 for update',
    [id, accountId],
  );
  if (rows[0] === undefined) return 'unknown';
  if (rows[0].taken !== null) return { taken: rows[0].taken, changed: [] };
  const waiting = await client.query<{ space: string; count: number }>(
    'select space, count(*)::int as count from contact_import_row where import_id = $1 group by space order by space',
    [id],
  );
  if (waiting.rows.reduce((sum, one) => sum + one.count, 0) !== count) return 'incomplete';
  const firsts = await takeVersions(client, new Map(waiting.rows.map((one) => [one.space, one.count])));
  for (const [space, first] of firsts) {
    await client.query(
      `insert into synced_row (kind, id, space, account_id, version, body, writer)
       select 'contact', contact_id, space, $3, $4::bigint - 1 + row_number() over (order by contact_id), body, null
       from contact_import_row where import_id = $1 and space = $2 order by contact_id on conflict do nothing`,
      [id, space, accountId, first],
    );
  }
  await client.query('delete from contact_import_row where import_id = $1', [id]);
  await client.query(`update contact_import set taken = $2, held = '{}' where id = $1`, [id, count]);
  return { taken: count, changed: waiting.rows.map(({ space }) => space) };
}
