import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Day } from './day.ts';
import type { Task } from './day-worker.ts';

/** Days that each worker has at hand, so that none waits for the next. */
const atHand = 2;
/** Megabytes for what lives shortly: a day makes much of it, and leaves nothing behind. */
const youngMb = 64;

/** Lives days of consecutive seeds, as many at once as there are processors. */
export async function liveDays(
  days: { readonly count: number; readonly first: number; readonly trace: boolean },
  onDay: (day: Day) => void,
): Promise<void> {
  let given = 0;
  const next = (): Task => {
    if (given === days.count) return null;
    given += 1;
    return { seed: days.first + given - 1, trace: days.trace };
  };
  const workers = Math.min(days.count, availableParallelism());
  await Promise.all(Array.from({ length: workers }, () => runWorker(next, onDay)));
}

/** What was broken on a day, each with its moment. */
export const brokenOn = ({ seed, violations }: Day): string[] =>
  violations.map(({ atMs, promise, what }) => `seed ${seed}, ${atMs}: ${promise}: ${what}`);

function runWorker(next: () => Task, onDay: (day: Day) => void): Promise<void> {
  const worker = new Worker(new URL('./day-worker.ts', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
  });
  for (let i = 0; i < atHand; i += 1) worker.postMessage(next());
  return new Promise((resolve, reject) => {
    worker.on('message', (day: Day) => {
      worker.postMessage(next());
      onDay(day);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}
