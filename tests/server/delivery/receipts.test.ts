import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { smsHook } from '../../../server/delivery/routes.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

async function sentBySms() {
  const world = await deliveryWorld();
  await world.store.transact(async (tx) => {
    await tx.put('note', aNote());
    await world.plan(tx, aNote());
  });
  await world.runDue();
  const sms = async () => (await world.deliveries()).find((d) => d.channel === 'sms');
  return { ...world, smsState: async () => (await sms())?.state };
}

test('a receipt makes an SMS delivered, twice is once, an older one changes nothing', async () => {
  const world = await sentBySms();
  await world.takeReceipt({ id: 'sms-1', status: 'delivered' });
  await world.takeReceipt({ id: 'sms-1', status: 'delivered' });
  await world.takeReceipt({ id: 'sms-1', status: 'sent' });
  expect(await world.smsState()).toBe('delivered');
});

test('a receipt that comes before the gateway’s answer is not lost', async () => {
  const world = await deliveryWorld();
  await world.takeReceipt({ id: 'sms-1', status: 'delivered' });
  await world.store.transact((tx) => world.plan(tx, aNote()));
  await world.runDue();
  expect((await world.deliveries()).find((d) => d.channel === 'sms')?.state).toBe('delivered');
});

test('a number that cannot be reached is a failed delivery', async () => {
  const world = await sentBySms();
  await world.takeReceipt({ id: 'sms-1', status: 'failed' });
  expect(await world.smsState()).toBe('failed');
});

test('what the client reads and acknowledges shows on the deliveries of that person', async () => {
  const world = await sentBySms();
  const who: Identity = {
    role: 'person',
    userId: 'u',
    name: 'Jan',
    personId: aPerson().id,
    accountId: anAccount().id,
    office: true,
  };
  const args = { accountId: anAccount().id, noteId: aNote().id };
  await world.store.transact((tx) => world.follow(tx, { name: 'markNoteRead', args }, who));
  expect(await world.smsState()).toBe('read');
  await world.store.transact((tx) => world.follow(tx, { name: 'callBackNote', args }, who));
  expect(await world.smsState()).toBe('acknowledged');
});

test('the hook takes receipts and replies with the gateway’s bearer only', async () => {
  const taken: unknown[] = [];
  const take = async (message: unknown) => void taken.push(message);
  const app = smsHook({ token: 'secret', takeReceipt: take, takeReply: take });
  app.onError((error, c) => c.json({ code: 'code' in error ? error.code : '' }, 400));
  const post = (body: string, bearer: string) =>
    app.request('/api/hooks/sms', {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    });
  const receipt = { id: 'sms-1', status: 'delivered' };
  expect(await (await post(JSON.stringify(receipt), 'wrong')).json()).toEqual({ code: 'access.signed_out' });
  expect(await (await post('{}', 'secret')).json()).toEqual({ code: 'input.invalid' });
  expect((await post(JSON.stringify(receipt), 'secret')).status).toBe(200);
  const reply = { id: 7, from: '+33639980111', to: '+33199000100', text: 'Ik bel terug' };
  expect((await post(JSON.stringify(reply), 'secret')).status).toBe(200);
  expect((await post(JSON.stringify({ ...reply, text: undefined }), 'secret')).status).toBe(400);
  expect(taken).toEqual([receipt, { ...reply, id: '7' }]);
});
