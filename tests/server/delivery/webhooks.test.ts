import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import type { WebhookEndpoint } from '#shared/delivery/webhook.ts';
import type { Change } from '#shared/sync/mutations.ts';
import { toMs } from '#shared/time.ts';
import { actOnWebhook, addWebhook, listWebhooks, sendWebhookAgain } from '../../../server/delivery/keep-webhooks.ts';
import { webhookJobName } from '../../../server/delivery/tell-webhooks.ts';
import { createWebhookSecret } from '../../../server/delivery/webhook-secret.ts';
import { aNote, anAccount, anEndpoint, aPerson } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';
import { anId } from '../../fixtures/rows.ts';
import { isGenuine } from '../../fixtures/webhook-receiver.ts';

const accountId = anAccount().id;
const jan: Identity = { role: 'person', userId: 'u', name: 'Jan de Boer', personId: aPerson().id, accountId, office: true };
const max: Identity = { role: 'supervisor', userId: 's', name: 'Max', accountIds: [accountId] };
const note = aNote();
const ref = { accountId, noteId: note.id };

/** A client whose systems are these. */
async function withSystems(...systems: Partial<WebhookEndpoint>[]) {
  const world = await deliveryWorld();
  const endpoints = systems.map((over) => anEndpoint(over));
  await world.store.transact(async (tx) => {
    await tx.put('person', aPerson({ access: 'office' }));
    for (const endpoint of endpoints) await tx.webhooks.saveEndpoint(endpoint);
  });
  const deps = { ...world, newId: anId, isOutside: (address: string) => address.startsWith('https:') };
  return {
    ...world,
    lock: (over: Parameters<typeof aNote>[1] = {}, content: Parameters<typeof aNote>[0] = {}) =>
      world.store.transact(async (tx) => {
        const locked = aNote(content, over);
        await tx.put('note', locked);
        await world.plan(tx, locked);
      }),
    /** The client does something with the note. */
    happens: (over: Parameters<typeof aNote>[1], change: Change) =>
      world.store.transact(async (tx) => {
        await tx.put('note', { ...((await tx.get('note', note.id)) ?? note), ...over });
        await world.follow(tx, change, jan);
      }),
    told: () => world.outside.posted.map(({ body }) => JSON.parse(body)),
    list: listWebhooks(deps),
    add: addWebhook(deps),
    act: actOnWebhook(deps),
    sendAgain: sendWebhookAgain(deps),
  };
}

test('[R17] a client’s system is told of a note, of what is added, and of what the client does with it, each once', async () => {
  const world = await withSystems({});
  await world.lock();
  const mark = { at: '2026-11-19T09:50:00.000Z', by: 'Jan de Boer' };
  const addendum = { id: anId(), at: '2026-11-19T09:45:00.000Z', by: 'Sofie', text: 'Bij hectometerpaal 41.' };
  const sofie: Identity = { role: 'operator', userId: 'o', name: 'Sofie', operatorId: anId(), accountIds: [accountId] };
  await world.store.transact(async (tx) => {
    await tx.put('note', { ...note, addenda: [addendum] });
    await world.follow(tx, { name: 'addAddendum', args: { ...ref, id: addendum.id, text: addendum.text } }, sofie);
  });
  await world.happens({ acknowledged: mark }, { name: 'acknowledgeNote', args: ref });
  await world.happens({ callingBack: mark }, { name: 'callBackNote', args: ref });
  await world.happens({ done: mark }, { name: 'markNoteDone', args: ref });
  await world.happens({ done: null }, { name: 'reopenNote', args: ref });
  await world.runDue();
  const about = { noteId: note.id, accountId, link: `https://notes.example.test/portal/notes/${note.id}` };
  expect(world.told()).toEqual([
    {
      type: 'note.created',
      timestamp: note.lockedAt,
      data: {
        ...about,
        ...{ kind: 'message', urgent: false, test: false, recipient: 'Jan de Boer', named: false, handledBy: 'Sofie' },
        caller: {
          ...{ name: 'Piet Vos', company: 'Transport Vos', number: '+33639980311' },
          ...{ callback: 'please-call-back', promisedBy: null },
        },
        ...{ matter: 'De vrachtwagen staat stil op de A2.', criteria: [], answers: [], voicemailSeconds: null },
      },
    },
    { type: 'note.addendum', timestamp: addendum.at, data: { ...about, by: 'Sofie', text: addendum.text } },
    { type: 'note.acknowledged', timestamp: mark.at, data: { ...about, by: 'Jan de Boer' } },
    { type: 'note.done', timestamp: mark.at, data: { ...about, by: 'Jan de Boer' } },
    { type: 'note.reopened', timestamp: world.clock(), data: about },
  ]);
});

