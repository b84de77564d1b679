import { describe, expect, test } from 'vitest';
import { anOperator, uuid } from '../../fixtures/telephony.ts';
import { type Bureau, bureau } from './bureau.ts';

const lea = anOperator();
const sofie = anOperator({ id: uuid(11), name: 'Sofie Maes', languages: ['nl', 'fr'] });
const line = '+33199000101';
const mobile = '+33639980201';

/** Léa is ready and has chosen that her telephone rings; her page has been away for so many milliseconds. */
async function away(ms: number, operators = [lea]): Promise<Bureau> {
  const b = await bureau({ operators });
  b.telephones.set(lea.id, { number: mobile, use: true });
  await b.floor().telephonesChanged();
  await b.ready(lea.id);
  b.pageDies(lea.id);
  await b.time.pass(ms);
  return b;
}

const rung = (b: Bureau) => b.exchange.asked.filter((e) => e.do === 'ring-telephone');

describe('an operator whose page is away', () => {
  test('is called on his own telephone, and has the caller after pressing 1', async () => {
    const b = await away(20_000);
    expect(b.state()).toMatchObject({ state: 'ready', reason: 'telephone' });
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    expect(rung(b)).toMatchObject([{ number: mobile, shown: line, operatorId: lea.id }]);
    b.exchange.telephoneAnswers(lea.id);
    await b.time.pass(10);
    expect(b.exchange.asked.at(-1)).toMatchObject({ do: 'ask-telephone', file: expect.stringContaining('Tapez un') });
    expect(b.exchange.done('c1')).not.toContain('connect');
    b.exchange.telephonePresses(lea.id, '1');
    await b.time.pass(10);
    expect(b.exchange.done('c1').slice(-2)).toEqual(['answer', 'connect']);
    expect(b.state()).toMatchObject({ state: 'talking', reason: 'telephone' });
    expect(await b.row()).toMatchObject({
      operatorId: lea.id,
      offers: [{ outcome: 'answered', telephone: { class: 'mobile' } }],
    });
    expect(b.outboundLedger.spent('operatorId', lea.id, '2026-11-19')).toEqual({ legs: 1, cents: 150 });
  });

  test('keeps a telephone of which the exchange tells twice', async () => {
    const b = await away(20_000);
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    b.exchange.telephoneAnswers(lea.id);
    await b.time.pass(10);
    b.exchange.telephoneAnswers(lea.id);
    b.exchange.telephonePresses(lea.id, '1');
    await b.time.pass(10);
    expect(b.exchange.asked.some((e) => e.do === 'end-telephone')).toBe(false);
    expect(b.state()).toMatchObject({ state: 'talking', reason: 'telephone' });
  });

  test('is not told the name of a medical account, and of another only in its own language', async () => {
    const b = await away(20_000);
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    b.exchange.telephoneAnswers(lea.id);
    await b.time.pass(10);
    expect(JSON.stringify(b.exchange.asked.at(-1))).not.toContain('Martin');
  });

  test('never gets the caller without the key: 8 s after a voicemail box answered, the next is asked', async () => {
    const b = await away(20_000, [lea, sofie]);
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    b.exchange.telephoneAnswers(lea.id);
    await b.ready(sofie.id);
    await b.time.pass(7_500);
    expect(b.last('offer', sofie.id)).toBeUndefined();
    await b.time.pass(600);
    expect(b.last('offer', sofie.id)).toBeDefined();
    expect(b.exchange.asked.some((e) => e.do === 'end-telephone')).toBe(true);
    expect(b.exchange.telephones.size).toBe(0);
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ offers: [{ outcome: 'not-answered' }, { outcome: 'withdrawn' }] });
    expect(b.outboundLedger.spent('operatorId', lea.id, '2026-11-19').cents).toBe(0);
  });

  test('is passed over when the line is busy, and pauses after two calls in a row that he did not take', async () => {
    const b = await away(20_000);
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    b.exchange.telephoneGoes(lea.id);
    await b.time.pass(600);
    expect(rung(b)).toHaveLength(2);
    b.exchange.telephoneGoes(lea.id);
    await b.time.pass(600);
    expect(rung(b)).toHaveLength(2);
    expect(b.state()).toMatchObject({ state: 'pause', reason: 'not-answered' });
  });

  test('is not called while somebody at his page is free', async () => {
    const b = await away(20_000, [lea, sofie]);
    await b.ready(sofie.id);
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    expect(b.last('offer', sofie.id)).toBeDefined();
    expect(rung(b)).toEqual([]);
  });

  test('is not called for a page that is only being reloaded', async () => {
    const b = await away(3_000);
    b.exchange.arrive('c1', line);
    await b.time.pass(5_000);
    expect(rung(b)).toEqual([]);
    await b.time.pass(3_000);
    expect(rung(b)).toHaveLength(1);
  });

  test('is not called because the server itself hung and heard no page meanwhile', async () => {
    const b = await bureau({ operators: [lea] });
    b.telephones.set(lea.id, { number: mobile, use: true });
    await b.floor().telephonesChanged();
    await b.ready(lea.id);
    b.say({ t: 'pause', reason: 'break' });
    b.exchange.arrive('c1', line);
    await b.time.pass(20_000);
    b.time.jump(30_000);
    b.say({ t: 'ready' });
    await b.time.pass(400);
    expect(rung(b)).toEqual([]);
    await b.time.pass(1_000);
    expect(b.last('offer')).toBeDefined();
    expect(rung(b)).toEqual([]);
  });

  test('is not called without his choice, nor when the limits are reached', async () => {
    const b = await away(20_000);
    b.telephones.set(lea.id, { number: mobile, use: false });
    await b.floor().telephonesChanged();
    b.exchange.arrive('c1', line);
    await b.time.pass(5_000);
    expect(rung(b)).toEqual([]);
    b.outboundLedger.goAway();
    b.telephones.set(lea.id, { number: mobile, use: true });
    await b.floor().telephonesChanged();
    await b.time.pass(5_000);
    expect(rung(b)).toEqual([]);
    expect(b.logged).toContain('telephone.not_rung');
  });

  test('ends the call by putting his telephone down, and is asked again a minute later', async () => {
    const b = await onTelephone();
    b.exchange.legs.delete(lea.id);
    b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'gone' });
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ outcome: 'handled', endedBy: 'operator' });
    b.exchange.arrive('c2', line);
    await b.time.pass(50_000);
    expect(rung(b)).toHaveLength(1);
    await b.time.pass(11_000);
    expect(rung(b)).toHaveLength(2);
  });

  test('sees the call when his page is back, goes on with it there, and the telephone ends with the call', async () => {
    const b = await onTelephone();
    await b.ready(lea.id);
    b.say({ t: 'phone', state: 'registered', leg: false });
    await b.time.pass(1000);
    expect(b.last('call')?.call).toMatchObject({ state: 'talking' });
    expect(b.exchange.legs.get(lea.id)).toBe('telephone');
    b.say({ t: 'hold', callId: b.last('call')?.call.callId ?? '' });
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('hold');
    b.exchange.callerHangsUp('c1');
    await b.time.pass(3000);
    expect(b.last('call')?.call).toMatchObject({ state: 'ended' });
    expect(b.exchange.legs.get(lea.id)).toBe('page');
  });

  test('sees the call whose note he has not written when his page opens while the telephone rings for the next', async () => {
    const b = await onTelephone();
    b.exchange.callerHangsUp('c1');
    await b.time.pass(61_000);
    b.exchange.arrive('c2', line);
    await b.time.pass(600);
    expect(rung(b)).toHaveLength(2);
    const noted = b.last('call')?.call.callId;
    b.seen.length = 0;
    b.floor().onSignedIn(lea.id);
    await b.time.pass(10);
    expect(b.last('call')?.call).toMatchObject({ callId: noted, state: 'ended' });
    b.say({ t: 'wrapped-up', callId: noted ?? '' });
    b.exchange.telephoneAnswers(lea.id);
    b.exchange.telephonePresses(lea.id, '1');
    await b.time.pass(10);
    expect(b.last('call')?.call).toMatchObject({ state: 'talking' });
    expect(b.last('call')?.call.callId).not.toBe(noted);
  });

  test('writes the note whose page opened meanwhile when nobody has pressed the key, and is not asked before it is done', async () => {
    const b = await onTelephone();
    b.exchange.callerHangsUp('c1');
    await b.time.pass(61_000);
    b.exchange.arrive('c2', line);
    await b.time.pass(600);
    const noted = b.last('call')?.call.callId;
    b.floor().onSignedIn(lea.id);
    b.beating.add(lea.id);
    await b.time.pass(21_000);
    expect(b.state()).toMatchObject({ state: 'wrap-up', callId: noted });
  });

  test('goes on with his caller after a restart of the server', async () => {
    const b = await onTelephone();
    await b.restart();
    await b.time.pass(500);
    expect(b.state()).toMatchObject({ state: 'talking', reason: 'telephone' });
    expect(b.exchange.done('c1').at(-1)).toBe('connect');
    b.exchange.callerHangsUp('c1');
    await b.time.pass(1000);
    expect(b.exchange.legs.size).toBe(0);
    expect(await b.row()).toMatchObject({ outcome: 'handled' });
  });
});

