import { expect, test } from 'vitest';
import { holdReminders } from '../../../web/calls/hold-reminder.ts';

const at = (seconds: number): number => Date.parse('2026-11-19T09:00:00.000Z') + seconds * 1000;

test.each([
  [0, 0],
  [29, 0],
  [30, 1],
  [59, 1],
  [61, 2],
])('after %s s of music the operator has been reminded %s times', (seconds, times) => {
  expect(holdReminders('2026-11-19T09:00:00.000Z', at(seconds))).toBe(times);
  expect(holdReminders(null, at(seconds))).toBe(0);
});
