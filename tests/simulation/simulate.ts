import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { type Day, simulateDay } from './day.ts';

/*
 * npm run simulate -- --days 10000 --seed 1       whole days, two at once; exit code 1 when a promise was broken
 * npm run simulate -- --seed 17 --days 1 --trace  one day, with every line of what happened
 */

const shareSchema = z.object({ seeds: z.array(z.int()), trace: z.boolean() });

if (isMainThread) await simulate();
else await work();

async function work(): Promise<void> {
  const { seeds, trace } = shareSchema.parse(workerData);
  for (const seed of seeds) parentPort?.postMessage(await simulateDay(seed, { keepTrace: trace }));
}

async function simulate(): Promise<void> {
  const { values } = parseArgs({
    options: {
      days: { type: 'string' },
      seed: { type: 'string' },
      trace: { type: 'boolean', default: false },
    },
  });
  const days = Number(values.days ?? 100);
  const first = Number(values.seed ?? randomInt(2 ** 31));
  if (!Number.isInteger(days) || !Number.isInteger(first)) throw new Error('--days and --seed are whole numbers');
  console.log(`${days} days from seed ${first}`);
  const tally = createTally(days);
  const workers = Math.min(days, availableParallelism());
  await Promise.all(
    Array.from({ length: workers }, (_, i) => {
      const seeds = Array.from({ length: Math.ceil((days - i) / workers) }, (_, n) => first + i + n * workers);
      return runWorker({ seeds, trace: values.trace }, tally.add);
    }),
  );
  tally.close();
}

function runWorker(share: z.infer<typeof shareSchema>, onDay: (day: Day) => void): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  return new Promise((resolve, reject) => {
    worker.on('message', onDay);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

function createTally(days: number) {
  const started = performance.now();
  const every = Math.max(1, Math.round(days / 50));
  let [done, calls, broken] = [0, 0, 0];
  const pace = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
  return {
    add(day: Day): void {
      done += 1;
      calls += day.figures.calls;
      for (const line of day.trace) console.log(line);
      if (day.violations.length > 0) broken += 1;
      for (const { atMs, promise, what } of day.violations) console.log(`seed ${day.seed}, ${atMs}: ${promise}: ${what}`);
      if (done % every === 0) console.log(`${done} of ${days} days, ${calls} calls, ${broken} with a broken promise, ${pace()}`);
    },
    close(): void {
      console.log(`${done} days, ${calls} calls, ${broken} days with a broken promise, ${pace()}`);
      process.exitCode = broken === 0 && done === days ? 0 : 1;
    },
  };
}
