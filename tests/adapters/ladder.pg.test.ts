import type pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Ladder } from '#shared/delivery/ladder.ts';
import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { climb, climbJobName } from '../../server/delivery/climb.ts';
import { followChange } from '../../server/delivery/follow-change.ts';
import { planNote } from '../../server/delivery/plan-note.ts';
import { deliverUrgentJobName } from '../../server/delivery/queue-delivery.ts';
import { runChange } from '../../shared/sync/mutations.ts';
import { aNote, anAccount, aPerson, aRoster } from '../fixtures/delivery.ts';
import { anId } from '../fixtures/rows.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
const onError = () => undefined;
const clock = () => new Date().toISOString();
const stopLater: (() => Promise<void>)[] = [];

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

const rung = { by: 'message' as const, channels: ['sms' as const], waitSeconds: 1 };
const turns = (...of: number[]): Ladder => ({
  rounds: 1,
  rungs: of.map((turn) => ({ ...rung, to: { kind: 'turn' as const, turn } })),
});
const [jan, sanne] = [aPerson(), aRoster()[0] ?? aPerson()];

/** An urgent note that is being delivered; `steps` are the deliveries that were handed to a worker, with their step. */
async function climbing(ladder: Ladder) {
  const store = createStore({ pool, clock });
  const deps = { store, clock, publicUrl: 'https://notes.example.test', poke: () => undefined };
  const note = aNote({ urgent: true }, { id: anId() });
  const steps: string[] = [];
  const tasks = {
    [climbJobName]: climb(deps),
    [deliverUrgentJobName]: async (payload: unknown) => {
      const { message } = payload as { message: { reference: string } };
      if (message.reference?.startsWith(note.id)) steps.push(message.reference.slice(note.id.length + 1));
    },
  };
  const work = async () => {
    const jobs = await createJobs({ pool, tasks, concurrency: 2, onError });
    stopLater.push(jobs.stop);
  };
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ ladder }));
    for (const person of aRoster()) await tx.put('person', { ...person, channels: { email: false, sms: true, push: false } });
    await tx.put('note', note);
    await planNote(deps)(tx, note);
  });
  return {
    store,
    steps,
    work,
    step: () => climb(deps)({ noteId: note.id }),
    climb: async () => (await store.get('note', note.id))?.climb,
    acknowledge: () =>
      store.transact(async (tx) => {
        const change = { name: 'acknowledgeNote' as const, args: { accountId: note.accountId, noteId: note.id } };
        await runChange(tx, change, { name: sanne.name, at: clock() });
        const who = { userId: 's', name: sanne.name, personId: sanne.id, accountId: note.accountId, office: false };
        await followChange(deps)(tx, change, { role: 'person', ...who });
      }),
    jobsLeft: async () =>
      (await pool.query('select from graphile_worker.jobs where key = $1 and attempts < max_attempts', [`climb:${note.id}`]))
        .rowCount,
  };
}

test('[S14] each step runs once at its time, until the ladder is exhausted; no job is left', { timeout: 20_000 }, async () => {
  const world = await climbing(turns(1, 2, 1));
  await world.work();
  await vi.waitFor(async () => expect((await world.climb())?.state).toBe('exhausted'), { timeout: 15_000 });
  await vi.waitFor(() => expect(world.steps).toEqual([`1:${jan.id}:sms`, `2:${sanne.id}:sms`, `3:${jan.id}:sms`]));
  expect(await world.jobsLeft()).toBe(0);
});

test('steps that were due while no server ran, and the database died, are taken when both are back', {
  timeout: 60_000,
}, async () => {
  const world = await climbing(turns(1, 2));
  await postgres.killAndRestart();
  await vi.waitFor(async () => expect((await world.climb())?.step).toBe(1), { timeout: 10_000 });
  await world.work();
  await vi.waitFor(async () => expect((await world.climb())?.state).toBe('exhausted'), { timeout: 20_000 });
  await vi.waitFor(() => expect(world.steps).toEqual([`1:${jan.id}:sms`, `2:${sanne.id}:sms`]));
});

test('ten workers that take the same due step take it once', { timeout: 20_000 }, async () => {
  const [first, ...others] = turns(1, 2, 1, 2).rungs;
  const slower = others.map((one) => ({ ...one, waitSeconds: 60 })); // so that no other step comes due meanwhile
  const world = await climbing({ rounds: 1, rungs: first === undefined ? slower : [first, ...slower] });
  await vi.waitFor(async () => expect(clock() > ((await world.climb())?.nextAt ?? '')).toBe(true), { timeout: 5000 });
  await Promise.all(Array.from({ length: 10 }, () => world.step()));
  expect((await world.climb())?.step).toBe(2);
  await world.acknowledge();
});

test('an acknowledgement and the next step at the same moment: the step is before it, or is not', {
  timeout: 20_000,
}, async () => {
  const world = await climbing(turns(1, 2));
  await vi.waitFor(async () => expect(clock() > ((await world.climb())?.nextAt ?? '')).toBe(true), { timeout: 5000 });
  await Promise.all([world.step(), world.acknowledge(), world.step()]);
  const { state, step } = (await world.climb()) ?? {};
  expect(state).toBe('acknowledged');
  await world.work();
  const expected = step === 1 ? [`1:${jan.id}:sms`] : [`1:${jan.id}:sms`, `2:${sanne.id}:sms`];
  await vi.waitFor(() => expect(world.steps.toSorted()).toEqual([...expected, `taken:${jan.id}:sms`].toSorted()), {
    timeout: 10_000,
  });
});
