import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { beatPool, endJobs, failJobs, forgetPool, type TakenJob, takeJobs, unlockSilentPools } from './job-queries.ts';
import { quietLogger } from './quiet-logger.ts';

const BEAT_MS = 2_000;
const SILENT_SECONDS = 10;
const RETRY_MS = 1_000;
/** For jobs whose instant has come; new ones are told. */
const LOOK_MS = 1_000;

/**
 * What a job does; when it throws, it is run again later (e^attempt seconds, 25 attempts). Who has not begun yet what cannot be
 * broken off throws the reason of `stopping`, which is no failure.
 */
type Task = (payload: unknown, stopping: AbortSignal) => Promise<void>;

export type JobsOptions = {
  readonly pool: pg.Pool;
  readonly tasks: Readonly<Record<string, Task>>;
  readonly concurrency: number;
  /** A job has failed (`job.<name>`), has failed for good (`job.<name>.given_up`), or the database does not answer (`jobs`); never with a payload. */
  readonly onError: (what: string, error: unknown) => void;
};

type Ended = { readonly job: TakenJob; readonly error: unknown };

/**
 * Runs the queue's jobs until `stop`, which waits for those running. They are taken and ended by as many as there are at the
 * moment, and begin as soon as they are taken. The pool's id beats into a table; jobs of a pool silent for 10 s are free again
 * (by itself the queue would keep them for 4 hours). While the database is away nothing is taken, and what has ended is told
 * when it is back.
 */
export async function createJobs({ pool, tasks, concurrency, onError }: JobsOptions): Promise<{ stop(): Promise<void> }> {
  const poolId = `pool-${randomUUID()}`;
  const names = Object.keys(tasks);
  /** So many at once: while some are written, the next are fetched. */
  const most = Math.ceil(concurrency / 2);
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Set<Promise<void>>();
  let isWanted = false;
  let taking: Promise<void> | null = null;
  let ended: Ended[] = [];
  let ending: Promise<void> | null = null;

  function look(): void {
    isWanted = true;
    taking ??= take();
  }

  /** Until there is none, or no more can run. */
  async function take(): Promise<void> {
    await pause(0);
    while (isWanted && running.size < concurrency && !signal.aborted) {
      isWanted = false;
      const limit = Math.min(concurrency - running.size, most);
      const jobs = await takeJobs(pool, { poolId, names, limit }).catch(failed);
      for (const job of jobs) begin(job);
      isWanted ||= jobs.length > 0;
    }
    taking = null;
  }

  const failed = (error: unknown): [] => {
    onError('jobs', error);
    return [];
  };

  function begin(job: TakenJob): void {
    const run = runJob(job).then((error) => {
      running.delete(run);
      ended.push({ job, error });
      ending ??= endAll();
      if (isWanted) look();
    });
    running.add(run);
  }

  /** Null when it has done its work. */
  async function runJob({ name, payload, isLastAttempt }: TakenJob): Promise<unknown> {
    try {
      await tasks[name]?.(payload, signal);
      return null;
    } catch (error) {
      if (error === signal.reason) return error;
      onError(`job.${name}`, error);
      if (isLastAttempt) onError(`job.${name}.given_up`, error);
      return error;
    }
  }

  /** Those that end in one turn of the event loop, or while others are told, are told together. */
  async function endAll(): Promise<void> {
    await pause(0);
    while (ended.length > 0) {
      const now = ended;
      ended = [];
      await tell(now);
    }
    ending = null;
    look(); // the next of a queue is free now
  }

  async function tell(now: readonly Ended[]): Promise<void> {
    const done = now.filter(({ error }) => error === null);
    const again = now.filter(({ error }) => error !== null);
    for (;;) {
      try {
        if (done.length > 0) await endJobs(pool, poolId, { ids: done.map(({ job }) => job.id) });
        if (again.length > 0) {
          await failJobs(pool, poolId, { ids: again.map(({ job }) => job.id), errors: again.map(({ error }) => String(error)) });
        }
        return;
      } catch (error) {
        onError('jobs', error);
        if (signal.aborted) return; // they come free when this pool is silent
        await pause(RETRY_MS);
      }
    }
  }

  async function listen(): Promise<void> {
    while (!signal.aborted) {
      await listenUntilLost().catch((error: unknown) => signal.aborted || onError('jobs', error));
      await pause(RETRY_MS, undefined, { signal }).catch(() => undefined); // only when stopped
    }
  }

  async function listenUntilLost(): Promise<void> {
    const client = await pool.connect();
    try {
      client.on('notification', look);
      await client.query('listen "jobs:insert"');
      look();
      await once(client, 'end', { signal });
    } finally {
      client.release(true);
    }
  }

  let isOver = false;
  let beating: NodeJS.Timeout | undefined;
  function beatLater(): void {
    if (isOver) return;
    beating = setTimeout(() => {
      beat()
        .catch((error: unknown) => onError('jobs.beat', error))
        .finally(beatLater);
    }, BEAT_MS);
  }

  async function beat(): Promise<void> {
    await beatPool(pool, poolId);
    await unlockSilentPools(pool, SILENT_SECONDS);
  }

  await runMigrations({ pgPool: pool, logger: quietLogger });
  await beat();
  beatLater();
  const looking = setInterval(look, LOOK_MS);
  const listening = listen();
  return {
    async stop() {
      stopping.abort();
      clearInterval(looking);
      await Promise.all([listening, taking]);
      await Promise.all(running);
      await ending;
      isOver = true;
      clearTimeout(beating);
      await forgetPool(pool, poolId);
    },
  };
}
