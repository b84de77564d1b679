import { expect, test } from 'vitest';
import { numbersOfRange, quarantineEnds } from '#shared/accounts/number-pool.ts';

const at = '2026-11-22T11:00:00.000Z';

test.each([
  ['+33199000110', '+33199000110', ['+33199000110']],
  ['+33199000108', '+33199000111', ['+33199000108', '+33199000109', '+33199000110', '+33199000111']],
])('the numbers from %s to %s are free, both included', (from, to, numbers) => {
  const found = numbersOfRange(from, to, at);
  expect(Array.isArray(found) && found.map(({ number }) => number)).toEqual(numbers);
  expect(Array.isArray(found) && found[0]).toMatchObject({ country: 'FR', class: 'fixed', state: 'free', accountId: null });
});

test.each([
  ['0199000110', '0199000119', 'unreadable'],
  ['+33199000110', '+3319900011', 'unreadable'],
  ['+33199000110', '', 'unreadable'],
  ['3639', '3639', 'unreadable'],
  ['+33199000119', '+33199000110', 'backwards'],
  ['+33199000000', '+33199001000', 'too-many'],
  ['+33899000110', '+33899000110', 'not-ours-to-give'], // callers would pay for it
  ['+12125550110', '+12125550110', 'not-ours-to-give'],
])('from %s to %s: %s', (from, to, problem) => {
  expect(numbersOfRange(from, to, at)).toBe(problem);
});

test('a thousand in one go are taken', () => {
  expect(numbersOfRange('+33199000000', '+33199000999', at)).toHaveLength(1000);
});

test('[P20] a number that is taken back rests for 180 days', () => {
  expect(quarantineEnds(at)).toBe('2027-05-21T11:00:00.000Z');
});
