import { expect, test } from 'vitest';
import { ringsHeard } from '#shared/calls/rings.ts';

test.each([
  [0, '+33639980001', 1],
  [10, '+33639980001', 3],
  [9, '+81312345678', 4],
  [12, '+12025550123', 3],
  [10, null, 3],
])('[S20] after %s s a caller from %s has heard %s rings', (seconds, caller, rings) => {
  expect(ringsHeard(seconds, caller)).toBe(rings);
});
