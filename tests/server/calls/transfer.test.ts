import { describe, expect, test } from 'vitest';
import type { Person } from '#shared/accounts/roster.ts';
import type { TelephonyEffect } from '../../../server/ports/telephony.ts';
import { anOperator, uuid } from '../../fixtures/telephony.ts';
import { type Bureau, bureau } from './bureau.ts';

const lea = anOperator();
const claire: Person = {
  id: uuid(20),
  accountId: uuid(1),
  position: 1,
  name: 'Claire Martin',
  role: 'médecin',
  email: null,
  mobile: '+33639980101',
  channels: { email: false, sms: false, push: false },
  availability: { state: 'free', text: '', until: null },
};
const toClaire = { kind: 'person', personId: claire.id } as const;

/** Léa talks with a caller of the account; Claire stands on its roster. */
async function talking(): Promise<{ b: Bureau; callId: string }> {
  const b = await bureau();
  await b.store.transact(async (tx) => tx.put('person', claire));
  await b.time.pass(6000);
  await b.ready();
  b.exchange.arrive('c1', '+33199000101');
  await b.time.pass(10);
  const callId = b.last('offer')?.call.callId ?? '';
  b.say({ t: 'shown', callId });
  b.say({ t: 'answer', callId });
  await b.time.pass(10);
  return { b, callId };
}

/** … and calls Claire, who answers. */
async function announced() {
  const { b, callId } = await talking();
  b.say({ t: 'transfer', callId, to: toClaire });
  await b.time.pass(8000);
  b.exchange.thirdAnswers({ callId, attempt: 1 });
  await b.time.pass(10);
  return { b, callId, third: { callId, attempt: 1 } };
}
const placeOf = (b: Bureau) => b.exchange.callers.get('c1')?.place;

test('who answers when nobody waits for him any more is let go; who is told of twice is not', async () => {
  const { b, callId, third } = await announced();
  const ended = () => b.exchange.asked.filter((e) => e.do === 'end-third').length;
  b.exchange.thirdAnswers(third);
  await b.time.pass(10);
  expect([ended(), placeOf(b)]).toEqual([0, 'held']);
  b.say({ t: 'return', callId, reason: null });
  await b.time.pass(10);
  expect(ended()).toBe(1);
  b.exchange.thirds.set(`${callId}.1`, { ...third, place: 'ringing' }); // the exchange was slower than the key
  b.exchange.thirdAnswers(third);
  await b.time.pass(10);
  expect([ended(), b.exchange.thirds.size]).toEqual([2, 0]);
});

test('[P08] the caller hears music, the third party sees the client’s number, and the two are joined', async () => {
  const { b, callId, third } = await announced();
  expect(b.exchange.asked.find((e) => e.do === 'dial-third')).toMatchObject({ number: claire.mobile, shown: '+33199000101' });
  expect([placeOf(b), b.exchange.thirds.get(`${callId}.1`)?.place]).toEqual(['held', 'with-operator']);
  b.say({ t: 'join', callId });
  await b.time.pass(10);
  expect([placeOf(b), b.exchange.thirds.get(`${callId}.1`)?.place]).toEqual(['joined', 'joined']);
  expect(b.state()).toMatchObject({ state: 'wrap-up', callId });
  expect(b.last('call')?.call).toMatchObject({ state: 'ended', transfer: { personId: claire.id, outcome: 'connected' } });
  b.say({ t: 'wrapped-up', callId });
  expect(b.state()).toMatchObject({ state: 'ready' });
  await b.time.pass(2000);
  b.exchange.thirdGoes(third, 'refused');
  await b.time.pass(10);
  expect(await b.row()).toMatchObject({ outcome: 'handled', transfers: [{ outcome: 'connected', personId: claire.id }] });
});

test('[P09] busy: one key brings the caller back, and the row knows why', async () => {
  const { b, callId } = await talking();
  b.say({ t: 'transfer', callId, to: toClaire });
  await b.time.pass(10);
  b.exchange.thirdGoes({ callId, attempt: 1 }, 'busy');
  await b.time.pass(10);
  expect([placeOf(b), b.last('call')?.call.transfer]).toMatchObject(['held', { party: 'over', outcome: 'busy' }]);
  b.say({ t: 'return', callId, reason: null });
  await b.time.pass(10);
  expect([placeOf(b), b.last('call')?.call.state]).toEqual(['with-operator', 'talking']);
  expect(await b.row()).toMatchObject({ transfers: [{ number: claire.mobile, outcome: 'busy' }] });
});

test('[P10] a leg of ours that comes back on the account’s own line is refused as busy, and the screen is told', async () => {
  const { b, callId } = await talking();
  b.say({ t: 'transfer', callId, to: toClaire });
  await b.time.pass(1000);
  b.exchange.arrive('c2', '+33199000101', '+33199000101');
  await b.time.pass(10);
  expect(b.exchange.asked.find((e) => e.do === 'hang-up' && e.channelId === 'c2')).toMatchObject({ cause: 'busy' });
  expect(b.last('call')?.call.transfer).toMatchObject({ party: 'over', outcome: 'forwarded-back-to-us' });
  expect([...b.exchange.thirds]).toEqual([]);
  expect((await b.store.all('call')).length).toBe(1);
});

