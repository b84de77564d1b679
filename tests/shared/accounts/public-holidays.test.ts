import { expect, test } from 'vitest';
import { isOpen } from '#shared/accounts/is-open.ts';
import type { OpeningHours } from '#shared/accounts/opening-hours.ts';
import { holidaysFrom, publicHolidays } from '#shared/accounts/public-holidays.ts';

/** As the authorities have published them. */
test.each([
  ['FR', 2026, '01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25'],
  ['FR', 2027, '01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25'],
  ['BE', 2026, '01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25'],
  ['NL', 2025, '01-01 04-18 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26'],
  ['NL', 2026, '01-01 04-03 04-05 04-06 04-27 05-05 05-14 05-24 05-25 12-25 12-26'],
  ['LU', 2026, '01-01 04-06 05-01 05-09 05-14 05-25 06-23 08-15 11-01 12-25 12-26'],
  [
    'JP',
    2025,
    '01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24',
  ],
  ['JP', 2026, '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23'],
  ['JP', 2027, '01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23'],
] as const)('[J14] the public holidays of %s in %i', (country, year, expected) => {
  expect(
    publicHolidays(country, year)
      .map(({ date }) => date.slice(5))
      .join(' '),
  ).toBe(expected);
});

test('what a day is called, and by which key it can be left out', () => {
  const named = (date: string) => publicHolidays('JP', 2026).find((holiday) => holiday.date === date);
  expect(named('2026-05-06')).toMatchObject({ key: 'substitute', name: '振替休日' });
  expect(named('2026-09-22')).toMatchObject({ key: 'citizens', name: '国民の休日' });
});

test('a year from today on holds each holiday once, over the turn of the year', () => {
  const dates = holidaysFrom('FR', '2026-11-11').map(({ date }) => date);
  expect([dates[0], dates.at(-1), dates.length]).toEqual(['2026-11-11', '2027-11-01', 11]);
});

const hours = (over: Partial<Extract<OpeningHours, { kind: 'weekly' }>>): OpeningHours => ({
  kind: 'weekly',
  periods: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })),
  closedOn: [],
  ...over,
});
const off = (country: 'FR' | 'BE' | 'JP', openOn: string[] = []) => hours({ publicHolidays: { country, openOn } });

test.each([
  ['who closes on holidays is closed on one', off('FR'), 'Europe/Paris', '2026-11-11T09:00:00.000Z', false],
  ['and open the day after', off('FR'), 'Europe/Paris', '2026-11-12T09:00:00.000Z', true],
  ['and on one that he has left out, in any year', off('FR', ['armistice']), 'Europe/Paris', '2027-11-11T09:00:00.000Z', true],
  ['by his own country alone', off('BE'), 'Europe/Brussels', '2026-07-14T09:00:00.000Z', true],
  ['by his own calendar: in Tokyo it is the holiday already', off('JP'), 'Asia/Tokyo', '2026-11-03T00:30:00.000Z', false],
  ['and it is over there while it lasts elsewhere', off('JP'), 'Asia/Tokyo', '2026-11-04T00:30:00.000Z', true],
  ['null is open', hours({ publicHolidays: null }), 'Europe/Paris', '2026-11-11T09:00:00.000Z', true],
] as const)('[J14] %s', (_, given, zone, at, expected) => {
  expect(isOpen(given, zone, at)).toBe(expected);
});
