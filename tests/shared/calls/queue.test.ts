import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headStartSeconds, type QueuePriority, type QueueRules, queuePriorities } from '#shared/accounts/queue-rules.ts';
import { arrive, step } from '#shared/calls/call.ts';
import { recordOf, waitingCallOf } from '#shared/calls/call-facts.ts';
import type { Call, CallEvent, CalledLine } from '#shared/calls/call-state.ts';
import { mayKeepPlace } from '#shared/calls/call-waiting.ts';
import { offerTurn } from '#shared/calls/kept-place.ts';
import { legComingBack } from '#shared/calls/loop-guard.ts';
import { tasksAfterCall } from '#shared/calls/missed-call.ts';
import { assign, decideRoute, inTurn, isAnybodySignedIn } from '#shared/calls/routing.ts';
import { fromMs } from '#shared/time.ts';
import { always, anAccount, anOperator, onDuty, uuid } from '../../fixtures/telephony.ts';

const start = Date.parse('2026-11-19T09:00:00.000Z');
const at = (seconds: number) => fromMs(start + seconds * 1000);
const lea = anOperator();
const sofie = anOperator({ id: uuid(11), name: 'Sofie Maes' });

const rules = (over: Partial<QueueRules> = {}): QueueRules => ({
  priority: 'usual',
  first: [],
  overflow: { kind: 'voicemail' },
  keepPlace: false,
  ...over,
});
const line = (over: Partial<CalledLine> = {}): CalledLine => ({
  accountId: uuid(1),
  lineId: uuid(3),
  number: '+33199000101',
  language: 'fr',
  maxWaitSeconds: 60,
  overflow: 'voicemail',
  keepsPlaces: false,
  ...over,
});
const facts = { id: uuid(1), channelId: 'c1', caller: '+33639980001', callerStanding: 'shown', diversion: null } as const;
const queued = (over: Partial<CalledLine> = {}, caller: string | null = facts.caller): Call =>
  arrive({ ...facts, caller, arrivedAt: at(0) }, line(over), { to: 'queue', reason: 'nobody-free' }).call;
const having = (call: Call, ...events: CallEvent[]): Call => events.reduce((c, event) => step(c, event).call, call);

