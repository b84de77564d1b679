import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { firstDifference } from '../../bench/compare-routing.ts';

test('[B3] every caller goes where a naive reading of the rules sends him, on a thousand random floors', () => {
  const seed = randomInt(2 ** 31);
  expect({ seed, floor: firstDifference(1_000, seed) }).toEqual({ seed, floor: null });
});
