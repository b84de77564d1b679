import { expect, test } from 'vitest';
import { keepApart, mergeContacts, removeContact, saveContact } from '#shared/calls/contact-mutations.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { ACCOUNT, aContact, anId } from '../../fixtures/rows.ts';

const author = { name: 'Claire', at: '2026-11-30T09:00:00.000Z' };

async function directoryOf(...contacts: readonly ReturnType<typeof aContact>[]) {
  const store = createMemoryStore();
  await store.transact(async (tx) => {
    for (const contact of contacts) await tx.put('contact', contact);
  });
  const run = async (change: (tx: Parameters<Parameters<typeof store.transact>[0]>[0]) => Promise<string>) =>
    (await store.transact(change)).result;
  return { store, run };
}

test('[R17] two contacts become one: the first stays, the other leaves', async () => {
  const [a, b] = [aContact({ name: 'P. Durand' }), aContact({ name: 'Paul Durand' })];
  const { store, run } = await directoryOf(a, b);
  const args = { accountId: ACCOUNT, contact: { ...a, name: 'Paul Durand' }, otherId: b.id };
  expect(await run((tx) => mergeContacts.run(tx, args, author))).toBe('applied');
  expect((await store.all('contact')).map(({ id, name }) => [id, name])).toEqual([[a.id, 'Paul Durand']]);
});

test('[R17] contacts of another account are neither joined nor told apart', async () => {
  const [a, theirs] = [aContact(), aContact({ accountId: anId() })];
  const { store, run } = await directoryOf(a, theirs);
  const merge = { accountId: ACCOUNT, contact: a, otherId: theirs.id };
  expect(await run((tx) => mergeContacts.run(tx, merge, author))).toBe('forbidden');
  const apart = { accountId: ACCOUNT, contactId: theirs.id, otherId: a.id };
  expect(await run((tx) => keepApart.run(tx, apart, author))).toBe('forbidden');
  expect(await store.all('contact')).toHaveLength(2);
});

test('[R17] an older device that leaves reading and what was told apart out does not delete them', async () => {
  const other = anId();
  const before = aContact({ name: '山田太郎', reading: 'やまだ', apart: [other] });
  const { store, run } = await directoryOf(before);
  const { reading: _, apart: __, ...older } = before;
  await run((tx) => saveContact.run(tx, { ...older, vip: true }, author));
  expect(await store.get('contact', before.id)).toEqual({ ...before, vip: true });
});

test('[P05] a contact that no device has comes to the devices when he is saved by hand; unsaved he can be taken out', async () => {
  const [saved, removed] = [aContact({ elsewhere: true }), aContact({ elsewhere: true })];
  const { store, run } = await directoryOf(saved, removed);
  const { elsewhere: _, ...args } = saved;
  await run((tx) => saveContact.run(tx, args, author));
  expect(await store.get('contact', saved.id)).not.toHaveProperty('elsewhere');
  const remove = { accountId: ACCOUNT, contactId: removed.id, elsewhere: true } as const;
  expect(await run((tx) => removeContact.run(tx, remove, author))).toBe('applied');
  const onDevice = await directoryOf();
  expect(await onDevice.run((tx) => removeContact.run(tx, remove, author))).toBe('applied'); // queued all the same
});
