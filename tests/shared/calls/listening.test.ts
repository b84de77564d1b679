import { describe, expect, test } from 'vitest';
import { arrive, step } from '#shared/calls/call.ts';
import { liveCallOf, recordOf } from '#shared/calls/call-facts.ts';
import type { Call, CallEvent } from '#shared/calls/call-state.ts';
import type { Listening } from '#shared/calls/listened.ts';
import { conversationOf, operatorHeard } from '#shared/calls/listening.ts';
import { mayTell } from '#shared/live.ts';
import { fromMs } from '#shared/time.ts';
import { uuid } from '../../fixtures/telephony.ts';

const at = (seconds: number) => fromMs(Date.parse('2026-11-19T09:00:00.000Z') + seconds * 1000);
const [lea, sofie, max] = [uuid(10), uuid(11), uuid(40)];
const arrived = arrive(
  { id: uuid(1), channelId: 'c1', caller: '+33639980001', callerStanding: 'shown', diversion: null, arrivedAt: at(0) },
  {
    accountId: uuid(2),
    lineId: uuid(3),
    number: '+33199000101',
    language: 'fr',
    maxWaitSeconds: 300,
    overflow: 'voicemail',
    keepsPlaces: false,
  },
  { to: 'offer', operatorId: lea, reason: 'longest-idle' },
).call;
const having = (call: Call, ...events: CallEvent[]): Call => events.reduce((c, event) => step(c, event).call, call);
const talking = having(arrived, { t: 'answer', operatorId: lea, at: at(3) });
const listen = (how: Listening | null, seconds: number): CallEvent => ({
  t: 'listen',
  supervisorId: max,
  name: 'Max',
  how,
  at: at(seconds),
});
const takeOver = (seconds: number): CallEvent => ({ t: 'take-over', operatorId: max, name: 'Max', at: at(seconds) });
const stretches = (call: Call) => recordOf(call)?.listened?.map(({ how, from, until }) => [how, from, until]);
const does = (call: Call, event: CallEvent) => step(call, event).effects.map((e) => e.do);

describe('[S15] nobody listens unseen', () => {
  test('the operator is told who listens and how, each time that it changes, and the row says from when to when', () => {
    const heard = having(talking, listen('listen', 10));
    expect(does(talking, listen('listen', 10))).toEqual(['tell', 'facts']);
    expect(liveCallOf(heard)?.listeners).toEqual([{ name: 'Max', how: 'listen' }]);
    const whispered = having(heard, listen('whisper', 20));
    expect(liveCallOf(whispered)?.listeners).toEqual([{ name: 'Max', how: 'whisper' }]);
    const over = having(whispered, listen(null, 30));
    expect(liveCallOf(over)?.listeners).toEqual([]);
    expect(stretches(over)).toEqual([
      ['listen', at(10), at(20)],
      ['whisper', at(20), at(30)],
    ]);
    expect(over.state).toBe(talking.state);
  });

  test('a call to which nobody listened says nothing about it', () => {
    expect(recordOf(talking)).not.toHaveProperty('listened');
  });

  test.each([
    ['a caller who waits', having(arrived, { t: 'operator-unreachable', operatorId: lea, at: at(2) })],
    ['one who is being asked for', arrived],
    ['one who has ended', having(talking, { t: 'caller-gone', at: at(9) })],
  ])('%s cannot be listened to', (_name, call) => {
    expect(having(call, listen('listen', 10))).toBe(call);
    expect(operatorHeard(call)).toBeNull();
  });

  test('the same again changes nothing, and nobody listens to himself', () => {
    const heard = having(talking, listen('join', 10));
    expect(having(heard, listen('join', 11))).toBe(heard);
    const own = having(talking, takeOver(10));
    expect(having(own, listen('listen', 11))).toBe(own);
  });

  test.each([
    ['the caller hangs up', { t: 'caller-gone', at: at(30) }],
    ['a colleague goes on', { t: 'hand-over', operatorId: lea, to: sofie, at: at(30) }],
  ] as const)('it is over when %s', (_name, event) => {
    expect(stretches(having(talking, listen('listen', 10), event))).toEqual([['listen', at(10), at(30)]]);
  });
});

describe('taking over', () => {
  test.each([
    ['talking', []],
    ['held', [{ t: 'hold', operatorId: lea, at: at(20) }]],
    ['rejoining', [{ t: 'leg-lost', operatorId: lea, at: at(20) }]],
  ] as const)('a caller who is %s goes to the supervisor; the operator is free, his page without the call', (_state, events) => {
    const before = having(talking, listen('listen', 10), ...events);
    const { call, effects } = step(before, takeOver(30));
    expect(call).toMatchObject({ operatorId: max, state: { name: 'talking', operatorId: max } });
    expect(effects).toMatchObject([
      { do: 'operator', operatorId: max, event: { t: 'talking' } },
      { do: 'connect', operatorId: max },
      { do: 'operator', operatorId: lea, event: { t: 'released' } },
      { do: 'withdraw', operatorId: lea, reason: 'taken-over' },
      { do: 'facts' },
    ]);
    expect(stretches(call)).toEqual([
      ['listen', at(10), at(30)],
      ['take-over', at(30), null],
    ]);
  });

  test('what was on hold until then counts as held', () => {
    const held = having(talking, { t: 'hold', operatorId: lea, at: at(20) });
    expect(having(held, takeOver(30)).heldSeconds).toBe(10);
  });

  test('a consultation is the operator’s to end', () => {
    const asking = having(talking, { t: 'transfer', operatorId: lea, number: '+33639980101', personId: null, at: at(20) });
    expect(having(asking, takeOver(30))).toBe(asking);
  });

  test('from then on it is a call like any other; whoever cannot be moved waits for the next operator', () => {
    const taken = having(talking, takeOver(30));
    expect(having(taken, { t: 'hold', operatorId: max, at: at(40) }).state).toMatchObject({ name: 'held', operatorId: max });
    expect(having(taken, { t: 'hang-up', operatorId: lea, at: at(40) })).toBe(taken);
    const failed = having(taken, { t: 'effect-failed', effect: 'connect', at: at(31) });
    expect([failed.state.name, stretches(failed)]).toEqual(['waiting', [['take-over', at(30), at(31)]]]);
  });
});

describe('what the floor sees', () => {
  test.each([
    ['full', '+33639980001'],
    ['who-called', '+33639980001'],
    ['waiting', null],
  ] as const)('of an account with privacy %s the caller is %s', (privacy, caller) => {
    const seen = conversationOf(having(talking, listen('listen', 10)), { privacy, operator: 'Léa' });
    expect(seen).toMatchObject({ caller, operator: 'Léa', since: at(3), state: 'talking', takeable: true });
    expect(seen?.listeners).toEqual([{ supervisorId: max, name: 'Max', how: 'listen' }]);
  });

  test('who waits is no conversation', () => {
    expect(conversationOf(arrived, { privacy: 'full', operator: '' })).toBeNull();
  });
});

test.each([
  ['operator', 'answer', true],
  ['operator', 'listen', false],
  ['operator', 'take-over', false],
  ['operator', 'take-note', true],
  ['supervisor', 'take-note', true],
  ['person', 'take-note', false],
  ['supervisor', 'listen', true],
  ['supervisor', 'take-over', true],
  ['supervisor', 'hangup', true],
  ['supervisor', 'ready', false],
  ['supervisor', 'answer', false],
  ['supervisor', 'dial', false],
  ['person', 'listen', false],
  ['person', 'beat', true],
] as const)('over /live a page of a %s may say %s: %s', (role, what, may) => {
  expect(mayTell(role, what)).toBe(may);
});
