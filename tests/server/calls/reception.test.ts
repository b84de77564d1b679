import { describe, expect, test } from 'vitest';
import type { Account } from '#shared/accounts/account.ts';
import type { Reception } from '#shared/accounts/reception.ts';
import { aPerson } from '../../fixtures/delivery.ts';
import { anOperator, uuid } from '../../fixtures/telephony.ts';
import { type Bureau, bureau } from './bureau.ts';

const lea = anOperator();
const line = '+33199000101';
const recordingId = uuid(55);
const reception: Reception = {
  welcome: { text: 'Cabinet du docteur Martin.', recordingId },
  questionRecordingId: null,
  choices: [
    { key: '1', label: 'un rendez-vous', when: 'always', leads: { to: 'queue' } },
    { key: '2', label: 'le secrétariat', when: 'always', leads: { to: 'person', personId: uuid(7) } },
  ],
};
const person = aPerson({ id: uuid(7), accountId: uuid(1), mobile: '+33639980101' });

const files = (b: Bureau) => b.exchange.asked.flatMap((e) => (e.do === 'play' ? [e.file] : []));
async function calling(over: Partial<Account> = {}, options: Parameters<typeof bureau>[0] = {}) {
  const b = await bureau({ account: { reception, ...over }, ...options });
  await b.ready();
  b.exchange.arrive('c1', line);
  await b.time.pass(1_100);
  return b;
}
const played = async (b: Bureau) => {
  b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'reception' });
  await b.time.pass(10);
};
const press = async (b: Bureau, digit: string) => {
  b.exchange.emit({ t: 'digit', channelId: 'c1', digit });
  await b.time.pass(10);
};

describe('[R09, I03] a caller who meets a menu', () => {
  test('is asked before any operator, and the operator sees what he chose', async () => {
    const b = await calling();
    expect(b.last('offer')).toBeUndefined();
    await played(b);
    expect(files(b)).toMatchObject(['Cabinet du docteur Martin.', expect.stringContaining('Pour un rendez-vous, tapez 1.')]);
    await press(b, '1');
    expect(b.last('offer')?.call.path).toMatchObject([{ what: 'pressed', key: '1', label: 'un rendez-vous' }]);
    expect(await b.row()).toMatchObject({ path: [{ key: '1' }] });
  });

  test('hears the client’s recording where there is one', async () => {
    const b = await calling({}, { greetingFile: async (id, { beep }) => `said-${id}-${beep}` });
    expect(files(b)).toEqual([`said-${recordingId}-false`]);
  });

  test('comes to the queue when he presses nothing twice', async () => {
    const b = await calling();
    await played(b);
    await played(b);
    await b.time.pass(4_100);
    await played(b);
    expect(b.last('offer')).toBeUndefined();
    await b.time.pass(4_100);
    expect(b.last('offer')?.call.path).toMatchObject([{ what: 'no-key' }]);
  });

  test('is put through to somebody of the roster under the account’s limits', async () => {
    const b = await calling({}, { people: [person] });
    await played(b);
    await press(b, '2');
    const dialled = b.exchange.asked.find((e) => e.do === 'dial-third');
    expect(dialled).toMatchObject({ number: person.mobile, shown: line });
    if (dialled?.do !== 'dial-third') throw new Error('nobody was called');
    b.exchange.thirdGoes(dialled.third, 'no-answer');
    await b.time.pass(10);
    expect(b.last('offer', lea.id)?.call.path?.map((p) => p.what)).toEqual(['pressed', 'forwarded']);
  });

  test('somebody who has left the roster is not called: the caller comes to the queue', async () => {
    const b = await calling();
    await played(b);
    await press(b, '2');
    expect(b.exchange.asked.some((e) => e.do === 'dial-third')).toBe(false);
    expect(b.last('offer')).toBeDefined();
  });

  test('is in the queue when the server is started anew meanwhile', async () => {
    const b = await calling();
    await b.restart();
    await b.time.pass(10);
    expect(b.exchange.callers.get('c1')?.place).toBe('waiting');
    expect(b.floor().snapshot().waiting).toHaveLength(1);
  });

  test('is in the queue when the connection to the exchange was lost', async () => {
    const b = await calling();
    b.exchange.lose();
    b.exchange.connect();
    await b.time.pass(1_000);
    expect(b.last('offer')).toBeDefined();
  });

  test('who hangs up in the menu is a missed call', async () => {
    const b = await calling();
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ outcome: 'abandoned' });
  });
});
