import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrive, step } from '#shared/calls/call.ts';
import { recordOf } from '#shared/calls/call-facts.ts';
import type { Call, CallEvent } from '#shared/calls/call-state.ts';
import type { RouteDecision } from '#shared/calls/routing.ts';
import { fromMs } from '#shared/time.ts';
import { uuid } from '../../fixtures/telephony.ts';

const start = Date.parse('2026-11-19T09:00:00.000Z');
const at = (seconds: number) => fromMs(start + seconds * 1000);
const [lea, sofie] = [uuid(10), uuid(11)];

const arrived = (route: RouteDecision): Call =>
  arrive(
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
    route,
  ).call;
const queued = arrived({ to: 'queue', reason: 'nobody-free' });
const having = (call: Call, ...events: CallEvent[]): Call => events.reduce((c, event) => step(c, event).call, call);

describe('the path of a call', () => {
  test.each<[string, CallEvent[], Call['state']['name']]>([
    ['rings until somebody is asked', [], 'ringing'],
    ['is answered with the welcome after 15 s', [{ t: 'rung-long-enough', at: at(15) }], 'waiting'],
    ['is offered', [{ t: 'offer', operatorId: lea, at: at(1) }], 'offered'],
    [
      'is not taken by somebody who was not asked',
      [
        { t: 'offer', operatorId: lea, at: at(1) },
        { t: 'answer', operatorId: sofie, at: at(2) },
      ],
      'offered',
    ],
    [
      'goes on ringing when the offer is not shown in 2 s',
      [
        { t: 'offer', operatorId: lea, at: at(1) },
        { t: 'shown-due', offer: 1, at: at(3) },
      ],
      'ringing',
    ],
    [
      'stays offered when the timer belongs to an earlier offer',
      [
        { t: 'offer', operatorId: lea, at: at(1) },
        { t: 'shown-due', offer: 1, at: at(3) },
        { t: 'offer', operatorId: sofie, at: at(3) },
        { t: 'answer-due', offer: 1, at: at(9) },
      ],
      'offered',
    ],
    ['key 1 means nothing before it is answered', [{ t: 'digit', digit: '1', at: at(3) }], 'ringing'],
    [
      'key 1 leads to voicemail',
      [
        { t: 'rung-long-enough', at: at(15) },
        { t: 'digit', digit: '1', at: at(16) },
      ],
      'voicemail',
    ],
    [
      'leads to voicemail when the wait ends during an offer that fails',
      [
        { t: 'rung-long-enough', at: at(15) },
        { t: 'offer', operatorId: lea, at: at(298) },
        { t: 'waited-too-long', at: at(300) },
        { t: 'answer-due', offer: 1, at: at(306) },
      ],
      'voicemail',
    ],
    ['ends when the caller gives up', [{ t: 'caller-gone', at: at(4) }], 'ended'],
  ])('%s', (_name, events, state) => {
    expect(having(queued, ...events).state.name).toBe(state);
  });

  test('[S24] a hang-up by anybody but its operator changes nothing', () => {
    const talking = having(queued, { t: 'offer', operatorId: lea, at: at(1) }, { t: 'answer', operatorId: lea, at: at(4) });
    expect(having(talking, { t: 'hang-up', operatorId: sofie, at: at(9) })).toBe(talking);
    expect(recordOf(having(talking, { t: 'hang-up', operatorId: lea, at: at(9) }))).toMatchObject({
      endedBy: 'operator',
      outcome: 'handled',
      waitedSeconds: 4,
    });
  });

  test('a caller who hangs up while he records leaves his message; the end is when he hung up', () => {
    const recording = having(
      arrived({ to: 'voicemail', reason: 'closed' }),
      { t: 'played', prompt: 'greeting', at: at(5) },
      { t: 'caller-gone', at: at(20) },
    );
    const stored = step(recording, { t: 'recorded', seconds: 15, at: at(21) });
    expect(stored.effects).toContainEqual({ do: 'take-voicemail' });
    expect(stored.call).toMatchObject({ endedAt: at(20), endedBy: 'caller', outcome: 'voicemail' });
  });
});

