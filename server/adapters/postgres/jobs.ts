import { EventEmitter } from 'node:events';
import { type Runner, run, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { beatPool, forgetPool, unlockSilentPools } from './job-queries.ts';
import { quietLogger } from './quiet-logger.ts';

const BEAT_MS = 2_000;
const SILENT_SECONDS = 10;
const RESTART_MS = 1_000;

/** What a job does; when it throws, it is run again later (e^attempt seconds, 25 attempts). */
type Task = (payload: unknown) => Promise<void>;

export type JobsOptions = {
  readonly pool: pg.Pool;
  readonly tasks: Readonly<Record<string, Task>>;
  readonly concurrency: number;
  /**
   * Jobs are fetched by as many as can run: for short jobs that come by the thousand. Those fetched are held, begun or not.
   */
  readonly together?: boolean;
  /** A job has failed (`job.<name>`), has failed for good (`job.<name>.given_up`), or the workers had to be started again (`jobs`); never with a payload. */
  readonly onError: (what: string, error: unknown) => void;
};

/**
 * Runs jobs until `stop`, which waits for those running. The pool's id beats into a table; jobs of a pool
 * silent for 10 s are free again (by itself the queue would keep them for 4 hours).
 */
export async function createJobs(options: JobsOptions): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  /** Workers that end by themselves hold their jobs until these have ended, while others have taken their place. */
  const alive = new Set<Workers>();

  const beat = async () => {
    for (const { poolId } of alive) await beatPool(options.pool, poolId);
    await unlockSilentPools(options.pool, SILENT_SECONDS);
  };
  const beatLater = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      beat()
        .catch((error: unknown) => options.onError('jobs.beat', error))
        .finally(beatLater);
    }, BEAT_MS);
  };
  const keepRunning = (workers: Workers) => {
    alive.add(workers);
    workers.runner.promise.catch((error: unknown) => options.onError('jobs', error)).finally(() => alive.delete(workers));
    void workers.ending.then(() => {
      if (!stopped) setTimeout(restart, RESTART_MS);
    });
  };
  const restart = () => {
    if (stopped) return;
    startWorkers(options).then(keepRunning, (error: unknown) => {
      options.onError('jobs', error);
      setTimeout(restart, RESTART_MS);
    });
  };

  keepRunning(await startWorkers(options));
  await beat();
  beatLater();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const ended = [...alive];
      await Promise.all(ended.map(({ runner }) => runner.stop()));
      for (const { poolId } of ended) await forgetPool(options.pool, poolId);
    },
  };
}

/** `ending`: they take no more jobs. */
type Workers = { readonly runner: Runner; readonly poolId: string; readonly ending: Promise<void> };

async function startWorkers(options: JobsOptions): Promise<Workers> {
  const events: WorkerEvents = new EventEmitter();
  let poolId = '';
  events.on('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
  });
  const ending = new Promise<void>((resolve) => {
    events.once('pool:gracefulShutdown', () => resolve());
  });
  events.on('job:error', ({ job, error }) => options.onError(`job.${job.task_identifier}`, error));
  events.on('job:failed', ({ job, error }) => options.onError(`job.${job.task_identifier}.given_up`, error));
  const taskList = Object.fromEntries(Object.entries(options.tasks).map(([name, task]) => [name, (p: unknown) => task(p)]));
  const runner = await run({
    pgPool: options.pool,
    taskList,
    events,
    concurrency: options.concurrency,
    pollInterval: 1_000,
    noHandleSignals: true,
    crontab: '',
    logger: quietLogger,
    preset: {
      worker: {
        ...(options.together ? { localQueue: { size: options.concurrency } } : {}),
        // 0 ms: at once, with what ends in the same turn; `stop` waits for it, as it does not for jobs ended one by one
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  });
  return { runner, poolId, ending };
}
