import type pg from 'pg';
import { applicationSchema } from '#shared/accounts/application.ts';
import { poolNumberSchema } from '#shared/accounts/number-pool.ts';
import type { Joining } from '../../ports/store.ts';

/** Whoever changes the pool waits for whoever does. */
const POOL_LOCK = 7_365_002;

const columns = `number, country, class, state, account_id as "accountId", since, free_from as "freeFrom"`;

/** New clients and the pool of numbers, within one transaction. */
export const joiningOn = (client: pg.ClientBase): Joining => ({
  async application(id) {
    const { rows } = await client.query<{ body: unknown }>('select body from application where id = $1 for update', [id]);
    return rows[0] === undefined ? null : applicationSchema.parse(rows[0].body);
  },
  async applications() {
    const { rows } = await client.query<{ body: unknown }>('select body from application order by id');
    return rows.map(({ body }) => applicationSchema.parse(body));
  },
  async saveApplication(application) {
    await client.query('insert into application (id, body) values ($1, $2) on conflict (id) do update set body = excluded.body', [
      application.id,
      JSON.stringify(application),
    ]);
  },
  async forgetApplication(id) {
    await client.query('delete from application where id = $1', [id]);
  },
  async addAgreement(accountId, acceptance) {
    await client.query('insert into agreement (account_id, body) values ($1, $2)', [accountId, JSON.stringify(acceptance)]);
  },
  async takeTurn() {
    await client.query('select pg_advisory_xact_lock($1)', [POOL_LOCK]);
  },
  async numbers() {
    const { rows } = await client.query<NumberRow>(`select ${columns} from pool_number order by number`);
    return rows.map(toNumber);
  },
  async giveNumber({ accountId, country, at }) {
    const { rows } = await client.query<{ number: string }>(
      `update pool_number set state = 'given', account_id = $1, since = $3, free_from = null
       where number = (
         select number from pool_number
         where state = 'free' or (state = 'quarantined' and free_from <= $3)
         order by country = $2 desc, number limit 1
         for update skip locked
       ) returning number`,
      [accountId, country, at],
    );
    return rows[0]?.number ?? null;
  },
  async saveNumber(number) {
    await client.query(
      `insert into pool_number (number, country, class, state, account_id, since, free_from) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (number) do update
       set state = excluded.state, account_id = excluded.account_id, since = excluded.since, free_from = excluded.free_from`,
      [number.number, number.country, number.class, number.state, number.accountId, number.since, number.freeFrom],
    );
  },
  async removeNumber(number) {
    await client.query('delete from pool_number where number = $1', [number]);
  },
});

type NumberRow = { readonly since: Date; readonly freeFrom: Date | null };

const toNumber = (row: NumberRow) =>
  poolNumberSchema.parse({ ...row, since: row.since.toISOString(), freeFrom: row.freeFrom?.toISOString() ?? null });
