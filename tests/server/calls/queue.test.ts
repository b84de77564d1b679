import { describe, expect, test } from 'vitest';
import type { Account } from '#shared/accounts/account.ts';
import type { QueueRules } from '#shared/accounts/queue-rules.ts';
import { anOperator, uuid } from '../../fixtures/telephony.ts';
import { type Bureau, bureau } from './bureau.ts';

const lea = anOperator();
const sofie = anOperator({ id: uuid(11), name: 'Sofie Maes' });
const line = '+33199000101';
const office = '+33155550100';

const withQueue = (queue: Partial<QueueRules>, over: Partial<Account> = {}): { account: Partial<Account> } => ({
  account: {
    maxWaitSeconds: 60,
    queue: { priority: 'usual', first: [], overflow: { kind: 'voicemail' }, keepPlace: false, ...queue },
    ...over,
  },
});
const taskOf = async (b: Bureau) => (await b.store.all('task'))[0];
const callIdOf = (b: Bureau) => b.last('offer')?.call.callId ?? '';

describe('the second group', () => {
  test('is asked when the longest wait of a caller is over, not before', async () => {
    const queue: Partial<QueueRules> = { first: [lea.id], overflow: { kind: 'operators', operatorIds: [sofie.id] } };
    const b = await bureau({ operators: [lea, sofie], ...withQueue(queue) });
    await b.ready(lea.id);
    await b.ready(sofie.id);
    b.say({ t: 'pause', reason: 'lunch' }, lea.id);
    b.exchange.arrive('c1', line);
    await b.time.pass(59_000);
    expect(b.last('offer', sofie.id)).toBeUndefined();
    await b.time.pass(2_000);
    expect(b.last('offer', sofie.id)?.call.path).toMatchObject([{ what: 'more-operators' }]);
  });

  test('is asked at once when nobody of the first is signed in', async () => {
    const queue: Partial<QueueRules> = { first: [lea.id], overflow: { kind: 'everybody' } };
    const b = await bureau({ operators: [lea, sofie], ...withQueue(queue) });
    await b.ready(sofie.id);
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    expect(b.last('offer', sofie.id)).toBeDefined();
  });
});

describe('the client’s own number', () => {
  const queue: Partial<QueueRules> = { overflow: { kind: 'number', number: office } };
  const third = (b: Bureau) => b.exchange.asked.find((e) => e.do === 'dial-third');

  async function waitedTooLong(over: Partial<Account> = {}) {
    const b = await bureau(withQueue(queue, over));
    await b.ready();
    b.say({ t: 'pause', reason: 'lunch' });
    b.exchange.arrive('c1', line);
    await b.time.pass(61_000);
    return b;
  }

  test('is called under the account’s limits, and whoever answers has the caller', async () => {
    const b = await waitedTooLong();
    const dialled = third(b);
    expect(dialled).toMatchObject({ number: office, shown: line });
    if (dialled?.do !== 'dial-third') throw new Error('nobody was called');
    expect(b.outboundLedger.spent('accountId', uuid(1), '2026-11-19')).toMatchObject({ legs: 1 });
    b.exchange.thirdAnswers(dialled.third);
    await b.time.pass(10);
    expect(b.exchange.callers.get('c1')?.place).toBe('joined');
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ outcome: 'handled', transfers: [{ outcome: 'connected', announced: false }] });
  });

  test('is forwarded to us: our leg is refused as busy, and the caller leaves a message', async () => {
    const b = await waitedTooLong();
    b.exchange.arrive('c2', line, line);
    await b.time.pass(10);
    expect(b.exchange.asked.find((e) => e.do === 'hang-up')).toMatchObject({ channelId: 'c2', cause: 'busy' });
    expect((await b.row())?.transfers).toMatchObject([{ outcome: 'forwarded-back-to-us' }]);
    expect(b.exchange.done('c1').at(-1)).toBe('play');
  });

  const noLegs = { calls: 'all', shownNumber: null, abroad: true, legsPerDay: 0, centsPerDay: 0 } as const;
  test('is not called beyond the limits: the caller leaves a message, and the refusal is logged', async () => {
    const b = await waitedTooLong({ outbound: noLegs });
    expect(third(b)).toBeUndefined();
    expect(b.logged).toContain('forward.refused');
    expect(b.exchange.done('c1').at(-1)).toBe('play');
  });

  test('rings while the server is started anew: the caller is in the queue, and nothing rings for nobody', async () => {
    const b = await waitedTooLong();
    await b.restart();
    await b.time.pass(10);
    expect(b.exchange.thirds.size).toBe(0);
    expect(b.exchange.callers.get('c1')?.place).toBe('waiting');
    expect(b.floor().snapshot().waiting).toMatchObject([{ state: 'waiting' }]);
  });
});

