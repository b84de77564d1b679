import { expect, test } from 'vitest';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import { aTask } from '../../fixtures/rows.ts';
import { anOperator, uuid } from '../../fixtures/telephony.ts';
import { type Bureau, bureau } from './bureau.ts';

const caller = '+33639980001';
const taskOf = async (b: Bureau): Promise<CallbackTask | undefined> => (await b.store.all('task'))[0];

/** A ready operator, and somebody to be called back. */
async function withTask(given: Partial<CallbackTask> = {}, options: Parameters<typeof bureau>[0] = {}) {
  const b = await bureau(options);
  const task = aTask({ accountId: uuid(1), number: caller, ...given });
  await b.store.transact((tx) => tx.put('task', task));
  await b.time.pass(6000);
  await b.ready();
  return { b, task };
}

/** … and the operator calls him: his telephone is rung by this channel. */
async function dialling(given: Partial<CallbackTask> = {}, options: Parameters<typeof bureau>[0] = {}) {
  const { b, task } = await withTask(given, options);
  b.say({ t: 'dial', taskId: task.id });
  await b.time.pass(10);
  const callId = b.last('call')?.call.callId ?? '';
  return { b, task, callId, channelId: `out-${callId}` };
}

test('[J04] an operator calls back whom a task is about; he sees the account’s number, and the call is recorded as ours', async () => {
  const { b, task, callId, channelId } = await dialling();
  expect(b.exchange.asked.find((e) => e.do === 'dial-out')).toMatchObject({ channelId, number: caller, shown: '+33199000101' });
  expect(b.last('call')?.call).toMatchObject({ state: 'dialling', outbound: { taskId: task.id, rings: true } });
  b.exchange.dialledAnswers(channelId);
  await b.time.pass(10);
  expect([b.exchange.callers.get(channelId)?.place, b.last('call')?.call.state]).toEqual(['with-operator', 'talking']);
  b.exchange.dialledGoes(channelId, 'refused');
  await b.time.pass(10);
  expect(b.state()).toMatchObject({ state: 'wrap-up', callId });
  expect(await b.row()).toMatchObject({ caller, endedBy: 'caller', outbound: { taskId: task.id, result: 'answered' } });
  expect(await taskOf(b)).toMatchObject({ tries: [{ callId, result: 'answered' }], done: { how: 'reached' } });
});

test('the operator hears it ring until somebody comes to his leg or nobody does', async () => {
  const { b, channelId } = await dialling();
  const tones = () => b.exchange.asked.filter((e) => e.do === 'ringback').map((e) => e.on);
  expect(tones()).toEqual([true]);
  b.exchange.dialledGoes(channelId, 'busy');
  await b.time.pass(10);
  expect(tones()).toEqual([true, false]);
});

test('nobody answers: the try stands in the task, which stays open, and no note is asked for', async () => {
  const { b, callId, channelId } = await dialling();
  b.exchange.dialledGoes(channelId, 'no-answer');
  await b.time.pass(10);
  expect(b.last('call')?.call).toMatchObject({ state: 'ended', answeredAt: null, outbound: { result: 'no-answer' } });
  b.say({ t: 'wrapped-up', callId });
  expect(b.state()).toMatchObject({ state: 'ready' });
  expect(await taskOf(b)).toMatchObject({ tries: [{ result: 'no-answer' }], done: null });
});

test('a call that rings is called off by the operator, and is no try', async () => {
  const { b, callId, channelId } = await dialling();
  b.say({ t: 'hangup', callId });
  await b.time.pass(10);
  expect([b.exchange.dialled.has(channelId), b.exchange.done(channelId).at(-1)]).toEqual([false, 'hang-up']);
  expect((await taskOf(b))?.tries).toEqual([]);
});

test('the client’s own number is shown where he lets us', async () => {
  const outbound = { calls: 'callbacks', shownNumber: '+33123456789', abroad: true, legsPerDay: 10, centsPerDay: 1000 } as const;
  const { b } = await dialling({}, { account: { outbound } });
  expect(b.exchange.asked.find((e) => e.do === 'dial-out')).toMatchObject({ shown: '+33123456789' });
});

