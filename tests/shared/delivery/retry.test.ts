import { expect, test } from 'vitest';
import { givenUpAfter, pauseBeforeRetry } from '#shared/delivery/retry.ts';

test('the first retries follow at once, later ones every quarter of an hour', () => {
  expect([1, 2, 3, 9, 50].map((attempt) => pauseBeforeRetry(attempt, 0))).toEqual([2000, 5000, 15_000, 900_000, 900_000]);
});

test('pauses never shrink', () => {
  const pauses = Array.from({ length: 30 }, (_, i) => pauseBeforeRetry(i + 1, 0) ?? 0);
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
});

test('a message that could not be handed over for a day is given up', () => {
  expect(pauseBeforeRetry(1, givenUpAfter - 2000)).toBe(2000);
  expect(pauseBeforeRetry(1, givenUpAfter - 1999)).toBeNull();
});

test('whoever asks for more time has it, as long as the message is not given up', () => {
  expect([pauseBeforeRetry(1, 0, 120_000), pauseBeforeRetry(9, 0, 120_000)]).toEqual([120_000, 900_000]);
  expect(pauseBeforeRetry(1, givenUpAfter - 60_000, 120_000)).toBeNull();
});
