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
  /** A job has failed (`job.<name>`), or the workers had to be started again (`jobs`); never with a payload. */
  readonly onError: (what: string, error: unknown) => void;
};

/**
 * Runs jobs until `stop`, which waits for those running. The pool's id beats into a table; jobs of a pool
 * silent for 10 s are free again (by itself the queue would keep them for 4 hours).
 */
export async function createJobs(options: JobsOptions): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = await startWorkers(options);

  const beat = async () => {
    if (current.poolId !== undefined) await beatPool(options.pool, current.poolId);
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
  const keepRunning = (running: Workers) => {
    running.runner.promise
      .catch((error: unknown) => options.onError('jobs', error))
      .finally(() => {
        if (!stopped) setTimeout(restart, RESTART_MS);
      });
  };
  const restart = () => {
    if (stopped) return;
    startWorkers(options).then(
      (workers) => {
        current = workers;
        keepRunning(workers);
      },
      (error: unknown) => {
        options.onError('jobs', error);
        setTimeout(restart, RESTART_MS);
      },
    );
  };

  keepRunning(current);
  await beat();
  beatLater();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current.runner.stop();
      if (current.poolId !== undefined) await forgetPool(options.pool, current.poolId);
    },
  };
}

type Workers = { readonly runner: Runner; readonly poolId: string | undefined };

async function startWorkers(options: JobsOptions): Promise<Workers> {
  const events: WorkerEvents = new EventEmitter();
  let poolId: string | undefined;
  events.on('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
  });
  events.on('job:error', ({ job, error }) => options.onError(`job.${job.task_identifier}`, error));
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
  });
  return { runner, poolId };
}