describe('whose turn it is', () => {
  const caller = (n: number, seconds: number, priority: QueuePriority = 'usual') => ({
    call: { id: uuid(n), arrivedAt: at(seconds), offers: [], path: [] },
    account: anAccount({ queue: rules({ priority }) }),
  });
  const firstOf = (...waiting: ReturnType<typeof caller>[]) =>
    assign(inTurn(waiting), [onDuty(at(900), lea)], at(900))[0]?.callId;

  test.each<[string, ReturnType<typeof caller>[], number]>([
    ['who came first', [caller(1, 10), caller(2, 0)], 2],
    ['a caller of a first account who came up to two minutes later', [caller(1, 0), caller(2, 119, 'first')], 2],
    ['not one who came after that: the wait of the other has grown', [caller(1, 0), caller(2, 121, 'first')], 1],
    ['a later account gives way to who comes in the next minute', [caller(1, 0, 'later'), caller(2, 59)], 2],
    ['and no longer', [caller(1, 0, 'later'), caller(2, 61)], 1],
  ])('%s', (_, waiting, id) => {
    expect(firstOf(...waiting)).toBe(uuid(id));
  });

  test('nobody is overtaken by somebody who came more than three minutes after him, whatever the priorities', () => {
    const some = fc.record({ seconds: fc.integer({ min: 0, max: 3600 }), priority: fc.constantFrom(...queuePriorities) });
    const most = headStartSeconds.first - headStartSeconds.later;
    fc.assert(
      fc.property(fc.array(some, { minLength: 2, maxLength: 30 }), (callers) => {
        const arrivals = callers.map((c) => c.seconds);
        const chosen = firstOf(...callers.map((c, i) => caller(i, c.seconds, c.priority)));
        const his = callers[callers.findIndex((_, i) => uuid(i) === chosen)]?.seconds ?? Number.POSITIVE_INFINITY;
        expect(his - Math.min(...arrivals)).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('who is asked', () => {
  const account = (overflow: QueueRules['overflow']) => anAccount({ queue: rules({ first: [lea.id], overflow }) });
  const more = [{ at: at(60), what: 'more-operators', key: null, label: '' } as const];
  const asked = (overflow: QueueRules['overflow'], path: Call['path']) =>
    assign(
      [{ call: { id: uuid(1), arrivedAt: at(0), offers: [], path }, account: account(overflow) }],
      [onDuty(at(900), sofie)],
      at(900),
    ).length === 1;

  test.each<[string, QueueRules['overflow'], Call['path'], boolean]>([
    ['only the first group before the longest wait', { kind: 'everybody' }, [], false],
    ['everybody trained after it', { kind: 'everybody' }, more, true],
    ['the second group after it', { kind: 'operators', operatorIds: [sofie.id] }, more, true],
    ['nobody of neither group', { kind: 'operators', operatorIds: [lea.id] }, more, false],
    ['nobody more where the number is called', { kind: 'number', number: '+33155550100' }, more, false],
  ])('%s', (_, overflow, path, is) => {
    expect(asked(overflow, path)).toBe(is);
  });

  test('of the first group nobody is there: the queue leads on at once instead of voicemail', () => {
    const now = { at: at(900), bureau: always };
    const fresh = { offers: [], path: [] };
    const there = [onDuty(at(900), sofie)];
    expect(isAnybodySignedIn(fresh, account({ kind: 'everybody' }), there, at(900))).toBe(false);
    expect(decideRoute(fresh, account({ kind: 'everybody' }), there, now)).toEqual({ to: 'queue', reason: 'nobody-free' });
    expect(decideRoute(fresh, account({ kind: 'voicemail' }), there, now)).toMatchObject({ reason: 'nobody-signed-in' });
  });
});

describe('after the longest wait', () => {
  const due = (seconds: number): CallEvent => ({ t: 'waited-too-long', at: at(seconds) });

  test('the caller leaves a message as a rule', () => {
    expect(having(queued(), due(60)).state).toMatchObject({ name: 'voicemail', reason: 'waited-too-long' });
  });

  test('more operators are asked, he waits as long once more, and then leaves a message', () => {
    const next = step(queued({ overflow: 'operators' }), due(60));
    expect(next.call.state.name).toBe('ringing');
    expect(next.effects).toContainEqual({ do: 'after', ms: 60_000, event: { t: 'waited-too-long' } });
    expect(having(next.call, due(119)).state.name).toBe('ringing');
    expect(having(next.call, due(120)).state).toMatchObject({ name: 'voicemail', reason: 'waited-too-long' });
    expect(recordOf(next.call)?.path).toEqual([{ at: at(60), what: 'more-operators', key: null, label: '' }]);
  });

  test('also when the operator who was asked just then does not answer', () => {
    const offered = having(queued({ overflow: 'operators' }), { t: 'offer', operatorId: lea.id, at: at(55) }, due(60));
    const next = step(offered, { t: 'answer-due', offer: 1, at: at(63) });
    expect([next.call.state.name, next.call.path.at(-1)?.what]).toEqual(['ringing', 'more-operators']);
  });

  const price = { class: 'fixed', cents: 20 } as never;
  const forwarding = step(queued({ overflow: 'number' }), due(60));
  const ringing = having(forwarding.call, { t: 'forward', number: '+33155550100', personId: null, price, at: at(61) });

  test('the client’s own number is called, the caller hears music meanwhile', () => {
    expect(forwarding.effects.map((e) => e.do)).toEqual(['answer', 'music', 'facts', 'forward']);
    expect(ringing.state).toMatchObject({ name: 'forwarding', party: 'ringing' });
    const joined = step(ringing, { t: 'third-answered', attempt: 1, at: at(65) });
    expect([joined.call.state.name, joined.effects[0]]).toEqual(['transferred', { do: 'join', attempt: 1 }]);
    expect(recordOf(joined.call)?.transfers).toMatchObject([{ number: '+33155550100', outcome: 'connected' }]);
  });

  test.each<[string, Call, CallEvent]>([
    ['nobody answers there', ringing, { t: 'third-gone', attempt: 1, outcome: 'no-answer', at: at(90) }],
    ['it is forwarded to us', ringing, { t: 'third-gone', attempt: 1, outcome: 'forwarded-back-to-us', at: at(62) }],
    ['the policy refuses it', forwarding.call, { t: 'forward-refused', at: at(61) }],
    ['the exchange refuses', ringing, { t: 'effect-failed', effect: 'dial-third', at: at(62) }],
  ])('%s: the caller leaves a message', (_, call, event) => {
    expect(having(call, event).state).toMatchObject({ name: 'voicemail', reason: 'waited-too-long' });
  });

  test('whoever hangs up meanwhile ends the ringing there', () => {
    const gone = step(ringing, { t: 'caller-gone', at: at(70) });
    expect(gone.effects).toContainEqual({ do: 'end-third', attempt: 1 });
    expect(gone.call).toMatchObject({ outcome: 'abandoned', transfers: [{ outcome: 'no-answer' }] });
  });

  test('our own leg that comes back on the account’s line is known', () => {
    const back = { accountId: uuid(1), caller: '+33199000101', diversion: null, at: at(63) };
    expect(legComingBack([ringing], back)).toBe(ringing);
  });
});

describe('key 2 keeps the place', () => {
  const waiting = having(queued({ keepsPlaces: true }), { t: 'rung-long-enough', at: at(15) });
  const pressed = step(waiting, { t: 'digit', digit: '2', at: at(20) });
  const ended = having(pressed.call, { t: 'played', prompt: 'announcement', at: at(25) });

  test('the caller is told so and we hang up; a task stands with the time since which he waited', () => {
    expect(pressed.effects.map((e) => e.do)).toEqual(['answer', 'announce', 'facts']);
    expect(ended).toMatchObject({ outcome: 'announced', state: { name: 'ended' } });
    const record = recordOf(ended);
    const [task] = record === null ? [] : tasksAfterCall(record, []).put;
    expect(task).toMatchObject({ id: uuid(1), origin: 'missed-call', place: { since: at(0) }, done: null });
  });

  test('also when he hangs up without listening', () => {
    const record = recordOf(having(pressed.call, { t: 'caller-gone', at: at(21) }));
    expect(record && tasksAfterCall(record, []).put).toMatchObject([{ place: { since: at(0) } }]);
  });

  test('an operator who is asked just then is released', () => {
    const offered = having(waiting, { t: 'offer', operatorId: lea.id, at: at(19) });
    const next = step(offered, { t: 'digit', digit: '2', at: at(20) });
    expect(next.call.state.name).toBe('announcing');
    expect(next.effects).toContainEqual({ do: 'operator', operatorId: lea.id, event: { t: 'released' } });
  });

  test.each<[string, Call]>([
    ['the account does not want it', having(queued(), { t: 'rung-long-enough', at: at(15) })],
    ['his number is withheld', having(queued({ keepsPlaces: true }, null), { t: 'rung-long-enough', at: at(15) })],
    ['nobody has answered yet', queued({ keepsPlaces: true })],
  ])('it does nothing when %s', (_, call) => {
    expect(step(call, { t: 'digit', digit: '2', at: at(20) })).toEqual({ call, effects: [] });
  });

  test('it is offered only to whom it can be kept', () => {
    expect([mayKeepPlace(waiting), mayKeepPlace(queued({ keepsPlaces: true }, null)), mayKeepPlace(queued())]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('his turn', () => {
  const turn = offerTurn({
    id: uuid(9),
    channelId: `out-${uuid(9)}`,
    line: line(),
    operatorId: lea.id,
    number: '+33639980001',
    outbound: { taskId: uuid(1), shown: '+33199000101' },
    since: at(0),
    at: at(300),
  });

  test('is shown in the queue as somebody to call back', () => {
    expect(waitingCallOf(turn.call)).toMatchObject({ since: at(0), state: 'offered', keptPlace: true });
  });

  test.each<[string, CallEvent, string]>([
    ['not shown', { t: 'shown-due', offer: 1, at: at(302) }, 'missed'],
    ['not answered', { t: 'answer-due', offer: 1, at: at(308) }, 'missed'],
    ['refused by the policy', { t: 'turn-over', operatorId: lea.id, at: at(301) }, 'released'],
    ['an operator out of reach', { t: 'operator-unreachable', operatorId: lea.id, at: at(301) }, 'missed'],
  ])('%s: nothing is written, and the operator is free for others', (_, event, what) => {
    const next = step(turn.call, event);
    expect(next.call.state.name).toBe('ended');
    expect(next.effects.map((e) => (e.do === 'operator' ? e.event.t : e.do))).toEqual([what, 'withdraw']);
  });
});
