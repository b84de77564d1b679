import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Day } from './day.ts';
import { brokenOn, liveDays } from './live-days.ts';

/*
 * npm run simulate -- --days 10000 --seed 1       whole days, two at once; exit code 1 when a promise was broken
 * npm run simulate -- --seed 17 --days 1 --trace  one day, with every line of what happened
 */

const { values } = parseArgs({
  options: { days: { type: 'string' }, seed: { type: 'string' }, trace: { type: 'boolean', default: false } },
});
const count = Number(values.days ?? 100);
const first = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isInteger(count) || !Number.isInteger(first)) throw new Error('--days and --seed are whole numbers');
console.log(`${count} days from seed ${first}`);
const tally = createTally(count);
await liveDays({ count, first, trace: values.trace }, tally.add);
tally.close();

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
      for (const line of brokenOn(day)) console.log(line);
      if (done % every === 0) console.log(`${done} of ${days} days, ${calls} calls, ${broken} with a broken promise, ${pace()}`);
    },
    close(): void {
      console.log(`${done} days, ${calls} calls, ${broken} days with a broken promise, ${pace()}`);
      process.exitCode = broken === 0 && done === days ? 0 : 1;
    },
  };
}