const someone = fc.constantFrom(lea, sofie);
const instant = fc.integer({ min: 0, max: 600 }).map(at);
const event: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.record({ t: fc.constantFrom('offer', 'shown', 'answer', 'hold', 'unhold', 'hang-up'), operatorId: someone, at: instant }),
  fc.record({ t: fc.constantFrom('operator-unreachable', 'leg-lost', 'leg-alive'), operatorId: someone, at: instant }),
  fc.record({ t: fc.constantFrom('shown-due', 'answer-due'), offer: fc.integer({ min: 1, max: 4 }), at: instant }),
  fc.record({
    t: fc.constantFrom('rung-long-enough', 'waited-too-long', 'nobody-signed-in', 'recording-due', 'caller-gone'),
    at: instant,
  }),
  fc.record({
    t: fc.constant('transfer'),
    operatorId: someone,
    number: fc.constant('+33639980101'),
    personId: fc.constant(null),
    at: instant,
  }),
  fc.record({ t: fc.constant('join'), operatorId: someone, at: instant }),
  fc.record({ t: fc.constant('return'), operatorId: someone, reason: fc.constantFrom(null, 'busy'), at: instant }),
  fc.record({ t: fc.constant('third-answered'), attempt: fc.integer({ min: 1, max: 3 }), at: instant }),
  fc.record({
    t: fc.constant('third-gone'),
    attempt: fc.integer({ min: 1, max: 3 }),
    outcome: fc.constantFrom('busy', 'no-answer', 'forwarded-back-to-us'),
    at: instant,
  }),
  fc.record({ t: fc.constant('digit'), digit: fc.constantFrom('1', '2'), at: instant }),
  fc.record({ t: fc.constant('played'), prompt: fc.constantFrom('welcome', 'greeting', 'announcement'), at: instant }),
  fc.record({ t: fc.constant('recorded'), seconds: fc.integer({ min: 0, max: 180 }), at: instant }),
  fc.record({ t: fc.constant('rejoin-due'), since: instant, at: instant }),
  fc.record({
    t: fc.constant('effect-failed'),
    effect: fc.constantFrom('music', 'connect', 'greet', 'record', 'hold', 'dial-third', 'consult', 'join'),
    at: instant,
  }),
);
const route = fc.constantFrom<RouteDecision>(
  { to: 'queue', reason: 'nobody-free' },
  { to: 'offer', operatorId: lea, reason: 'longest-idle' },
  { to: 'voicemail', reason: 'closed' },
  { to: 'announce', reason: 'unknown-number' },
);

describe('whatever happens', () => {
  test('a call never leaves ended, and an ended call says who ended it and how', () => {
    fc.assert(
      fc.property(route, fc.array(event, { maxLength: 40 }), (first, events) => {
        let call = arrived(first);
        for (const e of events) {
          const next = step(call, e);
          if (call.state.name === 'ended') expect(next).toEqual({ call, effects: [] });
          call = next.call;
          if (call.state.name === 'ended') expect([call.endedAt, call.endedBy, call.outcome]).not.toContain(null);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('every operator who is asked is released: by an answer, a miss, or a withdrawal', () => {
    fc.assert(
      fc.property(route, fc.array(event, { maxLength: 40 }), (first, events) => {
        let call = arrived(first);
        let busy = new Set<string>(call.state.name === 'offered' ? [lea] : []);
        for (const e of events) {
          const next = step(call, e);
          call = next.call;
          for (const effect of next.effects) {
            if (effect.do !== 'operator') continue;
            busy = new Set(busy);
            if (['offered', 'talking', 'held'].includes(effect.event.t)) busy.add(effect.operatorId);
            else busy.delete(effect.operatorId);
          }
          const his = 'operatorId' in call.state ? [call.state.operatorId] : [];
          expect([...busy]).toEqual(his);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