describe('a place that is kept', () => {
  /** Somebody has pressed the key for it, and hears that he will be called. */
  async function pressedTwo(over: Partial<Account> = {}) {
    const b = await bureau({ operators: [lea, sofie], ...withQueue({ keepPlace: true }, { maxWaitSeconds: 600, ...over }) });
    await b.ready(lea.id);
    b.say({ t: 'pause', reason: 'lunch' }, lea.id);
    b.exchange.arrive('c1', line);
    await b.time.pass(16_000);
    b.exchange.emit({ t: 'digit', channelId: 'c1', digit: '2' });
    await b.time.pass(10);
    return b;
  }

  /** … and the exchange has let go of him. */
  async function keptPlace(over: Partial<Account> = {}) {
    const b = await pressedTwo(over);
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'announcement' });
    await b.time.pass(6_000);
    return b;
  }

  test('stands in the queue where the caller was, and an operator is asked for it in its turn', async () => {
    const b = await keptPlace();
    expect(b.exchange.callers.has('c1')).toBe(false);
    expect(await taskOf(b)).toMatchObject({ origin: 'missed-call', number: '+33639980001', place: {} });
    b.exchange.arrive('c2', line, '+33639980002');
    await b.time.pass(1_000);
    expect(b.floor().snapshot().waiting).toMatchObject([{ state: 'ringing' }, { state: 'waiting', keptPlace: true }]);
    b.say({ t: 'ready' }, lea.id);
    await b.time.pass(600);
    const offer = b.last('offer', lea.id)?.call;
    expect(offer).toMatchObject({ caller: '+33639980001', outbound: { taskId: (await taskOf(b))?.id, result: null } });
    expect(b.exchange.asked.some((e) => e.do === 'dial-out')).toBe(false);
  });

  test('the operator’s answer calls him, the call is recorded as ours and ends the task', async () => {
    const b = await keptPlace();
    b.say({ t: 'ready' }, lea.id);
    await b.time.pass(600);
    const callId = callIdOf(b);
    b.say({ t: 'shown', callId }, lea.id);
    b.say({ t: 'answer', callId }, lea.id);
    await b.time.pass(10);
    expect(b.last('call', lea.id)?.call).toMatchObject({ callId, state: 'dialling' });
    b.exchange.dialledAnswers(`out-${callId}`);
    await b.time.pass(10);
    b.exchange.dialledGoes(`out-${callId}`, 'refused');
    await b.time.pass(10);
    expect(await taskOf(b)).toMatchObject({ tries: [{ result: 'answered' }], done: { how: 'reached' } });
    expect(b.state(lea.id)).toMatchObject({ state: 'wrap-up' });
  });

  test('who was not reached has had his turn: he is a task like others', async () => {
    const b = await keptPlace();
    b.say({ t: 'ready' }, lea.id);
    await b.time.pass(600);
    const callId = callIdOf(b);
    b.say({ t: 'answer', callId }, lea.id);
    await b.time.pass(10);
    b.exchange.dialledGoes(`out-${callId}`, 'busy');
    await b.time.pass(10);
    b.say({ t: 'wrapped-up', callId }, lea.id);
    await b.time.pass(20_000);
    expect(callIdOf(b)).toBe(callId);
    expect(await taskOf(b)).toMatchObject({ tries: [{ result: 'busy' }], done: null });
  });

  test('an operator who does not answer is no try: the next is asked', async () => {
    const b = await keptPlace();
    await b.ready(sofie.id);
    await b.time.pass(600);
    const callId = b.last('offer', sofie.id)?.call.callId ?? '';
    b.say({ t: 'shown', callId }, sofie.id);
    b.say({ t: 'ready' }, lea.id);
    await b.time.pass(9_000);
    expect(b.last('offer-ended', sofie.id)).toMatchObject({ callId, reason: 'not-answered' });
    expect(b.last('offer', lea.id)?.call.outbound).toMatchObject({ result: null });
    expect((await taskOf(b))?.tries).toEqual([]);
    expect(await b.store.all('call')).toHaveLength(1);
  });

  test('keeps no operator from others while the account has all the legs that it may have', async () => {
    const b = await keptPlace();
    const words = { language: 'fr', words: '', taken: '', passedOn: '' } as const;
    for (const id of ['1', '2', '3', '4'])
      void b.floor().persons.call({ id, accountId: uuid(1), number: '+33639980101', ...words }, async () => undefined);
    b.exchange.arrive('c2', line, '+33639980002');
    await b.time.pass(1_000);
    b.say({ t: 'ready' }, lea.id);
    await b.time.pass(600);
    expect(b.last('offer', lea.id)?.call.caller).toBe('+33639980002');
  });

  test('outlives the server', async () => {
    const b = await keptPlace();
    await b.restart();
    await b.time.pass(1_000);
    expect(b.floor().snapshot().waiting).toMatchObject([{ keptPlace: true }]);
  });

  test('whoever calls again by himself has no place any more', async () => {
    const b = await keptPlace();
    b.exchange.arrive('c2', line);
    await b.time.pass(16_000);
    b.exchange.emit({ t: 'digit', channelId: 'c2', digit: '1' });
    await b.time.pass(10);
    b.exchange.emit({ t: 'played', channelId: 'c2', prompt: 'greeting' });
    await b.time.pass(10);
    b.exchange.recorded('c2', 5);
    await b.time.pass(6_000);
    expect(await taskOf(b)).toMatchObject({ done: { how: 'called-again' } });
    expect(b.floor().snapshot().waiting).toEqual([]);
  });

  test('is over for a caller who is still on the line after a restart: he is served as any other, and keeps no operator from others', async () => {
    const b = await pressedTwo();
    const onTheLine = b.exchange.callers.get('c1');
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'announcement' });
    await b.time.pass(10);
    expect(await taskOf(b)).toMatchObject({ place: {}, done: null });
    if (onTheLine !== undefined) b.exchange.callers.set('c1', { ...onTheLine, place: 'waiting' }); // the exchange has not hung up yet
    await b.restart();
    await b.ready(lea.id);
    await b.time.pass(1_000);
    const callId = b.last('offer', lea.id)?.call.callId ?? '';
    expect(b.last('offer', lea.id)?.call).toMatchObject({ caller: '+33639980001', outbound: null });
    b.say({ t: 'shown', callId }, lea.id);
    b.say({ t: 'answer', callId }, lea.id);
    await b.time.pass(10);
    b.exchange.arrive('c2', line, '+33639980002');
    await b.ready(sofie.id);
    await b.time.pass(1_000);
    expect(b.last('offer', sofie.id)?.call.caller).toBe('+33639980002');
    b.exchange.callerHangsUp('c1');
    await b.time.pass(6_000);
    expect(await taskOf(b)).toMatchObject({ done: { how: 'called-again' } });
  });

  const noCalls = { calls: 'none', shownNumber: null, abroad: false, legsPerDay: 10, centsPerDay: 1000 } as const;
  test('[J04] is not offered to callers of an account that lets us call nobody', async () => {
    const b = await bureau(withQueue({ keepPlace: true }, { outbound: noCalls }));
    await b.ready();
    b.say({ t: 'pause', reason: 'lunch' });
    b.exchange.arrive('c1', line);
    await b.time.pass(16_000);
    const welcome = b.exchange.asked.find((e) => e.do === 'play');
    expect(welcome?.do === 'play' && welcome.file).not.toContain('deux');
    b.exchange.emit({ t: 'digit', channelId: 'c1', digit: '2' });
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('play');
    expect(b.exchange.callers.has('c1')).toBe(true);
  });
});