test('[S14] the client’s own person is called about an urgent note though the client wants no calls made, and sees our number', async () => {
  const outbound = { calls: 'none', shownNumber: '+33123456789', abroad: true, legsPerDay: 10, centsPerDay: 1000 } as const;
  const { b } = await dialling({ origin: 'by-hand', alert: { noteId: uuid(70), personId: uuid(71) } }, { account: { outbound } });
  expect(b.exchange.asked.find((e) => e.do === 'dial-out')).toMatchObject({ shown: '+33199000101' });
});

const rules = { shownNumber: null, abroad: false, legsPerDay: 10, centsPerDay: 1000 } as const;
test.each([
  ['an account that wants no calls', {}, { outbound: { ...rules, calls: 'none' } }, 'dial.account-wants-none'],
  ['a call that is no call back', { origin: 'by-hand' }, { outbound: { ...rules, calls: 'callbacks' } }, 'dial.only-callbacks'],
  ['an emergency number', { number: '112' }, {}, 'dial.emergency'],
  ['a number at a price', { number: '+33899123456' }, {}, 'dial.premium'],
  [
    'a country for an account that stays at home',
    { number: '+3225550100' },
    { outbound: { ...rules, calls: 'all' } },
    'dial.abroad-not-allowed',
  ],
  ['one leg too many', {}, { outbound: { ...rules, calls: 'all', legsPerDay: 0 } }, 'dial.account-legs'],
  ['what the account may not spend', {}, { outbound: { ...rules, calls: 'all', centsPerDay: 149 } }, 'dial.account-spending'],
  ['nobody’s number', { number: null }, {}, 'dial.unreadable-number'],
] as const)('[J04] %s is not dialled', async (_, given, account, code) => {
  const { b } = await dialling(given, { account });
  expect(b.last('refused')).toMatchObject({ code });
  expect(b.exchange.asked.some((e) => e.do === 'dial-out')).toBe(false);
  expect(b.logged).toContain('dial.refused');
});

test('nobody is dialled for whom no task stands, nor from a pause', async () => {
  const { b, task } = await withTask();
  b.say({ t: 'dial', taskId: uuid(99) });
  await b.time.pass(10);
  expect(b.last('refused')).toMatchObject({ code: 'dial.no-task' });
  b.say({ t: 'pause', reason: 'break' });
  await b.time.pass(1000);
  b.say({ t: 'dial', taskId: task.id });
  await b.time.pass(10);
  expect(b.last('refused')).toMatchObject({ code: 'dial.not-ready' });
});

test('who was called is asked by no colleague: with the operator lost for good, the call is over', async () => {
  const { b, channelId } = await dialling();
  b.exchange.dialledAnswers(channelId);
  await b.time.pass(10);
  b.pageDies();
  b.exchange.legs.clear();
  b.exchange.emit({ t: 'leg', operatorId: anOperator().id, state: 'gone' });
  await b.time.pass(16_000);
  expect([b.exchange.callers.has(channelId), (await b.row())?.outcome]).toEqual([false, 'cut']);
});

test('[P10] our own call that comes back on the account’s line is refused, and called off', async () => {
  const { b, channelId } = await dialling();
  b.exchange.arrive('c9', '+33199000101', '+33199000101');
  await b.time.pass(10);
  expect([b.exchange.callers.has('c9'), b.exchange.dialled.has(channelId)]).toEqual([false, false]);
});

test('a server that starts anew finds the conversation that its operator began himself', async () => {
  const { b, callId, channelId } = await dialling();
  b.exchange.dialledAnswers(channelId);
  await b.time.pass(10);
  await b.restart();
  await b.ready();
  expect(b.last('call')?.call).toMatchObject({ callId, state: 'talking', outbound: { result: 'answered' } });
});

