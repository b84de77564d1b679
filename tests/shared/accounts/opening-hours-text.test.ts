import { expect, test } from 'vitest';
import type { OpeningHours } from '#shared/accounts/opening-hours.ts';
import { bothOpen, openingText } from '#shared/accounts/opening-hours-text.ts';

const weekdays = (...times: [string, string][]): OpeningHours => ({
  kind: 'weekly',
  periods: [1, 2, 3, 4, 5].flatMap((day) => times.map(([from, to]) => ({ day, from, to }))),
  closedOn: [],
});

test.each([
  ['fr', 'Nous répondons du lundi au vendredi de 9 heures à 12 heures et de 14 heures à 18 heures 30.'],
  ['nl', 'Wij zijn bereikbaar van maandag tot en met vrijdag van 9 uur tot 12 uur en van 14 uur tot 18 uur 30.'],
  ['en', "Calls are answered from Monday to Friday between 9 o'clock and 12 o'clock and between 14 o'clock and 18 30."],
  [
    'ja',
    'うけつけじかんは、げつようびからきんようびまで、くじからじゅうにじまで、と、じゅうよじからじゅうはちじはんまで、です。',
  ],
] as const)('[P13] the hours are said in %s', (language, text) => {
  expect(openingText(weekdays(['09:00', '12:00'], ['14:00', '18:30']), language)).toBe(text);
});

test('[P13] the greeting states the hours of account and bureau together', () => {
  expect(bothOpen(weekdays(['09:00', '18:00']), weekdays(['08:00', '12:00'], ['14:00', '20:00']))).toEqual(
    weekdays(['09:00', '12:00'], ['14:00', '18:00']),
  );
  expect(bothOpen({ kind: 'always' }, weekdays(['08:00', '12:00']))).toEqual(weekdays(['08:00', '12:00']));
});

test('hours that never meet are not spoken of', () => {
  expect(openingText(bothOpen(weekdays(['09:00', '12:00']), weekdays(['14:00', '18:00'])), 'fr')).toBe('');
});