describe('[P10] refused, and logged without the number', () => {
  test.each([
    [{ kind: 'number', number: '112' }, 'transfer.emergency'],
    [{ kind: 'number', number: '+33899123456' }, 'transfer.premium'],
    [{ kind: 'person', personId: uuid(99) }, 'transfer.unreadable-number'],
  ] as const)('%j: %s', async (to, code) => {
    const { b, callId } = await talking();
    b.say({ t: 'transfer', callId, to });
    await b.time.pass(10);
    expect(b.last('refused')).toMatchObject({ code, callId });
    expect([placeOf(b), b.exchange.thirds.size, b.logged.includes('transfer.refused')]).toEqual(['with-operator', 0, true]);
  });

  test('without a live call of his own nobody calls anybody', async () => {
    const { b, callId } = await talking();
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    b.say({ t: 'transfer', callId, to: toClaire });
    expect(b.last('refused')).toMatchObject({ code: 'call.not_possible' });
    expect(b.exchange.thirds.size).toBe(0);
  });
});

describe('after a restart of the server', () => {
  test('an announced call goes on being announced, and can be joined', async () => {
    const { b, callId } = await announced();
    await b.restart();
    await b.ready();
    expect(b.last('call')?.call).toMatchObject({ state: 'consulting', transfer: { party: 'talking' } });
    b.say({ t: 'join', callId });
    await b.time.pass(10);
    expect(placeOf(b)).toBe('joined');
  });

  test('two who were joined go on, and the operator still writes his note', async () => {
    const { b, callId, third } = await announced();
    b.say({ t: 'join', callId });
    await b.time.pass(10);
    await b.restart();
    b.floor().onSignedIn(lea.id);
    await b.time.pass(10);
    b.say({ t: 'wrapping-up', callId });
    expect(b.state()).toMatchObject({ state: 'wrap-up', callId });
    expect(placeOf(b)).toBe('joined');
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    expect([b.exchange.thirds.size, (await b.row())?.endedBy]).toEqual([0, 'caller']);
    expect(third.attempt).toBe(1);
  });

  test('without the database a caller who is joined goes on, and is let go when the third party hangs up', async () => {
    const { b, callId, third } = await announced();
    b.say({ t: 'join', callId });
    await b.time.pass(10);
    Object.assign(b.store, { all: async () => Promise.reject(new Error('away')) });
    await b.restart();
    expect(placeOf(b)).toBe('joined');
    b.exchange.thirdGoes(third, 'failed');
    await b.time.pass(1000);
    expect(b.exchange.callers.has('c1')).toBe(false);
  });

  test('a third party whom no call knows any more is let go', async () => {
    const { b } = await announced();
    b.floor().stop();
    b.exchange.callers.clear();
    await b.restart();
    await b.time.pass(10);
    expect(b.exchange.thirds.size).toBe(0);
  });

  test('a third party who was lost with the connection has failed', async () => {
    const { b, callId } = await announced();
    b.exchange.lose();
    b.exchange.thirds.clear();
    b.exchange.connect();
    await b.time.pass(10);
    expect(b.last('call')?.call).toMatchObject({ callId, state: 'held', transfer: { outcome: 'failed' } });
  });
});

test('the operator’s leg is lost while he announces: the caller keeps his music until he is back, the third party is let go', async () => {
  const { b } = await announced();
  b.exchange.legs.delete(lea.id);
  b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'gone' });
  await b.time.pass(10);
  expect([b.exchange.done('c1').slice(-3), b.exchange.thirds.size]).toEqual([['hold', 'music', 'connect'], 0]);
});

test('[P08] without announcing: whoever answers has the caller at once, and the operator writes the note', async () => {
  const { b, callId } = await talking();
  b.say({ t: 'transfer', callId, to: toClaire, announced: false });
  await b.time.pass(10);
  expect([placeOf(b), b.exchange.hearsRinging()]).toEqual(['held', true]);
  b.exchange.thirdAnswers({ callId, attempt: 1 });
  await b.time.pass(10);
  expect([placeOf(b), b.exchange.thirds.get(`${callId}.1`)?.place, b.exchange.hearsRinging()]).toEqual([
    'joined',
    'joined',
    false,
  ]);
  expect(b.state()).toMatchObject({ state: 'wrap-up', callId });
  expect(await b.row()).toMatchObject({ transfers: [{ outcome: 'connected', announced: false, price: { cents: 150 } }] });
});

test('at a slow exchange whoever hangs up before the caller has come to him has not spoken to him: the caller waits for somebody else', async () => {
  const { b, callId, third } = await announced();
  let obeys = (): void => undefined;
  const slow = new Promise<void>((resolve) => {
    obeys = resolve;
  });
  const { perform } = b.exchange.telephony;
  Object.assign(b.exchange.telephony, {
    perform: async (effect: TelephonyEffect) => {
      if (effect.do === 'join') await slow;
      return perform(effect);
    },
  });
  b.say({ t: 'join', callId });
  await b.time.pass(3000);
  b.exchange.thirdGoes(third, 'failed');
  obeys();
  await b.time.pass(10);
  expect([placeOf(b), b.floor().snapshot().waiting[0]?.callId]).toEqual(['waiting', callId]);
});