test('the exchange falls while it rings: the operator is told, and free', async () => {
  const { b, callId } = await dialling();
  b.exchange.fall();
  await b.time.pass(10);
  expect(b.last('call')?.call).toMatchObject({ callId, state: 'ended', outbound: { result: 'failed' } });
});

test('who is dialled while events are missing, after the exchange was looked at, is let go: nobody waits for him any more', async () => {
  const { b, channelId } = await dialling();
  const dial = b.exchange.dialled.get(channelId);
  b.exchange.lose();
  b.exchange.dialled.clear();
  b.exchange.connect();
  if (dial !== undefined) b.exchange.dialled.set(channelId, dial);
  await b.time.pass(10);
  expect([b.exchange.dialled.has(channelId), b.last('call')?.call.state]).toEqual([false, 'ended']);
});

test('who answers a call of an earlier server, which this one knows nothing of, is let go', async () => {
  const { b, channelId } = await dialling();
  const dial = b.exchange.dialled.get(channelId);
  b.exchange.dialled.clear();
  await b.restart();
  if (dial !== undefined) b.exchange.dialled.set(channelId, dial);
  b.exchange.dialledAnswers(channelId);
  await b.time.pass(10);
  expect(b.exchange.callers.has(channelId)).toBe(false);
});

test('[S23] who gives up waiting is to be called back within half an hour; once however often, and not when he comes back', async () => {
  const b = await bureau();
  await b.time.pass(6000);
  await b.ready();
  for (const channelId of ['c1', 'c2']) {
    b.exchange.arrive(channelId, '+33199000101');
    await b.time.pass(3000);
    b.exchange.callerHangsUp(channelId);
    await b.time.pass(100);
  }
  expect(await b.store.all('task')).toMatchObject([{ origin: 'missed-call', number: caller, done: null }]);
  b.say({ t: 'ready' });
  b.exchange.arrive('c3', '+33199000101');
  await b.time.pass(100);
  const callId = b.last('offer')?.call.callId ?? '';
  b.say({ t: 'shown', callId });
  b.say({ t: 'answer', callId });
  await b.time.pass(10);
  b.exchange.callerHangsUp('c3');
  await b.time.pass(10);
  expect(await b.store.all('task')).toMatchObject([{ done: { how: 'called-again' } }]);
});

test('[S10] a call that is answered costs its price, one that is not costs nothing', async () => {
  const spent = (b: Bureau) => b.outboundLedger.spent('accountId', uuid(1), '2026-11-19');
  const { b, channelId } = await dialling();
  expect(spent(b)).toEqual({ legs: 1, cents: 150 });
  b.exchange.dialledGoes(channelId, 'busy');
  await b.time.pass(10);
  expect(spent(b)).toEqual({ legs: 1, cents: 0 });
  const again = await dialling();
  again.b.exchange.dialledAnswers(again.channelId);
  await again.b.time.pass(10);
  again.b.exchange.dialledGoes(again.channelId, 'refused');
  await again.b.time.pass(10);
  expect([spent(again.b), await again.b.row()]).toMatchObject([
    { cents: 150 },
    { outbound: { price: { class: 'mobile', cents: 150 } } },
  ]);
});

test('while nobody knows what was spent, nothing is dialled', async () => {
  const { b, task } = await withTask();
  b.outboundLedger.goAway();
  b.say({ t: 'dial', taskId: task.id });
  await b.time.pass(10);
  expect(b.last('refused')).toMatchObject({ code: 'dial.limits-unknown' });
});

test('asked for twice at once, one call is dialled and one is counted', async () => {
  const { b, task } = await withTask();
  b.say({ t: 'dial', taskId: task.id });
  b.say({ t: 'dial', taskId: task.id });
  await b.time.pass(10);
  expect(b.exchange.asked.filter((e) => e.do === 'dial-out')).toHaveLength(1);
  expect(b.outboundLedger.spent('accountId', uuid(1), '2026-11-19').cents).toBe(150);
});
