import { expect, test } from 'vitest';
import { aDraft, anOperator, uuid } from '../../fixtures/telephony.ts';
import { type Bureau, bureau } from './bureau.ts';

const lea = anOperator();
const max = { id: uuid(40), name: 'Max' };

const say = (b: Bureau, message: Parameters<ReturnType<Bureau['floor']>['onSupervisor']>[1]) =>
  b.floor().onSupervisor(max, message);
const listeners = (b: Bureau) => Object.fromEntries(b.exchange.listeners);
const sign = (b: Bureau) => b.last('call')?.call.listeners;

/** Léa talks with a caller; Max's page has registered its telephone. */
async function talking(): Promise<{ b: Bureau; callId: string }> {
  const b = await bureau();
  await b.ready();
  b.exchange.arrive('c1', '+33199000101');
  await b.time.pass(10);
  const callId = b.last('offer')?.call.callId ?? '';
  b.say({ t: 'shown', callId });
  b.say({ t: 'answer', callId });
  await b.time.pass(10);
  say(b, { t: 'phone', state: 'registered' });
  return { b, callId };
}

async function listening(how: 'listen' | 'whisper' | 'join' = 'listen') {
  const { b, callId } = await talking();
  say(b, { t: 'listen', callId, how });
  await b.time.pass(600);
  return { b, callId };
}

test('a supervisor who listens gets a leg, is brought to the operator’s, and she sees it', async () => {
  const { b, callId } = await listening();
  expect(b.last('leg', max.id)).toEqual({ t: 'leg', wanted: true });
  expect(listeners(b)).toEqual({ [max.id]: { operatorId: lea.id, how: 'listen' } });
  expect(sign(b)).toEqual([{ name: 'Max', how: 'listen' }]);
  expect(b.floor().snapshot().conversations).toMatchObject([
    { callId, operator: lea.name, state: 'talking', listeners: [{ supervisorId: max.id, how: 'listen' }] },
  ]);
  say(b, { t: 'listen', callId, how: 'join' });
  await b.time.pass(10);
  expect([listeners(b), sign(b)]).toEqual([{ [max.id]: { operatorId: lea.id, how: 'join' } }, [{ name: 'Max', how: 'join' }]]);
  say(b, { t: 'listen', callId, how: null });
  await b.time.pass(10);
  expect([listeners(b), sign(b), b.exchange.legs.has(max.id)]).toEqual([{}, [], false]);
  expect((await b.row())?.listened?.map(({ how, until }) => [how, until === null])).toEqual([
    ['listen', false],
    ['join', false],
  ]);
});

test('he is no operator: not among them, and never asked for a call', async () => {
  const { b } = await listening();
  expect(
    b
      .floor()
      .snapshot()
      .operators.map((o) => o.operatorId),
  ).toEqual([lea.id]);
  b.exchange.arrive('c2', '+33199000101', '+33639980002');
  await b.time.pass(10_000);
  expect(b.last('offer', max.id)).toBeUndefined();
  expect(b.last('queue', max.id)).toBeUndefined();
});

test('the call ends: nobody is listened to, his leg goes, the row is complete', async () => {
  const { b } = await listening('whisper');
  b.exchange.callerHangsUp('c1');
  await b.time.pass(10);
  expect([listeners(b), b.exchange.legs.has(max.id), b.floor().snapshot().conversations]).toEqual([{}, false, []]);
  expect((await b.row())?.listened).toMatchObject([{ name: 'Max', how: 'whisper', until: expect.any(String) }]);
});

test('his page is lost: the listening ends, the conversation goes on', async () => {
  const { b } = await listening();
  b.floor().operatorGone(max.id);
  await b.time.pass(10);
  expect([listeners(b), sign(b), b.exchange.callers.get('c1')?.place]).toEqual([{}, [], 'with-operator']);
});

test('the operator’s leg is renewed under him: he follows the new one', async () => {
  const { b } = await listening();
  b.exchange.legs.delete(lea.id);
  b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'gone' });
  await b.time.pass(10);
  expect(listeners(b)).toEqual({});
  await b.time.pass(3000);
  expect(b.exchange.callers.get('c1')?.place).toBe('with-operator');
  expect(listeners(b)).toEqual({ [max.id]: { operatorId: lea.id, how: 'listen' } });
});

