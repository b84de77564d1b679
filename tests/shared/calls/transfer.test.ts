import { describe, expect, test } from 'vitest';
import { arrive, step } from '#shared/calls/call.ts';
import { liveCallOf, recordOf } from '#shared/calls/call-facts.ts';
import type { Call, CallEvent } from '#shared/calls/call-state.ts';
import { legComingBack } from '#shared/calls/loop-guard.ts';
import { stepRejoinFrom } from '#shared/calls/recovered.ts';
import { fromMs } from '#shared/time.ts';
import { uuid } from '../../fixtures/telephony.ts';

const at = (seconds: number) => fromMs(Date.parse('2026-11-19T09:00:00.000Z') + seconds * 1000);
const [lea, sofie, claire] = [uuid(10), uuid(11), uuid(20)];
const number = '+33639980101';

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
const transfer: CallEvent = { t: 'transfer', operatorId: lea, number, personId: claire, at: at(20) };
const talking = having(arrived, { t: 'answer', operatorId: lea, at: at(3) });
const ringing = having(talking, transfer);
const announced = having(ringing, { t: 'third-answered', attempt: 1, at: at(28) });
const does = (call: Call, event: CallEvent) => step(call, event).effects.map((e) => e.do);
const outcome = (call: Call) => call.transfers.at(-1)?.outcome;

describe('an announced transfer', () => {
  test('[P08] holds the caller with music and calls the third party', () => {
    expect(does(talking, transfer)).toEqual(['hold', 'dial-third', 'ringback', 'operator', 'tell', 'facts']);
    expect(liveCallOf(ringing)).toMatchObject({
      state: 'consulting',
      heldSince: at(20),
      transfer: { number, personId: claire, party: 'ringing', outcome: null },
    });
  });

  test('[P08] lets the operator announce when the third party answers', () => {
    expect(does(ringing, { t: 'third-answered', attempt: 1, at: at(28) })).toEqual(['consult', 'tell']);
    expect(liveCallOf(announced)?.transfer).toMatchObject({ party: 'talking', answeredAt: at(28) });
  });

  test('[P08] joins caller and third party; the operator wraps up and the call goes on', () => {
    const joined = having(announced, { t: 'join', operatorId: lea, at: at(40) });
    expect(does(announced, { t: 'join', operatorId: lea, at: at(40) })).toEqual(['join', 'operator', 'tell', 'facts']);
    expect(joined.state.name).toBe('transferred');
    expect(liveCallOf(joined)).toMatchObject({ state: 'ended', endedAt: at(40), transfer: { outcome: 'connected' } });
    expect(recordOf(joined)).toMatchObject({ endedAt: null, heldSeconds: 20, operatorId: lea });
    const over = having(joined, { t: 'third-gone', attempt: 1, outcome: 'refused', at: at(90) });
    expect(recordOf(over)).toMatchObject({ endedAt: at(90), outcome: 'handled', transfers: [{ outcome: 'connected' }] });
  });

  test('cannot be joined before the third party has answered, nor by another operator', () => {
    expect(having(ringing, { t: 'join', operatorId: lea, at: at(22) })).toBe(ringing);
    expect(having(announced, { t: 'join', operatorId: sofie, at: at(30) })).toBe(announced);
  });

  test.each(['no-answer', 'busy', 'refused', 'failed', 'forwarded-back-to-us'] as const)(
    '[P09] %s: the caller stays on the music until one key brings him back',
    (why) => {
      const over = having(ringing, { t: 'third-gone', attempt: 1, outcome: why, at: at(31) });
      expect(liveCallOf(over)?.transfer).toMatchObject({ party: 'over', outcome: why });
      const event = { t: 'return', operatorId: lea, reason: null, at: at(33) } as const;
      expect(does(over, event)).toEqual(['connect', 'operator', 'tell', 'facts']);
      const back = having(over, event);
      expect([back.state.name, outcome(back), back.heldSeconds]).toEqual(['talking', why, 13]);
    },
  );

  test.each([
    ['who rings and is given up was not there', ringing, null, 'no-answer'],
    ['who spoke and is not joined did not want the call', announced, null, 'refused'],
    ['a voicemail that answered is named by the operator', announced, 'voicemail-reached', 'voicemail-reached'],
    ['so is whoever says that he is busy', announced, 'busy', 'busy'],
  ] as const)('[P09] back to the caller: %s', (_name, from, reason, expected) => {
    const event = { t: 'return', operatorId: lea, reason, at: at(33) } as const;
    expect(does(from, event)).toEqual(['end-third', 'connect', 'operator', 'tell', 'facts']);
    expect(outcome(having(from, event))).toBe(expected);
  });

  test('[P09] a third party who hangs up while the call is announced brings the caller back at once', () => {
    const back = having(announced, { t: 'third-gone', attempt: 1, outcome: 'refused', at: at(33) });
    expect([back.state.name, outcome(back)]).toEqual(['talking', 'refused']);
  });

  test('another third party can be called after one who was not there; what the first leg still says is nothing', () => {
    const over = having(ringing, { t: 'third-gone', attempt: 1, outcome: 'busy', at: at(31) });
    const again = having(over, { ...transfer, number: '+33639980102', at: at(35) });
    expect(again.transfers.map((t) => t.outcome)).toEqual(['busy', null]);
    expect(having(again, { t: 'third-gone', attempt: 1, outcome: 'busy', at: at(36) })).toBe(again);
  });
});