test('a system gets what it asked for; one that is off, and a call of which no note goes out, tell nothing', async () => {
  const [done, off] = [
    anEndpoint({ id: anId(), events: ['note.done'] }),
    anEndpoint({ id: anId(), off: { at: note.lockedAt, why: 'gone' } }),
  ];
  const world = await withSystems({}, done, off);
  await world.lock();
  await world.lock({ id: anId() }, { disposition: 'wrong-number' });
  await world.lock(); // the same note once more
  await world.runDue();
  expect(world.outside.posted.map(({ url }) => url)).toEqual([anEndpoint().url]);
});

const said = ['Piet Vos', '39980311', 'De vrachtwagen', 'paal 41'];
test.each([
  ['full', said],
  ['who-called', ['Piet Vos', '39980311']],
  ['waiting', []],
] as const)('at the privacy level "%s" nothing leaves but %j', async (privacy, leaves) => {
  const world = await withSystems({});
  await world.store.transact((tx) => tx.put('account', anAccount({ privacy })));
  await world.lock();
  const addendum = { id: anId(), at: note.lockedAt, by: 'Sofie', text: 'Bij paal 41.' };
  await world.store.transact(async (tx) => {
    await tx.put('note', { ...note, addenda: [addendum] });
    await world.follow(tx, { name: 'addAddendum', args: { ...ref, id: addendum.id, text: addendum.text } }, max);
  });
  await world.runDue();
  expect(world.told()).toHaveLength(2);
  const all = JSON.stringify(world.outside.posted);
  expect(said.filter((word) => all.includes(word))).toEqual(leaves);
});

test('what is sent can be verified by the specification alone, and a tampered one cannot', async () => {
  const world = await withSystems({});
  await world.lock();
  await world.runDue();
  const [sent] = world.outside.posted;
  if (sent === undefined) throw new Error('nothing was sent');
  const [secret, now] = [world.secret.of(anEndpoint()), toMs(world.clock())];
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(isGenuine(secret, sent, now)).toBe(true);
  expect(isGenuine(secret, { ...sent, body: `${sent.body} ` }, now)).toBe(false);
  expect(isGenuine(secret, { ...sent, headers: { ...sent.headers, 'webhook-id': 'other' } }, now)).toBe(false);
  expect(isGenuine(secret, sent, now + 301_000)).toBe(false);
  expect(isGenuine(createWebhookSecret('another key').of(anEndpoint()), sent, now)).toBe(false);
});

test('a system that is away is tried again with the same id and a fresh timestamp; a job that runs twice sends once', async () => {
  const world = await withSystems({});
  world.outside.answer(anEndpoint().url, 503);
  await world.lock();
  const job = world.store.jobs().find(({ name }) => name === webhookJobName);
  await world.runDue();
  await world.tasks[webhookJobName]?.(job?.payload);
  world.advance(5000);
  world.outside.answer(anEndpoint().url, 204);
  await world.runDue();
  const [first, second, ...more] = world.outside.posted;
  expect(more).toEqual([]);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
  expect(Number(second?.headers['webhook-timestamp'])).toBe(Number(first?.headers['webhook-timestamp']) + 5);
  expect((await world.list(jan, { accountId })).deliveries).toMatchObject([{ state: 'delivered', attempts: 2, status: 204 }]);
});

