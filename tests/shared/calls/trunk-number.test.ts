import { describe, expect, test } from 'vitest';
import { fromTrunk } from '../../../shared/calls/trunk-number.ts';

describe.each([
  ['FR', '0199000101', '+33199000101', '0031201234567', '+31201234567'],
  ['BE', '02 555 12 12', '+3225551212', '0033199000101', '+33199000101'],
  ['NL', '0612345678', '+31612345678', '0033199000101', '+33199000101'],
  ['JP', '0312345678', '+81312345678', '01033199000101', '+33199000101'],
  ['IT', '0612345678', '+390612345678', '0033199000101', '+33199000101'],
] as const)('a trunk of %s', (country, national, own, abroad, foreign) => {
  test.each([
    ['national', national, own],
    ['international', own, own],
    ['E.164 of its own country without plus', own.slice(1), own],
    ['with the prefix for abroad', abroad, foreign],
    ['E.164 of another country', foreign, foreign],
  ])('%s: %s', (_, raw, expected) => {
    expect(fromTrunk(raw, country)).toBe(expected);
  });
});

test.each([
  ['of another country without plus, where no French number is as long', '31201234567', '+31201234567'],
  ['with spaces and dots', '01 99.00.01.01', '+33199000101'],
  ['with 00 of a country that has no such prefix', '0033199000101', '+33199000101'],
  ['[R05] a short code', '3631', '3631'],
  ['withheld', 'anonymous', null],
  ['not available', 'unavailable', null],
  ['a prefix without a number', '00', null],
  ['a plus without a number', '+', null],
  ['too long', '+331990001011234567', null],
  ['a name', 'bureau', null],
  ['digits that are no number', '99999999999999999999', null],
  ['nothing', '', null],
])('a number from a French trunk, %s', (_, raw, expected) => {
  expect(fromTrunk(raw, 'FR')).toBe(expected);
});
