import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { runChange } from '#shared/sync/mutations.ts';
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

test('a notification carries the number of notes that are new when it leaves, and no word of them', async () => {
  const world = await withDevices('phone');
  const { id, ...other } = aNote({}, { id: '01900000-0000-7000-8000-000000000022' });
  const by = { at: world.clock(), by: 'Jan' };
  await world.store.transact(async (tx) => {
    await tx.put('note', aNote());
    await tx.put('note', { ...other, id });
    await tx.put('note', { ...other, id: '01900000-0000-7000-8000-000000000023', acknowledged: by });
  });
  await world.runDue();
  expect(JSON.parse(world.push.sent[0]?.payload ?? '')).toMatchObject({ app_badge: 2, notification: { tag: aNote().id } });
});

test('the device whose service asks for a while gets the note after that, the others at once', async () => {
  const world = await withDevices('phone', 'tablet');
  world.push.away(target('phone').endpoint, 60_000);
  await world.runDue();
  expect(world.push.sent.map((p) => p.endpoint)).toEqual([target('tablet').endpoint]);
  world.push.back(target('phone').endpoint);
  world.advance(59_999);
  await world.runDue();
  expect(world.push.sent).toHaveLength(1);
  world.advance(1);
  await world.runDue();
  expect(world.push.sent.map((p) => p.endpoint)).toEqual([target('tablet').endpoint, target('phone').endpoint]);
});

test('a dead subscription is removed, the others get the note', async () => {
  const world = await withDevices('phone', 'tablet');
  world.push.gone(target('phone').endpoint);
  await world.runDue();
  expect(world.push.sent.map((p) => p.endpoint)).toEqual([target('tablet').endpoint]);
  expect(await world.subscriptions.of(aPerson().id)).toEqual([target('tablet')]);
});

test('when the last device is gone the delivery fails, the channel is off, and the next note plans no push', async () => {
  const world = await withDevices('phone');
  world.push.gone(target('phone').endpoint);
  await world.runDue();
  expect(await pushDelivery(world)).toMatchObject({ state: 'failed', problem: 'gone' });
  expect((await world.store.get('person', aPerson().id))?.channels).toEqual({ email: true, sms: true, push: false });
  expect(world.poked.at(-1)).toEqual([`account:${anAccount().id}:shared`]);
  const next = aNote({}, { id: '01900000-0000-7000-8000-000000000022' });
  await world.store.transact((tx) => world.plan(tx, next));
  const channels = (await world.deliveries()).filter((d) => d.noteId === next.id).map((d) => d.channel);
  expect(channels).toEqual(['email', 'sms']);
  await world.subscribe(jan, target('tablet'));
  expect((await world.store.get('person', aPerson().id))?.channels.push).toBe(true);
});

test('a channel that is on without any device fails once and is then off', async () => {
  const world = await withDevices();
  const person = await world.store.get('person', aPerson().id);
  if (person) await world.store.transact((tx) => tx.put('person', { ...person, channels: { ...person.channels, push: true } }));
  await world.store.transact((tx) => world.plan(tx, aNote({}, { id: '01900000-0000-7000-8000-000000000022' })));
  await world.runDue();
  expect(await pushDelivery(world)).toMatchObject({ state: 'failed', problem: 'no-device' });
  expect((await world.store.get('person', aPerson().id))?.channels.push).toBe(false);
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

const office: Identity = { role: 'supervisor', userId: 'm', name: 'Max', accountIds: [anAccount().id] };
const ofJan = { accountId: anAccount().id, personId: aPerson().id };

test.each([
  { name: 'setAccess', args: { ...ofJan, access: 'none' } },
  { name: 'removePerson', args: ofJan },
] as const)(
  'who may see nothing any more ($name) is notified nowhere, nor by a device that he adds at that moment',
  async (change) => {
    const world = await withDevices('phone', 'tablet');
    await world.runDue();
    world.push.sent.splice(0);
    await world.store.transact(async (tx) => {
      for (const person of await tx.list('person', ofJan.accountId)) {
        if (person.id !== ofJan.personId) await tx.put('person', { ...person, access: 'office' });
      }
      expect(await runChange(tx, change, { name: 'Max', at: '2026-11-19T10:00:00.000Z' })).toBe('applied');
      await world.follow(tx, change, office);
    });
    await world.subscribe(jan, target('late'));
    expect(await world.subscriptions.of(ofJan.personId)).toEqual([]);
    await world.subscriptions.add(ofJan.personId, target('phone'));
    await world.runDue();
    expect(await world.subscriptions.of(ofJan.personId)).toEqual([]);
    await world.store.transact((tx) => world.plan(tx, aNote({}, { id: '01900000-0000-7000-8000-000000000022' })));
    await world.runDue();
    expect(world.push.sent).toEqual([]);
    expect((await world.store.get('person', ofJan.personId))?.channels.push ?? false).toBe(false);
  },
);

test('who only sees less keeps his notifications', async () => {
  const world = await withDevices('phone');
  const change = { name: 'setAccess', args: { ...ofJan, access: 'office' } } as const;
  await world.store.transact(async (tx) => {
    await runChange(tx, change, { name: 'Max', at: '2026-11-19T10:00:00.000Z' });
    await world.follow(tx, change, office);
  });
  await world.runDue();
  expect(await world.subscriptions.of(ofJan.personId)).toHaveLength(1);
});

test('only persons subscribe, and only at an address that may be called', async () => {
  const world = await withDevices();
  await expect(world.subscribe(jan, { ...target('x'), endpoint: 'http://10.0.0.1/' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  const max: Identity = { role: 'supervisor', userId: 'm', name: 'Max', accountIds: [] };
  await expect(world.subscribe(max, target('x'))).rejects.toMatchObject({ code: 'access.denied' });
});
