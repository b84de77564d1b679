import { describe, expect, test } from 'vitest';
import {
  isPageAway,
  isRingable,
  isSignedIn,
  legWish,
  type OperatorEvent,
  presenceOf,
  stepOperator,
} from '#shared/operators/presence.ts';
import { fromMs } from '#shared/time.ts';
import { onDuty, uuid } from '../../fixtures/telephony.ts';

const start = Date.parse('2026-11-19T09:00:00.000Z');
const at = (seconds: number) => fromMs(start + seconds * 1000);
const having = (...events: OperatorEvent[]) => events.reduce(stepOperator, onDuty(at(0)));
const callId = uuid(1);

test.each<[string, OperatorEvent[], string, string | null]>([
  ['ready with page, microphone, telephone and sound', [], 'ready', null],
  ['on pause with the reason', [{ t: 'pause', reason: 'lunch' }], 'pause', 'lunch'],
  ['unreachable without a page', [{ t: 'page-gone', at: at(1) }], 'unreachable', 'no-live'],
  ['unreachable without a microphone', [{ t: 'beat', mic: 'none', at: at(1) }], 'unreachable', 'no-microphone'],
  [
    'unreachable when the system mutes the microphone',
    [{ t: 'beat', mic: 'muted', at: at(1) }],
    'unreachable',
    'microphone-muted',
  ],
  [
    'unreachable when he would not hear the caller',
    [{ t: 'beat', mic: 'live', deaf: true, at: at(1) }],
    'unreachable',
    'no-output',
  ],
  [
    'ready when he hears again',
    [
      { t: 'beat', mic: 'live', deaf: true, at: at(1) },
      { t: 'beat', mic: 'live', at: at(2) },
    ],
    'ready',
    null,
  ],
  ['unreachable when the telephone is gone', [{ t: 'phone', state: 'gone' }], 'unreachable', 'no-phone'],
  ['unreachable when no sound arrives', [{ t: 'leg', state: 'silent' }], 'unreachable', 'no-audio'],
  [
    'unreachable after an offer that was not shown',
    [{ t: 'missed', outcome: 'not-shown', at: at(1) }],
    'unreachable',
    'not-shown',
  ],
  [
    'ready again by saying so',
    [
      { t: 'missed', outcome: 'not-shown', at: at(1) },
      { t: 'ready', at: at(2) },
    ],
    'ready',
    null,
  ],
  ['ready after one offer not answered', [{ t: 'missed', outcome: 'not-answered', at: at(1) }], 'ready', null],
  [
    'on pause after two in a row',
    [
      { t: 'missed', outcome: 'not-answered', at: at(1) },
      { t: 'missed', outcome: 'not-answered', at: at(2) },
    ],
    'pause',
    'not-answered',
  ],
  [
    'talking even when the sound is gone',
    [
      { t: 'talking', callId, at: at(1) },
      { t: 'leg', state: 'silent' },
    ],
    'talking',
    null,
  ],
  [
    'in wrap-up after the call',
    [
      { t: 'talking', callId, at: at(1) },
      { t: 'wrap-up', callId, at: at(1) },
    ],
    'wrap-up',
    null,
  ],
  [
    'ready after the wrap-up of that call',
    [
      { t: 'wrap-up', callId, at: at(1) },
      { t: 'wrapped-up', callId, at: at(2) },
    ],
    'ready',
    null,
  ],
  [
    'in wrap-up still when another call’s note is done',
    [
      { t: 'wrap-up', callId, at: at(1) },
      { t: 'wrapped-up', callId: uuid(2), at: at(2) },
    ],
    'wrap-up',
    null,
  ],
])('an operator is %s', (_name, events, state, reason) => {
  const o = having(...events);
  expect(presenceOf(o, null, at(2))).toMatchObject({ state, reason });
  expect(isRingable(o, at(2))).toBe(state === 'ready');
});

describe('time', () => {
  test('a page without a beat for more than 3 s is not asked', () => {
    expect(isRingable(having(), at(3))).toBe(true);
    expect(presenceOf(having(), null, at(3.1))).toMatchObject({ state: 'unreachable', reason: 'no-heartbeat' });
  });

  test('a page that is there and does not keep up is told so', () => {
    const frozen = having({ t: 'frozen', at: at(2) });
    expect(isRingable(frozen, at(3))).toBe(true);
    expect(presenceOf(frozen, null, at(3.1))).toMatchObject({ state: 'unreachable', reason: 'page-frozen' });
    const again = stepOperator(frozen, { t: 'beat', mic: 'live', at: at(4) });
    expect(isRingable(again, at(4))).toBe(true);
  });

  test('somebody counts as signed in for a minute after his page went', () => {
    const gone = having({ t: 'page-gone', at: at(10) });
    expect([isSignedIn(gone, at(70)), isSignedIn(gone, at(70.1))]).toEqual([true, false]);
  });

  test('the state keeps its beginning while nothing changes', () => {
    const first = presenceOf(having(), null, at(0));
    expect(presenceOf(having(), first, at(2)).since).toBe(at(0));
  });

  test('the leg is kept 15 s for a page that went, and longer only for a call', () => {
    const gone = having({ t: 'page-gone', at: at(0) });
    expect([legWish(gone, at(14)), legWish(gone, at(16))]).toEqual(['keep', 'drop']);
    expect(legWish(stepOperator(gone, { t: 'talking', callId, at: at(1) }), at(16))).toBe('keep');
    expect(legWish(having({ t: 'pause', reason: 'lunch' }), at(1))).toBe('drop');
  });
});

test('a page is not away because the server hung, and is asked for nothing before its next beat', () => {
  const o = having({ t: 'beat', mic: 'live', at: at(1) }, { t: 'unheard', ms: 30_000, at: at(32) });
  expect([isPageAway(o, at(32)), isRingable(o, at(32)), isPageAway(o, at(42))]).toEqual([false, false, true]);
});
