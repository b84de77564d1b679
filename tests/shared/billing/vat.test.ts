import { expect, test } from 'vitest';
import { asksVatNumber, readVatNumber, vatRule } from '#shared/billing/vat.ts';

test.each([
  ['FR', 'FR', undefined, 'domestic'],
  ['FR', 'FR', 'FR40303265045', 'domestic'],
  ['FR', 'NL', 'NL123456789B01', 'reverse-charge'],
  ['FR', 'NL', undefined, 'not-identified'],
  ['FR', 'NL', 'BE0123456789', 'not-identified'],
  ['FR', 'CH', undefined, 'outside'],
  ['FR', 'GB', 'GB123456789', 'outside'],
  ['FR', 'JP', undefined, 'outside'],
  ['CH', 'FR', 'FR40303265045', 'outside'],
  ['CH', 'CH', undefined, 'domestic'],
] as const)('2006/112/EC: a bureau in %s and a firm in %s with the number %s: %s', (bureau, country, vatNumber, rule) => {
  expect(vatRule(bureau, { country, vatNumber })).toBe(rule);
});

test('the number is asked for only where it decides', () => {
  expect(['FR', 'BE', 'NL', 'CH', 'GB', 'JP'].filter((country) => asksVatNumber('FR', country))).toEqual(['BE', 'NL']);
  expect(['FR', 'BE', 'CH'].filter((country) => asksVatNumber('CH', country))).toEqual([]);
});

test.each([
  ['ATU12345678', 'AT', 'ATU12345678'],
  ['0123.456.789', 'BE', 'BE0123456789'],
  ['BE 1123456789', 'BE', 'BE1123456789'],
  ['de 123 456 789', 'DE', 'DE123456789'],
  ['ESX1234567X', 'ES', 'ESX1234567X'],
  ['FR 40 303 265 045', 'FR', 'FR40303265045'],
  ['IE1234567WA', 'IE', 'IE1234567WA'],
  ['IT12345678901', 'IT', 'IT12345678901'],
  ['LU12345678', 'LU', 'LU12345678'],
  ['nl 1234.56.789 B01', 'NL', 'NL123456789B01'],
])('%s is a number of %s', (typed, country, read) => {
  expect(readVatNumber(typed, country)).toBe(read);
  expect(readVatNumber(read, country)).toBe(read);
});

test.each([
  ['NL123456789', 'NL'],
  ['FR40303265045', 'BE'],
  ['DE12345678', 'DE'],
  ['', 'LU'],
  ['CHE123456789', 'CH'],
])('%j is none of %s', (typed, country) => {
  expect(readVatNumber(typed, country)).toBeNull();
});
