import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromMs, toMs } from '#shared/time.ts';

test('an instant is the same number as the calendar of the machine makes of it, in every year of four digits', () => {
  const ms = fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9999, 11, 31) });
  fc.assert(fc.property(ms, (at) => toMs(fromMs(at)) === at));
  for (const day of ['1900-02-28', '1900-03-01', '2000-02-29', '2000-12-31', '2024-02-29', '2026-03-01'])
    expect(toMs(`${day}T23:59:59.999Z`)).toBe(Date.parse(`${day}T23:59:59.999Z`));
});
