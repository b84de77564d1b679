import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { aContact } from '../fixtures/rows.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
const onError = () => undefined;

beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 10, onError });
  await migrate(pool);
  await (await createJobs({ pool, tasks: {}, concurrency: 1, onError })).stop(); // makes the queue's tables
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

const storeAt = (clock: () => string) => createStore({ pool, clock });
const realClock = () => new Date().toISOString();

test('a job runs after its transaction, and never when that failed', async () => {
  const ran: unknown[] = [];
  const jobs = await createJobs({ pool, tasks: { note: async (p) => void ran.push(p) }, concurrency: 2, onError });
  const store = storeAt(realClock);
  const failing = store.transact(async (tx) => {
    await tx.addJob({ name: 'note', payload: { n: 0 } });
    throw new Error('planned');
  });
  await expect(failing).rejects.toThrow('planned');
  await store.transact((tx) => tx.addJob({ name: 'note', payload: { n: 1 } }));
  await vi.waitFor(() => expect(ran).toEqual([{ n: 1 }]), { timeout: 5000 });
  await jobs.stop();
});

test('a job with a key replaces the waiting one; its instant is of the rules, which may be another day', async () => {
  const store = storeAt(() => '2019-05-01T09:00:00.000Z');
  const add = (n: number, runAt: string) => store.transact((tx) => tx.addJob({ name: 'later', payload: { n }, key: 'k', runAt }));
  await add(1, '2019-05-01T09:00:01.000Z');
  await add(2, '2019-05-01T10:00:00.000Z');
  const { rows } = await pool.query(
    "select count(*)::int as count, min(extract(epoch from run_at - now()))::int as seconds from graphile_worker.jobs where key = 'k'",
  );
  expect(rows[0].count).toBe(1);
  expect(Math.abs(rows[0].seconds - 3600)).toBeLessThan(5);
});

test('jobs whose instant has come begin when it has come, all at once', { timeout: 20_000 }, async () => {
  const due = Date.now() + 1500;
  const began: number[] = [];
  let all = (): void => undefined;
  const together = new Promise<void>((resolve) => {
    all = resolve;
  });
  const task = async (): Promise<void> => {
    if (began.push(Date.now() - due) === 4) all();
    await together; // none ends before every one has begun
  };
  await storeAt(realClock).transact(async (tx) => {
    for (let n = 0; n < 4; n++) await tx.addJob({ name: 'due', payload: n, runAt: new Date(due).toISOString() });
  });
  const jobs = await createJobs({ pool, tasks: { due: task }, concurrency: 4, onError });
  await together;
  expect(Math.min(...began)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...began)).toBeLessThan(4000); // a look each second, on a busy machine
  await jobs.stop();
});

test('after the database was killed and is back, what was committed is there and jobs run again', {
  timeout: 60_000,
}, async () => {
  const ran = new Set<unknown>();
  const jobs = await createJobs({ pool, tasks: { after: async (p) => void ran.add(p) }, concurrency: 2, onError });
  const store = storeAt(realClock);
  const contact = aContact();
  await store.transact(async (tx) => {
    await tx.put('contact', contact);
    await tx.addJob({ name: 'after', payload: 1, runAt: new Date(Date.now() + 1000).toISOString() });
  });
  await postgres.killAndRestart();
  await vi.waitFor(async () => expect(await store.get('contact', contact.id)).toEqual(contact), { timeout: 10_000 });
  await store.transact((tx) => tx.addJob({ name: 'after', payload: 2 }));
  await vi.waitFor(() => expect([...ran].sort()).toEqual([1, 2]), { timeout: 20_000 });
  await jobs.stop();
});

