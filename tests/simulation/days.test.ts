import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Day, simulateDay } from './day.ts';
import { failedSeeds } from './failed-seeds.ts';

const days = 100;
/** Wall time after which no further day is begun: the rest of `npm test` wants the machine too. */
const budgetMs = 40_000;

const told = ({ seed, violations }: Day) =>
  violations.map(({ atMs, promise, what }) => `seed ${seed}, ${atMs}: ${promise}: ${what}`);

test('[F1] on days of a fresh seed every promise to callers and operators holds', async () => {
  const first = randomInt(2 ** 31);
  const started = performance.now();
  let done = 0;
  for (; done < days && performance.now() - started < budgetMs; done += 1) {
    expect(told(await simulateDay(first + done))).toEqual([]);
  }
  console.log(`simulated ${done} days, seeds ${first} to ${first + done - 1}; again with: npm run simulate -- --seed ${first}`);
  expect(done).toBeGreaterThan(0);
}, 120_000);

test.each(failedSeeds)(
  'day $seed holds: $why',
  async ({ seed }) => {
    expect(told(await simulateDay(seed))).toEqual([]);
  },
  60_000,
);

test('a day is a whole day of a bureau, and goes the same way again', async () => {
  const [one, two] = [await simulateDay(11), await simulateDay(11)];
  expect(two.hash).toBe(one.hash);
  const { calls, accounts, operators, faults } = one.figures;
  expect(calls).toBeGreaterThanOrEqual(300);
  expect(accounts).toBeGreaterThanOrEqual(20);
  expect(operators).toBeGreaterThanOrEqual(8);
  expect(faults).toBeGreaterThanOrEqual(20);
}, 60_000);
