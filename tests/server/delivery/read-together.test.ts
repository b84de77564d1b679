import { expect, test } from 'vitest';
import { readTogether } from '../../../server/delivery/read-together.ts';
import type { Store } from '../../../server/ports/store.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { aContact, anId } from '../../fixtures/rows.ts';

async function counted(contacts: readonly ReturnType<typeof aContact>[]) {
  const store = createMemoryStore();
  await store.transact(async (tx) => {
    for (const contact of contacts) await tx.put('contact', contact);
  });
  const asked: (readonly string[])[] = [];
  const some: Store['some'] = (kind, ids) => {
    asked.push(ids);
    return store.some(kind, ids);
  };
  return { store, asked, read: readTogether({ get: store.get, some }, 'contact') };
}

test('what is asked for at the same time is one question, each with its own answer', async () => {
  const [one, other] = [aContact(), aContact()];
  const { asked, read } = await counted([one, other]);
  const nobody = anId();
  expect(await Promise.all([one.id, nobody, other.id, one.id].map(read))).toEqual([one, undefined, other, one]);
  expect(asked).toEqual([[one.id, nobody, other.id]]);
  expect(await read(other.id)).toEqual(other);
  expect(asked).toHaveLength(2);
});

test('one that cannot be read fails alone', async () => {
  const [one, other] = [aContact(), aContact()];
  const { store } = await counted([one, other]);
  const get: Store['get'] = (kind, id) => (id === one.id ? Promise.reject(new Error('planned')) : store.get(kind, id));
  const read = readTogether({ get, some: () => Promise.reject(new Error('planned')) }, 'contact');
  const outcomes = await Promise.allSettled([read(one.id), read(other.id)]);
  expect(outcomes).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: other }]);
});