test('without announcing: nobody answers, and the operator still has his caller', async () => {
  const { b, callId } = await talking();
  b.say({ t: 'transfer', callId, to: toClaire, announced: false });
  await b.time.pass(10);
  b.exchange.thirdGoes({ callId, attempt: 1 }, 'no-answer');
  await b.time.pass(10);
  b.say({ t: 'return', callId, reason: null });
  await b.time.pass(10);
  expect([placeOf(b), b.last('call')?.call.state]).toEqual(['with-operator', 'talking']);
});

test('[S10] a transfer costs when it has succeeded; asking and going back costs nothing', async () => {
  const spent = (b: Bureau) => b.outboundLedger.spent('accountId', uuid(1), '2026-11-19').cents;
  const { b, callId } = await announced();
  expect(spent(b)).toBe(150);
  b.say({ t: 'return', callId, reason: 'refused' });
  await b.time.pass(10);
  expect(spent(b)).toBe(0);
  const other = await announced();
  other.b.say({ t: 'join', callId: other.callId });
  await other.b.time.pass(10);
  expect(spent(other.b)).toBe(150);
});

describe('handing over to a colleague', () => {
  const sofie = anOperator({ id: uuid(11), name: 'Sofie' });

  /** Léa has a caller and a note begun; Sofie is ready. Music comes after `slow`. */
  async function withColleague(ready: boolean, slow: Promise<void> | null = null) {
    const b = await bureau({ operators: [lea, sofie] });
    const { perform } = b.exchange.telephony;
    Object.assign(b.exchange.telephony, {
      perform: async (effect: TelephonyEffect) => {
        if (effect.do === 'music') await slow;
        return perform(effect);
      },
    });
    await b.time.pass(6000);
    await b.ready();
    b.exchange.arrive('c1', '+33199000101');
    await b.time.pass(10);
    const callId = b.last('offer')?.call.callId ?? '';
    b.say({ t: 'shown', callId });
    b.say({ t: 'answer', callId });
    await b.time.pass(10);
    if (ready) await b.ready(sofie.id);
    b.say({ t: 'hand-over', callId, to: sofie.id });
    await b.time.pass(10);
    return { b, callId };
  }

  test('the colleague is offered the caller, who hears music meanwhile; the first is free at once', async () => {
    const { b, callId } = await withColleague(true);
    expect([b.last('offer', sofie.id)?.call.callId, placeOf(b)]).toEqual([callId, 'waiting']);
    expect(b.last('offer-ended')).toMatchObject({ callId, reason: 'handed-over' });
    expect(b.state()).toMatchObject({ state: 'ready' });
    b.say({ t: 'shown', callId }, sofie.id);
    b.say({ t: 'answer', callId }, sofie.id);
    await b.time.pass(10);
    expect(b.exchange.callers.get('c1')).toMatchObject({ place: 'with-operator', operatorId: sofie.id });
    expect((await b.row())?.operatorId).toBe(sofie.id);
  });

  test('at a slow exchange the next caller comes to the first operator only when the one before has left him', async () => {
    let obeys = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      obeys = resolve;
    });
    const { b } = await withColleague(true, slow);
    b.exchange.arrive('c2', '+33199000101', '+33639980002');
    await b.time.pass(10);
    b.say({ t: 'answer', callId: b.last('offer')?.call.callId ?? '' });
    await b.time.pass(10);
    expect(b.state()).toMatchObject({ state: 'talking' });
    expect([placeOf(b), b.exchange.callers.get('c2')?.place]).toEqual(['with-operator', 'ringing']);
    obeys();
    await b.time.pass(10);
    expect([placeOf(b), b.exchange.callers.get('c2')?.place]).toEqual(['waiting', 'with-operator']);
  });

  test('a colleague who does not answer leaves the caller to the queue, not to nobody', async () => {
    const { b, callId } = await withColleague(true);
    b.say({ t: 'shown', callId }, sofie.id);
    await b.time.pass(9000);
    expect(b.last('offer')?.call.callId).toBe(callId);
    expect(placeOf(b)).toBe('waiting');
  });

  test('a colleague who is not free is not asked, and the caller stays where he is', async () => {
    const { b, callId } = await withColleague(false);
    expect(b.last('refused')).toMatchObject({ code: 'call.colleague_not_free', callId });
    expect([placeOf(b), b.last('call')?.call.state]).toEqual(['with-operator', 'talking']);
  });
});

test('[S23] holds are counted, with their length', async () => {
  const { b, callId } = await talking();
  for (const seconds of [5, 7]) {
    b.say({ t: 'hold', callId });
    await b.time.pass(seconds * 1000);
    b.say({ t: 'unhold', callId });
    await b.time.pass(1000);
  }
  b.exchange.callerHangsUp('c1');
  await b.time.pass(10);
  expect(await b.row()).toMatchObject({ holds: 2, heldSeconds: 12, endedBy: 'caller', waitedSeconds: 0 });
});
