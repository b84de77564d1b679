import { expect, test } from 'vitest';
import { awaitsCallback, isLate, waitsSince } from '#shared/notes/awaited-callback.ts';
import { aNote } from '../../fixtures/delivery.ts';

const mark = { at: '2026-11-19T10:00:00.000Z', by: 'Jan' };

test.each([
  ['somebody who asks to be called back', aNote(), true],
  ['somebody who calls again himself', aNote({ callback: 'will-call-again' }), false],
  ['a wrong number, which no client hears of', aNote({ disposition: 'wrong-number' }), false],
  ['a note that is only acknowledged', aNote({}, { acknowledged: mark }), true],
  ['“I call back now”', aNote({}, { callingBack: mark }), false],
  ['a note that is done', aNote({}, { done: mark }), false],
])('[J08] whether a call is awaited: %s', (_, note, awaits) => {
  expect(awaitsCallback(note)).toBe(awaits);
});

test.each([
  ['2026-11-19T09:41:00.000Z', 0, 'minute'],
  ['2026-11-19T10:41:59.000Z', 59, 'minute'],
  ['2026-11-19T10:42:00.000Z', 1, 'hour'],
  ['2026-11-20T09:41:59.000Z', 23, 'hour'],
  ['2026-11-21T09:42:00.000Z', 2, 'day'],
] as const)('[J08] at %s the caller of 09:42 waits for %i %s(s)', (at, count, unit) => {
  expect(waitsSince(aNote(), at)).toEqual({ count, unit });
});

test.each([
  ['without a promise, a day', {}, '2026-11-20T09:42:00.000Z', '2026-11-20T09:42:01.000Z'],
  [
    '[S23] until the time that was promised',
    { promisedBy: '2026-11-19T11:00:00.000Z' },
    '2026-11-19T11:00:00.000Z',
    '2026-11-19T11:00:01.000Z',
  ],
])('he waits too long: %s', (_, content, inTime, late) => {
  expect([isLate(aNote(content), inTime), isLate(aNote(content), late)]).toEqual([false, true]);
});
