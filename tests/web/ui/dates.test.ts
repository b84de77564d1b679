import { expect, test } from 'vitest';
import { longDate, moment, shortDate } from '../../../web/ui/dates.ts';

/** By the device's own clock, as the screens show it. */
const local = (year: number, month: number, day: number, hour = 11, minute = 0) =>
  new Date(year, month - 1, day, hour, minute).toISOString();
const now = Date.parse(local(2026, 11, 22, 12));

test.each([
  { what: 'earlier today', at: local(2026, 11, 22, 9, 5), en: '09:05', fr: '09:05', nl: '09:05', ja: '09:05' },
  {
    what: 'yesterday',
    at: local(2026, 11, 21),
    en: 'Sat 21 11:00',
    fr: 'sam. 21 11:00',
    nl: 'za 21 11:00',
    ja: '21日(土) 11:00',
  },
  {
    what: 'in five days',
    at: local(2026, 11, 27),
    en: 'Fri 27 11:00',
    fr: 'ven. 27 11:00',
    nl: 'vr 27 11:00',
    ja: '27日(金) 11:00',
  },
  { what: 'in a month', at: local(2026, 12, 24), en: '24 Dec', fr: '24 déc.', nl: '24 dec', ja: '12月24日' },
  { what: 'weeks ago', at: local(2026, 10, 9), en: '9 Oct', fr: '9 oct.', nl: '9 okt', ja: '10月9日' },
  { what: 'in a year', at: local(2027, 11, 22), en: '22 Nov 2027', fr: '22 nov. 2027', nl: '22 nov 2027', ja: '2027年11月22日' },
  { what: 'last year', at: local(2025, 3, 1), en: '1 Mar 2025', fr: '1 mars 2025', nl: '1 mrt 2025', ja: '2025年3月1日' },
])('a moment $what is written as people write it', ({ at, en, fr, nl, ja }) => {
  expect(['en', 'fr', 'nl', 'ja'].map((locale) => moment(at, now, locale))).toEqual([en, fr, nl, ja]);
});

test('a few days on either side of New Year the day is enough', () => {
  expect(shortDate(local(2027, 1, 2), Date.parse(local(2026, 12, 30)), 'en')).toBe('Sat 2');
  expect(shortDate(local(2026, 12, 30), Date.parse(local(2027, 1, 2)), 'en')).toBe('Wed 30');
});

test('the masthead has the whole date, the day before the month', () => {
  // some versions of CLDR set a comma after the weekday
  expect(longDate(now, 'en')).toMatch(/^Sunday,? 22 November 2026$/);
  expect(longDate(now, 'fr')).toBe('dimanche 22 novembre 2026');
});
