import { Logger, run } from 'graphile-worker';
import type pg from 'pg';
import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { deliver, deliveriesAtOnce } from '../../server/delivery/deliver.ts';
import { planNote } from '../../server/delivery/plan-note.ts';
import { deliverJobName } from '../../server/delivery/queue-delivery.ts';
import { startPostgres } from '../adapters/postgres-instance.ts';
import { aNote, anAccount, aPerson } from '../fixtures/delivery.ts';
import { anId } from '../fixtures/rows.ts';
import { type Figure, percentile } from './figures.ts';
import type { Scenario } from './scenario.ts';

const rounds = 5;
const notesOfRound = 2_000;
const channels = 2;
const accounts = 50;
const perTransaction = 100;
/** With what the makers of the queue measure it themselves. */
const makers = { concurrency: 24, batches: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } };
const onError = (what: unknown, error?: unknown) => console.error(String(what), error === undefined ? '' : String(error));

/** Notes to a sender that does nothing, with every row written, in turn with as many jobs of the queue that do nothing at all. */
export const b7Batch: Scenario = {
  name: 'b7-batch',
  isTimed: true,
  async measure(progress) {
    const postgres = await startPostgres();
    const pool = createPool({ connectionString: postgres.url, max: 16, onError });
    try {
      await migrate(pool);
      await (await createJobs({ pool, tasks: {}, concurrency: 1, onError })).stop(); // makes the queue's tables
      const [ours, peers, batched]: number[][] = [[], [], []];
      for (let round = 1; round <= rounds; round++) {
        progress(`b7-batch: round ${round} of ${rounds}, ${notesOfRound} notes by ${channels} channels`);
        ours?.push(await deliveries(pool));
        peers?.push(await nothing(pool, 'one by one'));
        batched?.push(await nothing(pool, 'in batches'));
      }
      return figures({ ours: ours ?? [], peers: peers ?? [], batched: batched ?? [] });
    } finally {
      await pool.end();
      await postgres.stop();
    }
  },
};

type Durations = { readonly ours: readonly number[]; readonly peers: readonly number[]; readonly batched: readonly number[] };

function figures({ ours, peers, batched }: Durations): Figure[] {
  const jobs = notesOfRound * channels;
  const median = (durations: readonly number[]) => percentile(durations, 0.5);
  const times = (durations: readonly number[]) => median(ours) / median(durations);
  return [
    { what: 'B7 a delivery with its rows', measured: median(ours) / jobs, unit: 'ms', count: jobs * rounds, bar: null },
    { what: 'B7 … ÷ a job of the queue that does nothing', measured: times(peers), unit: '×', count: rounds, bar: null },
    { what: 'B7 … ÷ the same in batches of the queue', measured: times(batched), unit: '×', count: rounds, bar: 2 },
  ];
}

/** Milliseconds for the deliveries of one round, from the start of the workers until the last row is written and the last job taken off the queue. */
async function deliveries(pool: pg.Pool): Promise<number> {
  const clock = () => new Date().toISOString();
  const store = createStore({ pool, clock });
  await lockNotes(store, clock);
  const send = deliver({ store, poke: () => undefined, clock, send: async () => ({ receipts: [], remaining: null, waitMs: 0 }) });
  const all = countdown(notesOfRound * channels);
  const began = performance.now();
  const jobs = await createJobs({
    pool,
    concurrency: deliveriesAtOnce,
    tasks: { [deliverJobName]: async (payload) => send(payload).then(all.one) },
    onError,
  });
  await all.done;
  await jobs.stop();
  return performance.now() - began;
}

async function lockNotes(store: ReturnType<typeof createStore>, clock: () => string): Promise<void> {
  const ids = Array.from({ length: accounts }, anId);
  for (const accountId of ids) {
    await store.transact(async (tx) => {
      await tx.put('account', anAccount({ id: accountId }));
      await tx.put('person', aPerson({ id: anId(), accountId }));
    });
  }
  for (let first = 0; first < notesOfRound; first += perTransaction) {
    await store.transact(async (tx) => {
      for (let i = first; i < first + perTransaction; i++) {
        const note = aNote({}, { id: anId(), accountId: ids[i % accounts] ?? '', lockedAt: clock() });
        await tx.put('note', note);
        await planNote({ clock, publicUrl: 'https://notes.example.test' })(tx, note);
      }
    });
  }
}

/** Milliseconds for as many jobs without any work, until the last is off the queue, by the queue as its makers run it. */
async function nothing(pool: pg.Pool, how: 'one by one' | 'in batches'): Promise<number> {
  const count = notesOfRound * channels;
  await pool.query(`select graphile_worker.add_job('nothing', '{}') from generate_series(1, $1)`, [count]);
  const all = countdown(count);
  const began = performance.now();
  const runner = await run({
    pgPool: pool,
    concurrency: makers.concurrency,
    taskList: { nothing: async () => all.one() },
    noHandleSignals: true,
    crontab: '',
    logger: new Logger(() => () => undefined),
    preset: how === 'in batches' ? { worker: makers.batches } : {},
  });
  await all.done;
  await runner.stop();
  return performance.now() - began;
}

function countdown(count: number) {
  let left = count;
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    done,
    one: () => {
      left -= 1;
      if (left === 0) end();
    },
  };
}
