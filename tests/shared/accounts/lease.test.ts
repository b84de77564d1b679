import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaseLeft } from '#shared/accounts/lease.ts';

const seenAtMs = Date.parse('2026-11-19T09:42:00.000Z');
const [minute, hour, day] = [60_000, 3600_000, 24 * 3600_000];

test.each([
  ['just seen', 7 * day, 0, 7 * day],
  ['a medical shift, half over', 12 * hour, 6 * hour, 6 * hour],
  ['the last millisecond', 12 * hour, 12 * hour - 1, 1],
  ['over', 12 * hour, 12 * hour, 0],
  ['a year later', 7 * day, 365 * day, 0],
  ['a clock corrected by some minutes', 12 * hour, -4 * minute, 12 * hour],
  ['a clock set back', 12 * hour, -6 * minute, 0],
])('%s', (_, lease, age, left) => {
  expect(leaseLeft({ seenAtMs, leaseSeconds: lease / 1000 }, seenAtMs + age)).toBe(left);
});

test('a lease never grows by waiting, nor beyond its length', () => {
  const ms = fc.integer({ min: 0, max: 30 * day });
  fc.assert(
    fc.property(ms, ms, fc.integer({ min: 1, max: 14 * 86_400 }), (age, longer, leaseSeconds) => {
      const left = (at: number) => leaseLeft({ seenAtMs, leaseSeconds }, seenAtMs + at);
      expect(left(age + longer)).toBeLessThanOrEqual(left(age));
      expect(left(age)).toBeLessThanOrEqual(leaseSeconds * 1000);
    }),
  );
});
