import { expect, test } from 'vitest';
import { simulateDay } from './day.ts';
import { failedSeeds } from './failed-seeds.ts';
import { brokenOn } from './live-days.ts';

test.each(failedSeeds)(
  '[F1] every promise to callers and operators holds on day $seed: $why',
  async ({ seed, ...day }) => {
    expect(brokenOn(await simulateDay(seed, day))).toEqual([]);
  },
  60_000,
);

test.each([308, 310])(
  '[F1] every promise holds on day %i, on which all happens that a floor knows',
  async (seed) => {
    const day = await simulateDay(seed);
    expect(brokenOn(day)).toEqual([]);
    const { byTelephone, verified, putThrough, conferences, handedOver, calledBack, placesKept } = day.figures;
    expect(Math.min(byTelephone, verified, putThrough, conferences, handedOver, calledBack, placesKept)).toBeGreaterThan(0);
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