describe('an operator whose internet goes in the conversation', () => {
  test('is called on his own telephone for the same caller, who hears music meanwhile', async () => {
    const b = await talkingWhenCutOff();
    await b.time.pass(5_000);
    expect(b.exchange.done('c1').at(-1)).toBe('music');
    expect(rung(b)).toEqual([]);
    await b.time.pass(6_000);
    expect(rung(b)).toHaveLength(1);
    b.exchange.telephoneAnswers(lea.id);
    b.exchange.telephonePresses(lea.id, '1');
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('connect');
    expect(b.last('offer', sofie.id)).toBeUndefined();
    expect(await b.row()).toMatchObject({ operatorId: lea.id, offers: [{ outcome: 'answered' }, { outcome: 'answered' }] });
  });

  test('loses him to the next operator when nobody presses the key', async () => {
    const b = await talkingWhenCutOff();
    await b.time.pass(11_000);
    b.exchange.telephoneAnswers(lea.id);
    await b.time.pass(8_500);
    expect(b.last('offer-ended', lea.id)?.reason).toBe('taken');
    expect(b.last('offer', sofie.id)).toBeDefined();
  });

  test('has him again on his page when that is back before the key was pressed', async () => {
    const b = await talkingWhenCutOff();
    await b.time.pass(11_000);
    b.exchange.telephoneAnswers(lea.id);
    b.beating.add(lea.id);
    b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'alive' });
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('connect');
    expect(b.exchange.telephones.size).toBe(0);
    expect(b.state(lea.id)).toMatchObject({ state: 'talking' });
  });
});

async function onTelephone(): Promise<Bureau> {
  const b = await away(20_000);
  b.exchange.arrive('c1', line);
  await b.time.pass(10);
  b.exchange.telephoneAnswers(lea.id);
  b.exchange.telephonePresses(lea.id, '1');
  await b.time.pass(10);
  return b;
}

/** His page says nothing any more, and no sound comes from him; the server has not noticed that the socket is dead. */
async function talkingWhenCutOff(): Promise<Bureau> {
  const b = await bureau({ operators: [lea, sofie] });
  b.telephones.set(lea.id, { number: mobile, use: true });
  await b.floor().telephonesChanged();
  await b.ready(lea.id);
  b.exchange.arrive('c1', line);
  await b.time.pass(10);
  const callId = b.last('offer')?.call.callId ?? '';
  b.say({ t: 'shown', callId });
  b.say({ t: 'answer', callId });
  await b.ready(sofie.id);
  b.beating.delete(lea.id);
  await b.time.pass(2_000);
  b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'silent' });
  return b;
}
