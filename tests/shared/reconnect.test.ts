import { expect, test } from 'vitest';
import { floodGate } from '../../shared/flood.ts';
import { reconnectDelay } from '../../shared/reconnect.ts';

test.each([
  [0, 0, 125],
  [0, 1, 250],
  [1, 1, 500],
  [3, 1, 2000],
  [5, 1, 8000],
  [500, 0, 4000],
  [500, 1, 8000],
])('attempt %i with chance %d waits %i ms', (attempt, random, ms) => {
  expect(reconnectDelay(attempt, random)).toBe(ms);
});

test('a flood gate lets the allowed number through in each window', () => {
  const tooMany = floodGate(2, 1000);
  expect([0, 1, 2, 1001, 1002, 1003].map(tooMany)).toEqual([false, false, true, false, false, true]);
});
