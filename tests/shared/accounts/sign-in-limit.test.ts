import { expect, test } from 'vitest';
import { secondsToWait, signInLimits } from '../../../shared/accounts/sign-in-limit.ts';

const now = 1_000_000_000;
const window = signInLimits.windowSeconds;
const ago = (seconds: number) => now - seconds * 1000;

test.each([
  ['nobody failed yet', [], 0],
  ['fewer failures than the limit', [1, 2, 3, 4].map(ago), 0],
  ['as many as the limit: wait until the oldest of them leaves the window', [1, 2, 3, 4, 60].map(ago), window - 60],
  ['old failures do not count', [1, 2, 3, 4, window].map(ago), 0],
  ['more than the limit: the limit-th newest decides', [1, 2, 3, 4, 5, 600].map(ago), window - 5],
])('sign-in after failures: %s', (_, failures, expected) => {
  expect(secondsToWait(failures, signInLimits.perAccountAndAddress, now)).toBe(expected);
});
