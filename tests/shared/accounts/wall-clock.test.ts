import { describe, expect, test } from 'vitest';
import { instantOf, thisAfternoon, untilChoices, wallClock } from '#shared/accounts/wall-clock.ts';

const zone = 'Europe/Paris';

describe('the wall clock of an account', () => {
  test.each([
    ['winter', '2026-11-22T14:00', '2026-11-22T13:00:00.000Z'],
    ['summer', '2026-07-01T14:00', '2026-07-01T12:00:00.000Z'],
    ['the hour that spring skips is one later', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['of the two hours of autumn the first is meant', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
  ])('%s', (_, wall, instant) => {
    expect(instantOf(wall, zone)).toBe(instant);
  });

  test.each(['', '2026-11-22', '2026-02-30T10:00', '2026-11-22T25:00', 'noon'])('%j is no time', (wall) => {
    expect(instantOf(wall, zone)).toBeNull();
  });

  test('an instant is shown by the account’s clock, wherever the device is', () => {
    expect(wallClock('2026-11-22T13:00:00.000Z', zone)).toBe('2026-11-22T14:00');
    expect(wallClock('2026-11-22T13:00:00.000Z', 'Asia/Tokyo')).toBe('2026-11-22T22:00');
  });
});

describe('ends that are chosen with one tap', () => {
  const names = (at: string) => untilChoices(at, zone).map((choice) => choice.name);

  test('those of today are offered only while they are to come', () => {
    expect(names('2026-11-19T08:00:00.000Z')).toEqual(['noon', 'two', 'evening', 'tomorrow', 'monday']);
    expect(names('2026-11-19T11:00:00.000Z')).toEqual(['two', 'evening', 'tomorrow', 'monday']);
    expect(names('2026-11-19T20:00:00.000Z')).toEqual(['tomorrow', 'monday']);
  });

  test('on Sunday, Monday is tomorrow and named once', () => {
    expect(names('2026-11-22T20:00:00.000Z')).toEqual(['tomorrow']);
  });

  test('tomorrow at eight is eight by the clock, also after the night that is an hour longer', () => {
    expect(untilChoices('2026-10-24T20:00:00.000Z', zone)[0]?.at).toBe('2026-10-25T07:00:00.000Z');
  });

  test('this afternoon begins at noon or now, ends at six, and is not offered in the evening', () => {
    expect(thisAfternoon('2026-11-19T08:00:00.000Z', zone)).toEqual({
      from: '2026-11-19T11:00:00.000Z',
      to: '2026-11-19T17:00:00.000Z',
    });
    expect(thisAfternoon('2026-11-19T13:00:00.000Z', zone)?.from).toBeNull();
    expect(thisAfternoon('2026-11-19T17:00:00.000Z', zone)).toBeNull();
  });
});
