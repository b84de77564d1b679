import { expect, test } from 'vitest';
import { deathsInARow, restartDelay } from '../../../server/supervisor/restart-policy.ts';

test.each([
  [0, 0],
  [1, 0],
  [2, 250],
  [3, 500],
  [5, 2_000],
  [8, 10_000],
  [100, 10_000],
])('after %i deaths in a row the child waits %i ms', (deaths, ms) => {
  expect(restartDelay(deaths)).toBe(ms);
});

test('a child that was at work for five seconds is forgiven its earlier deaths', () => {
  expect(deathsInARow(7, 5_000)).toBe(1);
  expect(deathsInARow(7, 4_999)).toBe(8);
});
