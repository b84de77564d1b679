import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientCallOf } from '#shared/calls/client-call.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { ACCOUNT, aCall, aPerson } from '../fixtures/rows.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

const file = new URL('../../server/adapters/postgres/migrations/020-client-calls-and-access.sql', import.meta.url);

let postgres: PostgresInstance;
let pool: pg.Pool;
beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 4, onError: () => undefined });
  await migrate(pool);
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

test('an installation of before keeps its first persons’ access, and its clients see the calls that there were', async () => {
  const store = createStore({ pool, clock: () => '2026-11-30T09:00:00.000Z' });
  const people = [aPerson({ position: 2 }), aPerson({ position: 1, name: 'Jan "de" Boer {}' })];
  const outbound = { taskId: null, shown: '+33199000102', result: null };
  const calls = [
    aCall({ caller: null, outcome: 'abandoned' }),
    aCall({ outbound }),
    aCall({ answeredAt: '2026-11-19T09:00:05.000Z' }),
  ];
  await store.transact(async (tx) => {
    for (const person of people) await tx.put('person', person);
    for (const call of calls) await tx.put('call', call);
  });
  const ask = { spaces: [`account:${ACCOUNT}:shared`, `account:${ACCOUNT}:calls`], limit: 100, deviceId: ACCOUNT, userId: 'u' };
  const { cursors } = await store.changesSince({ ...ask, cursors: {} });
  await pool.query(await readFile(file, 'utf8'));
  const { rows } = await store.changesSince({ ...ask, cursors });
  expect(rows.filter(({ kind }) => kind === 'person').map(({ row }) => row)).toEqual([{ ...people[1], access: 'office' }]);
  const shown = (await store.all('clientCall')).toSorted((a, b) => a.id.localeCompare(b.id));
  expect(shown).toEqual(calls.map(clientCallOf).toSorted((a, b) => a.id.localeCompare(b.id)));
  expect(rows.filter(({ kind }) => kind === 'clientCall').map(({ version }) => version)).toEqual([1, 2, 3]);
  await store.transact((tx) => tx.put('clientCall', clientCallOf(aCall())));
  expect((await store.changesSince({ ...ask, cursors: { [`account:${ACCOUNT}:calls`]: 3 } })).rows).toMatchObject([
    { kind: 'person' },
    { kind: 'person' },
    { kind: 'clientCall', version: 4 },
  ]);
});
