import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Figure, isMet, latencies, percentile, table } from './figures.ts';
import { pairInTurn } from './pair-in-turn.ts';

const oneToHundred = Array.from({ length: 100 }, (_, i) => 100 - i);

test.each([
  [oneToHundred, 0.5, 50],
  [oneToHundred, 0.99, 99],
  [oneToHundred, 1, 100],
  [[7], 0.5, 7],
  [[7], 0.99, 7],
  [[1, 2], 0.5, 1],
  [[1, 2, 3], 0.5, 2],
  [oneToHundred.slice(0, 50), 0.99, 100], // of fifty values the 99th percentile is the largest
])('the percentile is a value that was measured (%#)', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});

test('at least the share lies at or below the percentile, and less than the share below it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (values, share) => {
      const found = percentile(values, share);
      expect(values.filter((v) => v <= found).length).toBeGreaterThanOrEqual(share * values.length);
      expect(values.filter((v) => v < found).length).toBeLessThan(share * values.length);
    }),
  );
});

test('nothing measured, or something that is no number, is an error and no figure', () => {
  expect(() => percentile([], 0.5)).toThrow('nothing was measured');
  expect(() => percentile([1, Number.NaN], 0.5)).toThrow('not a number');
});

const figure = (measured: number, bar: number | null): Figure => ({ what: 'x', measured, unit: 'ms', count: 1, bar });

test('a bar is met up to its very value; without a bar nothing is judged', () => {
  expect(isMet(figure(100, 100))).toBe(true);
  expect(isMet(figure(100.1, 100))).toBe(false);
  expect(isMet(figure(1e9, null))).toBe(true);
});

test('the table says what was measured, how often, the bar, and whether it is met', () => {
  const [head, , p50, p99] = table(latencies('INVITE to paint', [80, 90, 300], { p50: 100, p99: 250 }));
  expect(head).toMatch(/figure +measured +n +bar/);
  expect(p50).toMatch(/INVITE to paint, p50 +90\.0 ms +3 +≤ 100 ms +met/);
  expect(p99).toMatch(/INVITE to paint, p99 +300\.0 ms +3 +≤ 250 ms +MISSED/);
  expect(table([figure(1, null)])[2]).toMatch(/–$/);
});

test('causes and effects pair in turn; an effect that did not come took for ever', () => {
  expect(pairInTurn([10, 20, 30], [11, 25, 33])).toEqual([1, 5, 3]);
  expect(pairInTurn([10, 20, 30], [11, 33])).toEqual([1, Number.POSITIVE_INFINITY, 3]);
  expect(() => pairInTurn([10, 20], [21, 22])).toThrow('cause 2 has 2 effects');
  expect(() => pairInTurn([10, 20], [9, 22])).toThrow('1 effects have no cause');
});

test('what did not come is in the percentiles', () => {
  expect(percentile([1, 2, Number.POSITIVE_INFINITY], 0.5)).toBe(2);
  expect(percentile([1, 2, Number.POSITIVE_INFINITY], 0.99)).toBe(Number.POSITIVE_INFINITY);
  expect(table([figure(Number.POSITIVE_INFINITY, 100)])[2]).toMatch(/never +1 +≤ 100 ms +MISSED/);
});
