import { expect, test } from 'vitest';
import { fromTrunk } from '../../../shared/calls/trunk-number.ts';

test.each([
  ['international', '+33199000101', '+33199000101'],
  ['national', '0199000101', '+33199000101'],
  ['with 00', '0033199000101', '+33199000101'],
  ['another country', '0031201234567', '+31201234567'],
  ['with spaces and dots', '01 99.00.01.01', '+33199000101'],
  ['[R05] a short code', '3631', '3631'],
  ['withheld', 'anonymous', null],
  ['nothing', '', null],
])('a number from a French trunk, %s', (_, raw, expected) => {
  expect(fromTrunk(raw, 'FR')).toBe(expected);
});
