import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Day } from './day.ts';
import type { Share } from './day-worker.ts';

/** Lives days of consecutive seeds, as many at once as there are processors. */
export async function liveDays(
  days: { readonly count: number; readonly first: number; readonly trace: boolean },
  onDay: (day: Day) => void,
): Promise<void> {
  const workers = Math.min(days.count, availableParallelism());
  await Promise.all(
    Array.from({ length: workers }, (_, i) => {
      const seeds = Array.from({ length: Math.ceil((days.count - i) / workers) }, (_, n) => days.first + i + n * workers);
      return runWorker({ seeds, trace: days.trace }, onDay);
    }),
  );
}

/** What was broken on a day, each with its moment. */
export const brokenOn = ({ seed, violations }: Day): string[] =>
  violations.map(({ atMs, promise, what }) => `seed ${seed}, ${atMs}: ${promise}: ${what}`);

function runWorker(share: Share, onDay: (day: Day) => void): Promise<void> {
  const worker = new Worker(new URL('./day-worker.ts', import.meta.url), { workerData: share });
  return new Promise((resolve, reject) => {
    worker.on('message', onDay);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}
