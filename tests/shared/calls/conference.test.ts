import { describe, expect, test } from 'vitest';
import { arrive, step } from '#shared/calls/call.ts';
import { liveCallOf, recordOf } from '#shared/calls/call-facts.ts';
import type { Call, CallEvent } from '#shared/calls/call-state.ts';
import { legCosts } from '#shared/calls/leg-cost.ts';
import { type Found, stepRejoinFrom } from '#shared/calls/recovered.ts';
import { fromMs } from '#shared/time.ts';
import { uuid } from '../../fixtures/telephony.ts';

const at = (seconds: number) => fromMs(Date.parse('2026-11-19T09:00:00.000Z') + seconds * 1000);
const [lea, sofie] = [uuid(10), uuid(11)];
const price = { class: 'mobile', cents: 10, currency: 'EUR' } as const;

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
const does = (call: Call, event: CallEvent) => step(call, event).effects.map((e) => e.do);
const announced = having(
  arrived,
  { t: 'answer', operatorId: lea, at: at(3) },
  { t: 'transfer', operatorId: lea, number: '+33639980101', personId: null, at: at(20) },
  { t: 'third-answered', attempt: 1, at: at(28) },
);
const meet: CallEvent = { t: 'conference', operatorId: lea, at: at(40) };
const three = having(announced, meet);
const last = (call: Call) => recordOf(call)?.transfers?.at(-1);

describe('[P08] three together', () => {
  test('the caller comes from his music to the two who speak, and the row says since when', () => {
    expect(does(announced, meet)).toEqual(['connect', 'operator', 'tell', 'facts']);
    expect(liveCallOf(three)).toMatchObject({ state: 'conference', heldSince: null, transfer: { party: 'talking' } });
    expect([three.heldSeconds, last(three)]).toMatchObject([
      20,
      { outcome: 'connected', conference: { since: at(40), until: null, endedBy: null } },
    ]);
  });

  test('only once somebody has answered, and only for the operator whose call it is', () => {
    const ringing = { ...announced, state: { name: 'consulting', operatorId: lea, since: at(20), party: 'ringing' } } as const;
    expect(having(ringing, meet)).toBe(ringing);
    expect(having(announced, { ...meet, operatorId: sofie })).toBe(announced);
  });

  test.each([
    ['the operator leaves: the two go on', { t: 'join', operatorId: lea, at: at(90) }, 'transferred', 'operator', 'join'],
    ['his leg is lost: so they do', { t: 'leg-lost', operatorId: lea, at: at(90) }, 'transferred', 'operator', 'join'],
    ['he lets the third go', { t: 'return', operatorId: lea, reason: null, at: at(90) }, 'talking', 'operator', 'end-third'],
    ['the third hangs up', { t: 'third-gone', attempt: 1, outcome: 'refused', at: at(90) }, 'talking', 'third', 'end-third'],
    ['he hangs up for all', { t: 'hang-up', operatorId: lea, at: at(90) }, 'ended', 'operator', 'hang-up'],
    ['the caller hangs up: it was his call', { t: 'caller-gone', at: at(90) }, 'ended', 'caller', 'end-third'],
  ] as const)('%s', (_name, event, state, endedBy, effect) => {
    const after = having(three, event);
    expect([after.state.name, last(after)?.conference]).toEqual([state, { since: at(40), until: at(90), endedBy }]);
    expect(does(three, event)[0]).toBe(effect);
    expect(last(after)?.outcome).toBe('connected');
    expect(does(three, event)).toContain('facts');
  });

  test('the third hangs up as soon as the operator has left: the two have spoken before, and the call is over', () => {
    const left = having(three, { t: 'join', operatorId: lea, at: at(90) });
    const after = having(left, { t: 'third-gone', attempt: 1, outcome: 'failed', at: fromMs(Date.parse(at(90)) + 200) });
    expect([after.state.name, after.outcome, last(after)?.outcome]).toEqual(['ended', 'handled', 'connected']);
  });

  test('the operator writes the note when he has left or the call is over, and not while he goes on with the caller', () => {
    const wrapsUp = (event: CallEvent) =>
      step(three, event).effects.some((e) => e.do === 'operator' && e.event.t === 'wrap-up' && e.operatorId === lea);
    expect(wrapsUp({ t: 'join', operatorId: lea, at: at(90) })).toBe(true);
    expect(wrapsUp({ t: 'caller-gone', at: at(90) })).toBe(true);
    expect(wrapsUp({ t: 'return', operatorId: lea, reason: null, at: at(90) })).toBe(false);
  });

  test('what an earlier third party still says is nothing', () => {
    expect(having(three, { t: 'third-gone', attempt: 7, outcome: 'refused', at: at(50) })).toBe(three);
  });

  test('the caller cannot be moved: he hears his music, and nobody has been connected yet', () => {
    const back = having(three, { t: 'effect-failed', effect: 'connect', at: at(41) });
    expect([back.state, last(back)]).toMatchObject([{ name: 'consulting', party: 'talking' }, { outcome: null }]);
    expect(last(back)).not.toHaveProperty('conference');
    expect(having(back, { ...meet, at: at(45) }).state.name).toBe('conference');
  });

  test('it costs what a connected transfer costs', () => {
    const record = recordOf({ ...three, transfers: three.transfers.map((t) => ({ ...t, price })) });
    expect(record && legCosts(record)).toMatchObject([{ cents: 10 }]);
  });
});

describe('after events were lost', () => {
  const forgotten: Call = { ...three, state: { name: 'ringing' } };
  const found = (call: Call, place: Found['place']) =>
    stepRejoinFrom(call, { at: at(50), place, operatorId: lea, party: 'talking' } as Found);

  test('the three go on, with the time of their beginning', () => {
    const next = found(forgotten, 'conference');
    expect(next.call.state).toEqual({ name: 'conference', operatorId: lea, since: at(40) });
    expect(next.effects.map((e) => e.do)).toEqual(['operator', 'tell', 'facts']);
  });

  test('the row had not heard of it: it begins now', () => {
    expect(last(found({ ...announced, state: { name: 'ringing' } }, 'conference').call)?.conference?.since).toBe(at(50));
  });

  test('the operator’s leg fell meanwhile: the two go on', () => {
    const next = found(forgotten, 'conference-left');
    expect([next.call.state.name, last(next.call)?.conference?.endedBy]).toEqual(['transferred', 'operator']);
    expect(next.effects.map((e) => e.do)).toContain('join');
  });

  test('the exchange had not heard of it: the caller is moved again', () => {
    expect(found(three, 'consulting')).toMatchObject({ call: three, effects: [{ do: 'connect', operatorId: lea }] });
  });

  test.each([three, forgotten])('the third party hung up meanwhile', (call) => {
    const next = found(call, 'with-operator');
    expect([next.call.state.name, last(next.call)?.conference]).toEqual([
      'talking',
      { since: at(40), until: at(50), endedBy: 'third' },
    ]);
  });

  test('the caller hung up meanwhile: nobody is left behind', () => {
    expect(found(three, 'gone').effects.map((e) => e.do)).toEqual(['end-third', 'operator', 'tell', 'facts']);
  });
});