test('the connection to the exchange is lost: a survey ends all listening, and whoever still wants to hears again', async () => {
  const { b } = await listening('whisper');
  b.exchange.lose();
  b.exchange.connect();
  await b.time.pass(600);
  expect(listeners(b)).toEqual({ [max.id]: { operatorId: lea.id, how: 'whisper' } });
});

test('after a restart nobody listens, the leg that is left goes with its page, and the row says until when', async () => {
  const { b } = await listening();
  await b.restart();
  await b.ready();
  expect([listeners(b), sign(b)]).toEqual([{}, []]);
  b.floor().onSupervisorOpened(max);
  await b.time.pass(10);
  expect(b.exchange.legs.has(max.id)).toBe(false);
  b.exchange.callerHangsUp('c1');
  await b.time.pass(10);
  expect((await b.row())?.listened).toMatchObject([{ how: 'listen', until: expect.any(String) }]);
});

test('he takes the caller over with the note as far as it got; the operator is free', async () => {
  const { b, callId } = await listening();
  b.say({ t: 'draft', callId, draft: aDraft(callId) });
  say(b, { t: 'take-over', callId });
  await b.time.pass(10);
  expect(b.exchange.callers.get('c1')).toMatchObject({ place: 'with-operator', operatorId: max.id });
  const told = b.seen.filter((s) => s.operatorId === max.id && s.message.t === 'call').map((s) => s.message);
  expect(told).toMatchObject([{ call: { callId, state: 'talking' }, draft: { matter: 'Résultats' } }]);
  expect(b.last('offer-ended')).toMatchObject({ callId, reason: 'handed-over', takenOver: true });
  expect([b.state()?.state, listeners(b)]).toEqual(['ready', {}]);
  say(b, { t: 'hangup', callId });
  await b.time.pass(10);
  expect(b.last('call', max.id)?.call.state).toBe('ended');
  say(b, { t: 'wrapped-up', callId });
  await b.time.pass(10);
  expect(b.exchange.legs.has(max.id)).toBe(false);
  expect(await b.row()).toMatchObject({ operatorId: max.id, outcome: 'handled', listened: [{}, { how: 'take-over' }] });
});

test('a restart in a call that he has taken over: he goes on with it', async () => {
  const { b, callId } = await listening();
  say(b, { t: 'take-over', callId });
  await b.time.pass(10);
  await b.restart();
  b.floor().onSupervisorOpened(max);
  await b.time.pass(10);
  expect(b.last('call', max.id)?.call).toMatchObject({ callId, state: 'talking' });
  expect(b.exchange.callers.get('c1')).toMatchObject({ place: 'with-operator', operatorId: max.id });
  expect(b.exchange.legs.has(max.id)).toBe(true);
});

test('without a leg that is up nothing is taken over, and a call that is none cannot be followed', async () => {
  const { b, callId } = await talking();
  say(b, { t: 'take-over', callId });
  expect(b.last('refused', max.id)).toMatchObject({ code: 'take_over.not_possible', callId });
  expect(b.state()?.state).toBe('talking');
  say(b, { t: 'listen', callId: uuid(99), how: 'listen' });
  expect(b.last('refused', max.id)).toMatchObject({ code: 'listen.not_possible' });
});

test('one conversation at a time', async () => {
  const sofie = anOperator({ id: uuid(11) });
  const b = await bureau({ operators: [lea, sofie] });
  const answer = async (channel: string, operatorId: string) => {
    await b.ready(operatorId);
    b.exchange.arrive(channel, '+33199000101');
    await b.time.pass(10);
    const callId = b.last('offer', operatorId)?.call.callId ?? '';
    b.say({ t: 'shown', callId }, operatorId);
    b.say({ t: 'answer', callId }, operatorId);
    await b.time.pass(10);
    return callId;
  };
  const [first, second] = [await answer('c1', lea.id), await answer('c2', sofie.id)];
  say(b, { t: 'phone', state: 'registered' });
  say(b, { t: 'listen', callId: first, how: 'listen' });
  say(b, { t: 'listen', callId: second, how: 'whisper' });
  await b.time.pass(600);
  expect(listeners(b)).toEqual({ [max.id]: { operatorId: sofie.id, how: 'whisper' } });
  expect([sign(b), b.last('call', sofie.id)?.call.listeners]).toEqual([[], [{ name: 'Max', how: 'whisper' }]]);
});
