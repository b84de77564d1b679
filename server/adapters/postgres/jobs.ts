import { EventEmitter } from 'node:events';
import { type Runner, run, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { beatPool, forgetPool, releasePool, unlockSilentPools } from './job-queries.ts';
import { quietLogger } from './quiet-logger.ts';

const BEAT_MS = 2_000;
const SILENT_SECONDS = 10;
const RESTART_MS = 1_000;
/** One worker looks so often for jobs whose instant has come, and whoever finds one wakes the next; new jobs are told. */
const LOOK_MS = 1_000;
/** Each by itself: were one of them to hang, the others go on. */
const EACH_LOOKS_MS = 10_000;
/** For workers that end by themselves, once none of their jobs runs, to write down what they have done. */
const ENDING_MS = 5_000;

/** What a job does; when it throws, it is run again later (e^attempt seconds, 25 attempts). */
type Task = (payload: unknown) => Promise<void>;

export type JobsOptions = {
  readonly pool: pg.Pool;
  readonly tasks: Readonly<Record<string, Task>>;
  readonly concurrency: number;
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
    for (const workers of alive) {
      if (workers.isOver()) {
        await releasePool(options.pool, workers.poolId);
        alive.delete(workers);
      } else await beatPool(options.pool, workers.poolId);
    }
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

type Workers = {
  readonly runner: Runner;
  readonly poolId: string;
  /** They take no more jobs. */
  readonly ending: Promise<void>;
  /** None of their jobs runs any more; the library itself may wait for ever, when the database died under it. */
  isOver(): boolean;
};

async function startWorkers(options: JobsOptions): Promise<Workers> {
  const events: WorkerEvents = new EventEmitter();
  let poolId = '';
  let wakeOne = (): void => undefined;
  events.on('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
    wakeOne = () => workerPool.nudge(1);
  });
  events.on('job:start', () => wakeOne());
  let looking: NodeJS.Timeout | undefined;
  let endingAtMs = Number.POSITIVE_INFINITY;
  let running = 0;
  const ending = new Promise<void>((resolve) => {
    events.once('pool:gracefulShutdown', () => {
      endingAtMs = performance.now();
      clearInterval(looking);
      wakeOne = () => undefined;
      resolve();
    });
  });
  events.on('job:error', ({ job, error }) => options.onError(`job.${job.task_identifier}`, error));
  events.on('job:failed', ({ job, error }) => options.onError(`job.${job.task_identifier}.given_up`, error));
  const counted = (task: Task) => async (payload: unknown) => {
    running += 1;
    try {
      await task(payload);
    } finally {
      running -= 1;
    }
  };
  const taskList = Object.fromEntries(Object.entries(options.tasks).map(([name, task]) => [name, counted(task)]));
  const runner = await run({
    pgPool: options.pool,
    taskList,
    events,
    concurrency: options.concurrency,
    pollInterval: EACH_LOOKS_MS,
    noHandleSignals: true,
    crontab: '',
    logger: quietLogger,
    // 0 ms: at once, with what ends in the same turn; one by one the library waits for no answer, and a database that dies then would end the process
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  looking = setInterval(() => wakeOne(), LOOK_MS);
  const isOver = () => running === 0 && performance.now() - endingAtMs > ENDING_MS;
  return { runner, poolId, ending, isOver };
}
