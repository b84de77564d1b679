import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capacityOf, highestPlan, tier } from '#shared/billing/tariff.ts';

test.each([
  [0, 50],
  [1, 50],
  [50, 50],
  [51, 150],
  [150, 150],
  [151, 250],
  [1050, 1050],
])('[I09] %i counted calls are in the plan of %i', (calls, capacity) => {
  expect(capacityOf(tier(calls))).toBe(capacity);
});

test('[I09] each month by itself: traffic of 40, 51, 0, 151 calls is in the plans of 50, 150, 50, 250', () => {
  expect([40, 51, 0, 151].map((calls) => capacityOf(tier(calls)))).toEqual([50, 150, 50, 250]);
});

test('[P15] more calls are never in a smaller plan, and a plan is the smallest that holds them', () => {
  fc.assert(
    fc.property(fc.nat(capacityOf(highestPlan)), fc.nat(500), (calls, more) => {
      expect(tier(calls + more)).toBeGreaterThanOrEqual(tier(calls));
      expect(capacityOf(tier(calls))).toBeGreaterThanOrEqual(calls);
      if (tier(calls) > 0) expect(capacityOf(tier(calls) - 1)).toBeLessThan(calls);
    }),
  );
});
