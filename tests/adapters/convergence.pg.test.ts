import type pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import * as z from 'zod/mini';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { convergenceContract } from '../contracts/convergence.contract.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

/** Fewer than on the store in memory: each takes a good part of a second. */
const histories = Number(process.env.F3_HISTORIES ?? 40);
const historySchema = z.array(z.object({ deviceId: z.string(), seq: z.number(), args: z.unknown() }));

let postgres: PostgresInstance;
let pool: pg.Pool;
const lost: Error[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 10, onError: (error) => lost.push(error) });
  await migrate(pool);
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

convergenceContract(async () => {
  await pool.query('truncate space, synced_row, device, history');
  const history = async () => {
    const { rows } = await pool.query('select device_id as "deviceId", seq::float8 as seq, args from history order by id');
    return historySchema.parse(rows);
  };
  return { store: createStore({ pool, clock: () => new Date().toISOString() }), history };
}, histories);