describe('when somebody is lost', () => {
  test('the caller hangs up: the third party is let go and the operator wraps up', () => {
    expect(does(announced, { t: 'caller-gone', at: at(30) })).toEqual(['end-third', 'operator', 'tell', 'facts']);
  });

  test('the operator’s leg goes: the caller keeps his music, the third party is let go', () => {
    const lostLeg = { t: 'leg-lost', operatorId: lea, at: at(30) } as const;
    expect(does(announced, lostLeg)).toEqual(['end-third', 'music', 'tell', 'after', 'facts']);
    const waiting = having(announced, lostLeg, { t: 'rejoin-due', since: at(30), at: at(45) });
    expect([waiting.state.name, outcome(waiting)]).toEqual(['waiting', 'failed']);
  });

  test.each(['dial-third', 'consult'] as const)('%s fails: the attempt is over', (effect) => {
    const over = having(ringing, { t: 'effect-failed', effect, at: at(21) });
    expect(liveCallOf(over)?.transfer).toMatchObject({ party: 'over', outcome: 'failed' });
  });

  test('joining fails after the operator has left: the caller waits for the next', () => {
    const joined = having(announced, { t: 'join', operatorId: lea, at: at(40) });
    const event = { t: 'effect-failed', effect: 'join', at: at(41) } as const;
    expect(does(joined, event).slice(0, 2)).toEqual(['end-third', 'music']);
    expect(having(joined, event)).toMatchObject({ state: { name: 'waiting' }, transfers: [{ outcome: 'failed' }] });
  });

  test('a third party who is gone before the two could speak leaves the caller waiting for the next', () => {
    const joined = having(announced, { t: 'join', operatorId: lea, at: at(40) });
    const event = { t: 'third-gone', attempt: 1, outcome: 'failed', at: at(40) } as const;
    expect(does(joined, event).slice(0, 2)).toEqual(['end-third', 'music']);
    expect(having(joined, event)).toMatchObject({ state: { name: 'waiting' }, transfers: [{ outcome: 'failed' }] });
  });

  test.each([
    ['the caller', { t: 'caller-gone', at: at(60) }, 'end-third', 'caller'],
    ['the third party', { t: 'third-gone', attempt: 1, outcome: 'refused', at: at(60) }, 'hang-up', 'operator'],
  ] as const)('after joining, %s hangs up: the other is let go', (_who, event, effect, endedBy) => {
    const joined = having(announced, { t: 'join', operatorId: lea, at: at(40) });
    expect(does(joined, event)).toEqual([effect, 'facts']);
    expect(having(joined, event)).toMatchObject({ endedBy, outcome: 'handled' });
  });
});

