import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numbersOfRange } from '#shared/accounts/number-pool.ts';
import { uuidv7 } from '#shared/uuid.ts';
import { serveApplication } from '../../server/accounts/serve-application.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { anApplication } from '../fixtures/application.ts';
import { anOperator, uuid } from '../fixtures/telephony.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 40, onError: () => undefined });
  await migrate(pool);
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

test('[P02][S03] of twenty who are served at the same moment twelve get the twelve numbers with whole accounts, eight wait', async () => {
  const clock = () => '2026-11-22T11:00:00.000Z';
  const store = createStore({ pool, clock });
  const newId = () => uuidv7(Date.now(), randomBytes(10));
  const operators = [10, 11, 12].map((n) => anOperator({ id: uuid(n), trainedFor: [] }));
  const applications = Array.from({ length: 20 }, () => anApplication({ id: newId(), personId: newId() }));
  const numbers = numbersOfRange('+33199000110', '+33199000121', clock());
  if (typeof numbers === 'string') throw new Error(numbers);
  await store.transact(async (tx) => {
    for (const operator of operators) await tx.put('operator', operator);
    for (const application of applications) await tx.joining.saveApplication(application);
    for (const number of numbers) await tx.joining.saveNumber(number);
  });
  const mails: string[] = [];
  const serve = serveApplication({
    store,
    clock,
    newId,
    queueMail: async (_, mail) => void mails.push(mail.messageId),
    publicUrl: 'https://permanence.example',
    follow: async () => undefined,
  });
  // Each is asked for twice: the last step may be repeated.
  const served = await Promise.all([...applications, ...applications].map(({ id }) => serve(id)));
  const live = new Map(served.flatMap((a) => (a?.state === 'live' ? [[a.id, a] as const] : [])));
  expect(served.filter((a) => a?.state === 'waiting')).toHaveLength(16);
  expect([...live.values()].map(({ number }) => number).toSorted()).toEqual(numbers.map(({ number }) => number));
  const accountIds = [...live.values()].map(({ accountId }) => accountId).toSorted();
  expect((await store.all('account')).map(({ id }) => id).toSorted()).toEqual(accountIds);
  expect((await store.all('line')).map(({ accountId }) => accountId).toSorted()).toEqual(accountIds);
  for (const { trainedFor } of await store.all('operator')) expect(trainedFor.toSorted()).toEqual(accountIds);
  const { rows } = await pool.query<{ count: string }>('select count(*) from agreement');
  expect([Number(rows[0]?.count), new Set(mails).size]).toEqual([12, 12]);
});