test('whoever answers 410 is told nothing more, and the client’s office learns of it by mail; turned on, it can be sent again', async () => {
  const world = await withSystems({});
  world.outside.answer(anEndpoint().url, 410);
  await world.lock();
  await world.runDue();
  await world.runDue(); // the mail's own job
  const mails = world.mailer.sent.filter(({ subject }) => subject.includes('Webhook'));
  expect(mails.map(({ to }) => to)).toEqual(['jan.deboer@example.test']);
  expect(mails[0]?.text).toContain('https://notes.example.test/portal/webhooks');
  await world.lock({ id: anId() });
  const { endpoints, deliveries } = await world.list(jan, { accountId });
  expect(endpoints).toMatchObject([{ off: { why: 'gone' } }]);
  expect(deliveries).toMatchObject([{ state: 'failed', status: 410 }]);
  const named = { accountId, webhookId: anEndpoint().id };
  const again = () => world.sendAgain(jan, { ...named, deliveryId: deliveries[0]?.id ?? '' });
  await expect(again()).rejects.toMatchObject({ code: 'webhook.conflict' });
  await expect(world.act(jan, { ...named, act: 'test' })).rejects.toMatchObject({ code: 'webhook.conflict' });
  await world.act(jan, { ...named, act: 'turn-on' });
  world.outside.answer(anEndpoint().url, 200);
  await again();
  await world.runDue();
  expect((await world.list(max, { accountId })).deliveries).toMatchObject([{ state: 'delivered', status: 200, attempts: 1 }]);
  const [first, second] = world.outside.posted;
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
});

test('a new secret is told once; both sign for a day, then the new one alone', async () => {
  const world = await withSystems();
  const asked = { accountId, url: 'https://crm.example.test/x', events: ['note.created' as const] };
  const added = await world.add(jan, asked);
  if (added.outcome !== 'added') throw new Error(added.outcome);
  const named = { accountId, webhookId: added.id };
  const { secret } = await world.act(jan, { ...named, act: 'rotate' });
  expect(JSON.stringify(await world.list(jan, { accountId }))).not.toContain('whsec_');
  const genuine = async () => {
    await world.act(jan, { ...named, act: 'test' });
    await world.runDue();
    const sent = world.outside.posted.at(-1);
    return [added.secret, secret].map((one) => sent !== undefined && isGenuine(one ?? '', sent, toMs(world.clock())));
  };
  expect(await genuine()).toEqual([true, true]);
  world.advance(24 * 3600_000);
  expect(await genuine()).toEqual([false, true]);
  expect(world.told().at(-1)).toMatchObject({ type: 'test', data: { accountId, name: 'Garage De Boer' } });
});

test('only the office and the bureau see or change them, an address inside is refused, and there are ten at most', async () => {
  const world = await withSystems({});
  const named = { accountId, webhookId: anEndpoint().id };
  const asked = { accountId, url: 'https://crm.example.test/x', events: ['note.created' as const] };
  const others: Identity[] = [
    { ...jan, office: false },
    { ...jan, accountId: anId() },
    { ...max, accountIds: [] },
  ];
  for (const who of others) {
    const refused = { code: 'access.denied' };
    await expect(world.list(who, { accountId })).rejects.toMatchObject(refused);
    await expect(world.add(who, asked)).rejects.toMatchObject(refused);
    await expect(world.act(who, { ...named, act: 'remove' })).rejects.toMatchObject(refused);
    await expect(world.sendAgain(who, { ...named, deliveryId: anId() })).rejects.toMatchObject(refused);
  }
  await expect(world.act(jan, { ...named, webhookId: anId(), act: 'test' })).rejects.toMatchObject({ code: 'webhook.not_found' });
  expect(await world.add(jan, { ...asked, url: 'http://10.0.0.1/' })).toEqual({ outcome: 'not-outside' });
  for (let i = 1; i < 10; i++) expect(await world.add(max, asked)).toMatchObject({ outcome: 'added' });
  expect(await world.add(jan, asked)).toEqual({ outcome: 'too-many' });
  await world.act(jan, { ...named, act: 'remove' });
  expect((await world.list(jan, { accountId })).endpoints.map(({ id }) => id)).not.toContain(named.webhookId);
});