describe('found again after a restart', () => {
  const forgotten: Call = { ...announced, state: { name: 'ringing' } };

  test.each(['ringing', 'talking'] as const)('a third party who is %s is still being asked', (party) => {
    const next = stepRejoinFrom(forgotten, { at: at(50), place: 'consulting', operatorId: lea, party });
    expect(next.call.state).toMatchObject({ name: 'consulting', operatorId: lea, party });
    expect(outcome(next.call)).toBeNull();
  });

  test('a third party who answered meanwhile is moved to the operator', () => {
    const next = stepRejoinFrom(forgotten, { at: at(50), place: 'consulting', operatorId: lea, party: 'answered' });
    expect(next.effects.at(-1)).toEqual({ do: 'consult', operatorId: lea, attempt: 1 });
  });

  test('two who were joined go on; one who was left alone is let go', () => {
    const joined = stepRejoinFrom(forgotten, { at: at(50), place: 'joined' }).call;
    expect([joined.state.name, outcome(joined)]).toEqual(['transferred', 'connected']);
    expect(stepRejoinFrom(forgotten, { at: at(50), place: 'joined-alone' }).call).toMatchObject({ outcome: 'handled' });
  });

  test('a caller taken back from a third party who never spoke to him waits on, with whoever was asked since', () => {
    const joined = having(announced, { t: 'join', operatorId: lea, at: at(40) });
    const back = having(joined, { t: 'third-gone', attempt: 1, outcome: 'failed', at: at(40) });
    const waits = stepRejoinFrom(back, { at: at(50), place: 'joined-alone' });
    expect([waits.call.state.name, waits.effects[0]]).toEqual(['waiting', { do: 'music' }]);
    const asked = having(back, { t: 'offer', operatorId: lea, at: at(45) });
    const next = stepRejoinFrom(asked, { at: at(50), place: 'joined-alone' });
    expect([next.call.state, next.effects[0]]).toEqual([asked.state, { do: 'music' }]);
  });

  test('an attempt whose third party has gone has failed', () => {
    const held = stepRejoinFrom(forgotten, { at: at(50), place: 'held', operatorId: lea }).call;
    expect([held.state.name, outcome(held)]).toEqual(['held', 'failed']);
  });

  test('[J04] whom the bureau had called is let go when his operator is lost, and never asked for a message because the account is closed', () => {
    const called: Call = { ...talking, outbound: { taskId: null, shown: '+33199000101', result: 'answered' } };
    const left = having(called, { t: 'leg-lost', operatorId: lea, at: at(40) });
    const route = { to: 'voicemail', reason: 'closed' } as const;
    const next = stepRejoinFrom({ ...left, state: { name: 'ringing' } }, { at: at(50), place: 'waiting', route });
    expect(next.call).toMatchObject({ outcome: 'cut', endedBy: 'us' });
    expect(next.effects).toContainEqual({ do: 'hang-up', cause: 'normal' });
  });

  test('a join that the exchange did not hear is asked for again', () => {
    const joined = having(announced, { t: 'join', operatorId: lea, at: at(40) });
    const next = stepRejoinFrom(joined, { at: at(50), place: 'consulting', operatorId: lea, party: 'talking' });
    expect(next).toEqual({ call: joined, effects: [{ do: 'join', attempt: 1 }] });
  });
});

describe('our own leg that comes back on the account’s own line', () => {
  const back = { accountId: uuid(2), caller: '+33199000101', diversion: null, at: at(25) } as const;
  test.each([
    ['from the number that we show', back, true],
    ['forwarded by the number that we dialled', { ...back, caller: null, diversion: { number } }, true],
    ['after 30 s', { ...back, at: at(51) }, false],
    ['on another account’s line', { ...back, accountId: uuid(9) }, false],
    ['from anybody else', { ...back, caller: '+33639980055' }, false],
  ])('%s', (_name, arriving, isOurs) => {
    expect(legComingBack([ringing], arriving) !== undefined).toBe(isOurs);
  });
});
