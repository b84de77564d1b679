import { describe, expect, test } from 'vitest';
import { aPerson } from '../../fixtures/rows.ts';
import { aLine, anAccount, anOperator, uuid } from '../../fixtures/telephony.ts';
import { type Bureau, bureau } from './bureau.ts';

const hotline = '+33199000100';
const claire = aPerson({ id: uuid(60), accountId: uuid(1), name: 'Claire Martin', mobile: '+33639980101' });
const jan = aPerson({ id: uuid(61), accountId: uuid(3), name: 'Jan de Boer', mobile: '+33639980111' });
const lea = anOperator({ trainedFor: [uuid(1), uuid(3), uuid(9)] });

/** The bureau's own account with its hotline, and two clients. */
async function withHotline(options: Parameters<typeof bureau>[0] = {}): Promise<Bureau> {
  const b = await bureau({ operators: [lea], ...options });
  await b.store.transact(async (tx) => {
    await tx.put('account', anAccount({ id: uuid(9), name: 'Permanence', trade: 'general', privacy: 'full' }));
    await tx.put('account', anAccount({ id: uuid(3), name: 'Garage De Boer', trade: 'craft', privacy: 'full' }));
    await tx.put('line', aLine({ id: uuid(99), accountId: uuid(9), number: hotline, kind: 'hotline' }));
    for (const person of [claire, jan]) await tx.put('person', person);
  });
  b.pins.set(claire.id, '2580');
  await b.restart();
  await b.ready();
  return b;
}

const press = async (b: Bureau, keys: string) => {
  for (const digit of keys) b.exchange.emit({ t: 'digit', channelId: 'c1', digit });
  await b.time.pass(10);
};

describe('[P07] a client on the hotline', () => {
  test('is asked for his PIN before an operator is, and with it he is verified', async () => {
    const b = await withHotline();
    b.exchange.arrive('c1', hotline, claire.mobile ?? '');
    await b.time.pass(10);
    expect(b.exchange.done('c1')).toEqual(['mark', 'answer', 'play']);
    expect(b.last('offer')).toBeUndefined();
    expect(await b.row()).toMatchObject({ caller: claire.mobile, endedAt: null });
    await press(b, '2580#');
    expect(b.last('offer')?.call).toMatchObject({
      accountId: uuid(1),
      hotline: { personId: claire.id, standing: 'verified' },
    });
    expect(await b.row()).toMatchObject({ accountId: uuid(1), lineId: uuid(99), hotline: { standing: 'verified' } });
    expect(b.logged).toContain('pin.checked');
    expect(b.details.join()).not.toContain('2580');
    expect(JSON.stringify(await b.row())).not.toContain('2580');
  });

  test('who enters a wrong PIN is asked again, and in the end comes to an operator who sees that he is not verified', async () => {
    const b = await withHotline();
    b.exchange.arrive('c1', hotline, claire.mobile ?? '');
    await b.time.pass(10);
    for (const wrong of ['1111#', '2222#', '3333#']) await press(b, wrong);
    expect(b.exchange.asked.filter((e) => e.do === 'play')).toHaveLength(3);
    expect(b.last('offer')?.call).toMatchObject({ hotline: { personId: claire.id, standing: 'pin-not-given' } });
  });

  test('whose failures were too many of late is not asked again, not even with the right PIN', async () => {
    const b = await withHotline();
    b.exchange.arrive('c1', hotline, claire.mobile ?? '');
    await b.time.pass(10);
    for (const wrong of ['1111#', '2222#', '3333#']) await press(b, wrong);
    b.exchange.callerHangsUp('c1');
    b.say({ t: 'wrapped-up', callId: b.last('offer')?.call.callId ?? '' });
    b.exchange.arrive('c1', hotline, claire.mobile ?? '');
    await b.time.pass(10);
    await press(b, '2580#');
    expect(b.last('offer')?.call).toMatchObject({ hotline: { standing: 'pin-not-given' } });
  });

  test('who presses nothing comes to an operator before he is five seconds in silence, and without a PIN of his own at once', async () => {
    const b = await withHotline();
    b.exchange.arrive('c1', hotline, claire.mobile ?? '');
    await b.time.pass(10);
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'pin' });
    await b.time.pass(4_400);
    expect(b.last('offer')).toBeUndefined();
    await b.time.pass(200);
    expect(b.last('offer')?.call).toMatchObject({ hotline: { standing: 'pin-not-given' } });

    const other = await withHotline();
    other.exchange.arrive('c1', hotline, jan.mobile ?? '');
    await other.time.pass(10);
    expect(other.exchange.done('c1')).toEqual(['mark', 'ring']);
    expect(other.last('offer')?.call).toMatchObject({
      accountId: uuid(3),
      hotline: { personId: jan.id, standing: 'without-pin' },
    });
  });

  test.each([
    ['a number that is no client’s', '+33639987777', 'shown'],
    ['a client’s number for which the network does not vouch', claire.mobile ?? '', 'unauthenticated'],
  ] as const)('with %s comes to an operator under the bureau’s own account, not verified', async (_, number, standing) => {
    const b = await withHotline();
    b.exchange.emit({ t: 'caller-arrived', channelId: 'c1', dialled: hotline, caller: { number, standing }, diversion: null });
    await b.time.pass(10);
    expect(b.last('offer')?.call).toMatchObject({
      accountId: uuid(9),
      hotline: { personId: null, standing: 'not-recognised' },
    });
  });

  test('is answered while his own callers are not, and his message goes to the bureau when nobody is there', async () => {
    const closed = { kind: 'weekly', periods: [], closedOn: [] } as const;
    const b = await withHotline({ account: { openingHours: { ...closed, periods: [], closedOn: [] } } });
    b.exchange.arrive('c1', hotline, claire.mobile ?? '');
    await b.time.pass(10);
    await press(b, '#');
    expect(b.last('offer')?.call).toMatchObject({ accountId: uuid(1) });
    b.pageDies();
    await b.time.pass(75_000);
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'greeting' });
    await b.time.pass(10);
    b.exchange.recorded('c1', 5);
    await b.time.pass(10_000);
    expect(b.notes[0]).toMatchObject({ kind: 'voicemail', accountId: uuid(9) });
  });

  test('keeps his place after a restart of the server, as what he was known to be', async () => {
    const b = await withHotline();
    b.say({ t: 'pause', reason: 'break' });
    b.exchange.arrive('c1', hotline, claire.mobile ?? '');
    await b.time.pass(10);
    await press(b, '2580#');
    await b.restart();
    await b.ready();
    await b.time.pass(1_000);
    expect(b.last('offer')?.call).toMatchObject({ accountId: uuid(1), hotline: { standing: 'verified' } });
  });
});
