import { expect, test } from 'vitest';
import { floodGate } from '../../shared/flood.ts';
import { reconnectDelay, retryDelay } from '../../shared/reconnect.ts';

test.each([
  [0, 0, 125],
  [0, 1, 250],
  [1, 1, 500],
  [2, 1, 1000],
  [39, 1, 1000],
  [40, 1, 8000],
  [500, 0, 4000],
])('[F2] a page opens its line again at attempt %i with chance %d after %i ms', (attempt, random, ms) => {
  expect(reconnectDelay(attempt, random)).toBe(ms);
});

test.each([
  [0, 0, 125],
  [3, 1, 2000],
  [5, 1, 8000],
  [500, 0, 4000],
])('whatever costs the server more is asked for again at attempt %i with chance %d after %i ms', (attempt, random, ms) => {
  expect(retryDelay(attempt, random)).toBe(ms);
});

test('a flood gate lets the allowed number through in each window', () => {
  const tooMany = floodGate(2, 1000);
  expect([0, 1, 2, 1001, 1002, 1003].map(tooMany)).toEqual([false, false, true, false, false, true]);
});
