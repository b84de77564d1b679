import { expect, test } from 'vitest';
import { closedAlsoOn, hoursProblems } from '#shared/accounts/hours-problems.ts';
import { isOpen } from '#shared/accounts/is-open.ts';

const on = (from: string, to: string, day = 1) => ({ day, from, to });

test.each([
  ['two periods of a day', [on('09:00', '12:00'), on('14:00', '18:00')], []],
  ['one begins where the other ends', [on('09:00', '12:00'), on('12:00', '24:00')], []],
  ['the same hours on two days', [on('09:00', '12:00'), on('09:00', '12:00', 2)], []],
  ['one runs into the other', [on('09:00', '12:00'), on('11:59', '18:00')], ['1 overlaps']],
  ['the end comes first', [on('12:00', '09:00')], ['0 ends-before']],
  ['half is written', [on('09:00', '')], ['0 no-time']],
])('opening hours with %s', (_, periods, problems) => {
  expect(hoursProblems(periods).map((p) => `${p.index} ${p.problem}`)).toEqual(problems);
});

test('[J14] an account that is always open can be closed for one day, and is open again the next', () => {
  const hours = closedAlsoOn({ kind: 'always' }, '2026-11-22');
  expect(isOpen(hours, 'Europe/Paris', '2026-11-21T22:59:00.000Z')).toBe(true);
  expect(isOpen(hours, 'Europe/Paris', '2026-11-21T23:00:00.000Z')).toBe(false);
  expect(isOpen(hours, 'Europe/Paris', '2026-11-22T23:00:00.000Z')).toBe(true);
});