test('the jobs of a killed server run again on another within 15 s', { timeout: 40_000 }, async () => {
  const all = [1, 2, 3, 4];
  await addAll('deliver', all);
  const child = spawn(process.execPath, [new URL('./hanging-worker.ts', import.meta.url).pathname, postgres.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await saysItRuns(child);
  await vi.waitFor(async () => expect(await held('deliver')).toBe(4), { timeout: 5_000 });
  child.kill('SIGKILL');
  const killedAt = performance.now();
  const ran = new Set<unknown>();
  const deliver = async (payload: unknown) => void ran.add(payload);
  const jobs = await createJobs({ pool, tasks: { deliver }, concurrency: 4, onError });
  await vi.waitFor(() => expect([...ran].sort()).toEqual(all), { timeout: 30_000 });
  const seconds = (performance.now() - killedAt) / 1000;
  await jobs.stop();
  expect(seconds).toBeLessThan(15);
});

test('jobs are lost by no death of the database, and go on within 15 s of its return', { timeout: 60_000 }, async () => {
  const all = Array.from({ length: 60 }, (_, i) => i);
  const ran = new Set<unknown>();
  const short = async (payload: unknown) => {
    await pool.query('select pg_sleep(0.02)').then(() => ran.add(payload));
  };
  await addAll('short', all);
  const jobs = await createJobs({ pool, tasks: { short }, concurrency: 4, onError });
  await vi.waitFor(() => expect(ran.size).toBeGreaterThan(8), { timeout: 5_000, interval: 5 });
  await postgres.killAndRestart();
  const backAt = performance.now();
  await vi.waitFor(() => expect(ran.size).toBe(all.length), { timeout: 40_000 });
  expect((performance.now() - backAt) / 1000).toBeLessThan(15);
  await vi.waitFor(async () => expect(await idsOf('short')).toEqual([]), { timeout: 20_000 });
  await jobs.stop();
});

test('a job that has failed for good is told, without what it carries', async () => {
  const told: string[] = [];
  const failing = () => Promise.reject(new Error('planned'));
  await addAll('failing', ['secret']);
  await pool.query('update graphile_worker._private_jobs set attempts = 24 where id = any($1)', [await idsOf('failing')]);
  const note = (what: string, error: unknown) => void told.push(`${what}: ${error}`);
  const jobs = await createJobs({ pool, tasks: { failing }, concurrency: 1, onError: note });
  await vi.waitFor(() => expect(told).toEqual(['job.failing: Error: planned', 'job.failing.given_up: Error: planned']), {
    timeout: 5_000,
  });
  await jobs.stop();
});

test('jobs of one queue run one after the other in the order in which they were added, beside those of others', async () => {
  const ran: string[] = [];
  const task = async (payload: unknown) => {
    await pool.query('select pg_sleep(0.01)');
    ran.push(String(payload));
  };
  const store = storeAt(realClock);
  for (const n of [1, 2, 3, 4, 5, 6]) {
    for (const queue of ['one', 'two'])
      await store.transact((tx) => tx.addJob({ name: 'turn', payload: `${queue} ${n}`, queue }));
  }
  const jobs = await createJobs({ pool, tasks: { turn: task }, concurrency: 8, onError });
  await vi.waitFor(() => expect(ran).toHaveLength(12), { timeout: 10_000 });
  for (const queue of ['one', 'two']) {
    expect(ran.filter((each) => each.startsWith(queue))).toEqual([1, 2, 3, 4, 5, 6].map((n) => `${queue} ${n}`));
  }
  await jobs.stop();
});

test('whoever stops begins no more, waits for what runs, and holds nothing', async () => {
  let [begun, done] = [0, 0];
  const task = async () => {
    begun += 1;
    await pool.query('select pg_sleep(0.05)');
    done += 1;
  };
  await addAll(
    'stopped',
    Array.from({ length: 40 }, (_, i) => i),
  );
  const jobs = await createJobs({ pool, tasks: { stopped: task }, concurrency: 4, onError });
  await vi.waitFor(() => expect(begun).toBeGreaterThan(0), { timeout: 5_000, interval: 1 });
  await jobs.stop();
  expect(begun).toBe(done);
  expect(done).toBeLessThan(40);
  expect(await idsOf('stopped')).toHaveLength(40 - done);
  expect(await held('stopped')).toBe(0);
});

test('a job that had not really begun when its worker stopped is put back, and nobody is told of a failure', async () => {
  const told: string[] = [];
  let begun: () => void = () => undefined;
  const began = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const waiting = async (_: unknown, stopping: AbortSignal) => {
    begun();
    await new Promise((resolve) => stopping.addEventListener('abort', resolve));
    stopping.throwIfAborted();
  };
  await addAll('waiting', [1]);
  const jobs = await createJobs({ pool, tasks: { waiting }, concurrency: 1, onError: (what) => told.push(what) });
  await began;
  await jobs.stop();
  expect(told).toEqual([]);
  expect(await held('waiting')).toBe(0);
  expect(await idsOf('waiting')).toHaveLength(1);
});

const addAll = (name: string, payloads: readonly unknown[]) =>
  storeAt(realClock).transact(async (tx) => {
    for (const payload of payloads) await tx.addJob({ name, payload });
  });

async function idsOf(name: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id::text from graphile_worker.jobs where task_identifier = $1', [
    name,
  ]);
  return rows.map(({ id }) => id);
}

/** How many jobs a server has taken and not ended. */
async function held(name: string): Promise<number> {
  const { rowCount } = await pool.query('select from graphile_worker.jobs where task_identifier = $1 and locked_at is not null', [
    name,
  ]);
  return rowCount ?? 0;
}

async function saysItRuns(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('no output to wait for');
  await once(child.stdout, 'data');
}
