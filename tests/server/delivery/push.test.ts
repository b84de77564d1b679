import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const jan: Identity = {
  role: 'person',
  userId: 'u',
  name: 'Jan de Boer',
  personId: aPerson().id,
  accountId: anAccount().id,
  office: true,
};
const target = (name: string) => ({ endpoint: `https://push.example.test/${name}`, p256dh: 'p', auth: 'a' });

async function withDevices(...names: string[]) {
  const world = await deliveryWorld();
  for (const name of names) await world.subscribe(jan, target(name));
  await world.store.transact((tx) => world.plan(tx, aNote()));
  return world;
}
const pushDelivery = async (world: Awaited<ReturnType<typeof withDevices>>) =>
  (await world.deliveries()).find((d) => d.channel === 'push');

test('whoever turns notifications on gets the next note on every device', async () => {
  const world = await withDevices('phone', 'tablet');
  await world.runDue();
  expect(world.push.sent.map((p) => p.endpoint)).toEqual([target('phone').endpoint, target('tablet').endpoint]);
  expect(await pushDelivery(world)).toMatchObject({ state: 'sent', problem: null });
});

test('a dead subscription is removed, the others get the note', async () => {
  const world = await withDevices('phone', 'tablet');
  world.push.gone(target('phone').endpoint);
  await world.runDue();
  expect(world.push.sent.map((p) => p.endpoint)).toEqual([target('tablet').endpoint]);
  expect(await world.subscriptions.of(aPerson().id)).toEqual([target('tablet')]);
});

test('with only dead subscriptions the delivery fails', async () => {
  const world = await withDevices('phone');
  world.push.gone(target('phone').endpoint);
  await world.runDue();
  expect(await pushDelivery(world)).toMatchObject({ state: 'failed', problem: 'gone' });
});

test('a device that was away is tried again alone', async () => {
  const world = await withDevices('phone', 'tablet');
  world.push.away(target('phone').endpoint);
  await world.runDue();
  world.push.back(target('phone').endpoint);
  world.advance(2000);
  await world.runDue();
  expect(world.push.sent.map((p) => p.endpoint)).toEqual([target('tablet').endpoint, target('phone').endpoint]);
});

test('turning notifications off on the last device turns the channel off', async () => {
  const world = await withDevices('phone');
  await world.unsubscribe(jan, target('phone').endpoint);
  expect((await world.store.get('person', aPerson().id))?.channels.push).toBe(false);
});

test('only persons subscribe, and only with https', async () => {
  const world = await withDevices();
  await expect(world.subscribe(jan, { ...target('x'), endpoint: 'http://10.0.0.1/' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  const max: Identity = { role: 'supervisor', userId: 'm', name: 'Max', accountIds: [] };
  await expect(world.subscribe(max, target('x'))).rejects.toMatchObject({ code: 'access.denied' });
});
