import type pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { digestJobName, digestMailJobName, scheduleDigest, writeDigests } from '../../server/delivery/send-digest.ts';
import { sendReadyMail } from '../../server/delivery/send-ready-mail.ts';
import { fakeMailer } from '../fakes/mailer.ts';
import { anAccount } from '../fixtures/delivery.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
const onError = () => undefined;
const stopLater: (() => Promise<void>)[] = [];
/** From two seconds before six at the garage, once the test begins. */
const begins = Date.parse('2026-11-19T16:59:58.000Z');
let offset = 0;
const clock = () => new Date(Date.now() + offset).toISOString();
const digest = { to: ['kantoor@example.test', 'balie@example.test'], at: '18:00' };
const due = '2026-11-19T17:00:00.000Z';

beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 10, onError });
  await migrate(pool);
  const first = await createJobs({ pool, tasks: {}, concurrency: 1, onError }); // makes the queue's tables
  await first.stop();
});
afterEach(async () => {
  for (const stop of stopLater.splice(0)) await stop();
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

test('[I07] an overview that was due while no server ran, and the database died, is sent once when both are back; the next day’s waits', {
  timeout: 60_000,
}, async () => {
  offset = begins - Date.now();
  const store = createStore({ pool, clock });
  const deps = { store, clock, publicUrl: 'https://notes.example.test' };
  const account = anAccount({ digest });
  await store.transact(async (tx) => {
    await tx.put('account', account);
    await scheduleDigest(tx, account, clock);
  });
  await postgres.killAndRestart();
  await vi.waitFor(() => expect(clock() > due).toBe(true), { timeout: 10_000 });

  const mailer = fakeMailer();
  const write = writeDigests(deps);
  const tasks = { [digestJobName]: write, [digestMailJobName]: sendReadyMail({ send: mailer.send, onRefused: onError }) };
  const jobs = await createJobs({ pool, tasks, concurrency: 4, onError });
  stopLater.push(jobs.stop);
  await vi.waitFor(() => expect(mailer.sent.map(({ to }) => to).toSorted()).toEqual(digest.to.toSorted()), { timeout: 20_000 });
  await Promise.all(Array.from({ length: 10 }, () => write({ accountId: account.id, due })));
  const waiting = await pool.query<{ key: string }>('select key from graphile_worker.jobs where attempts < max_attempts');
  expect(waiting.rows).toEqual([{ key: `digest:${account.id}:2026-11-20T17:00:00.000Z` }]);
  expect(mailer.sent).toHaveLength(2);
});
