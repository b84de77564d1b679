import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { type Change, runChange } from '#shared/sync/mutations.ts';
import { digestJobName, writeDigests } from '../../../server/delivery/send-digest.ts';
import type { Store } from '../../../server/ports/store.ts';
import { aNote, anAccount } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const hour = 3600_000;
const max: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [anAccount().id] };
const daily = { to: ['kantoor@example.test', 'balie@example.test'], at: '18:00' };

/** 19 November, 10:42 at the garage. */
async function opened() {
  const world = await deliveryWorld();
  const set = async (digest: typeof daily | null) => {
    const change: Change = { name: 'setDigest', args: { accountId: anAccount().id, digest } };
    await world.store.transact(async (tx) => {
      await runChange(tx, change, { name: 'Max', at: '2026-11-19T09:42:00.000Z' });
      await world.follow(tx, change, max);
    });
  };
  const pass = async (ms: number) => {
    world.advance(ms);
    await world.runDue(); // what is due
    await world.runDue(); // its mails
  };
  return { ...world, set, pass, to: () => world.mailer.sent.map((mail) => mail.to) };
}

test('[I07][S11] at its hour each general mailbox gets the overview, and again the next day', async () => {
  const world = await opened();
  await world.set(daily);
  await world.pass(7 * hour);
  expect(world.to()).toEqual([]);
  await world.pass(hour);
  expect(world.to()).toEqual(daily.to);
  await world.pass(24 * hour);
  expect(world.to()).toEqual([...daily.to, ...daily.to]);
  expect(new Set(world.mailer.sent.map((mail) => mail.messageId)).size).toBe(4);
});

test('a job that runs twice sends the day once', async () => {
  const world = await opened();
  await world.set(daily);
  const job = world.store.jobs().find(({ name }) => name === digestJobName);
  await world.pass(8 * hour);
  await world.tasks[digestJobName]?.(job?.payload);
  await world.pass(0);
  expect(world.to()).toEqual(daily.to);
});

test('a server that was away sends every day that it missed, each with its own calls', async () => {
  const world = await opened();
  await world.store.transact((tx) => tx.put('note', aNote()));
  await world.set({ ...daily, to: ['kantoor@example.test'] });
  await world.pass(50 * hour);
  for (let day = 0; day < 3; day++) await world.pass(0);
  expect(world.mailer.sent.map((mail) => /Notities: (\d)/.exec(mail.text)?.[1])).toEqual(['1', '0']);
});

test('another hour and none at all hold at once', async () => {
  const world = await opened();
  await world.set(daily);
  const old = world.store.jobs().find(({ name }) => name === digestJobName);
  await world.set({ ...daily, at: '20:00' });
  await world.pass(8.5 * hour);
  await world.tasks[digestJobName]?.(old?.payload);
  await world.pass(0);
  expect(world.to()).toEqual([]);
  await world.set(null);
  await world.pass(24 * hour);
  expect(world.to()).toEqual([]);
});

test('a day that cannot be written ends no chain: the next one is planned all the same, and this one is tried again', async () => {
  const world = await opened();
  await world.set(daily);
  const job = world.store.jobs().find(({ name }) => name === digestJobName);
  const notesSince = () => Promise.reject(new Error('planned'));
  const broken: Store = {
    ...world.store,
    transact: (run) => world.store.transact((tx) => run({ ...tx, notesSince })),
  };
  const waiting = () => world.store.jobs().flatMap(({ name, runAt }) => (name === digestJobName ? [runAt] : []));
  world.advance(8 * hour);
  const write = writeDigests({ store: broken, clock: world.clock, publicUrl: 'https://notes.example.test' });
  await expect(write(job?.payload)).rejects.toThrow('planned');
  await expect(write(job?.payload)).rejects.toThrow('planned');
  expect(waiting()).toEqual(['2026-11-19T17:00:00.000Z', '2026-11-20T17:00:00.000Z']);
  await world.pass(0);
  expect(world.to()).toEqual(daily.to);
  await world.pass(24 * hour);
  expect(world.to()).toEqual([...daily.to, ...daily.to]);
  expect(waiting().at(-1)).toBe('2026-11-21T17:00:00.000Z');
});

test('a mailbox that takes nothing for good is given up; a server that is away is tried again with the same mail', async () => {
  const world = await opened();
  await world.set(daily);
  world.mailer.refuseNext('refused', true);
  await world.pass(8 * hour);
  expect(world.to()).toEqual(['balie@example.test']);
  world.mailer.refuseNext('unreachable', false);
  await expect(world.pass(24 * hour)).rejects.toThrow('unreachable');
});
