import { expect, test } from 'vitest';
import { loadDemo } from '../../../server/demo/load-demo.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { anAccount, uuid } from '../../fixtures/telephony.ts';

const at = '2026-11-19T09:00:00.000Z';

function world() {
  const users = new Map<string, string | null>();
  let [ids, additions] = [0, Number.POSITIVE_INFINITY];
  const store = createMemoryStore();
  return {
    store,
    users,
    /** The server is killed after so many. */
    killAfter: (count: number) => {
      additions = count;
    },
    load: () =>
      loadDemo(
        {
          store,
          newId: () => uuid(++ids),
          addUser: async ({ email, subjectId }) => {
            if (additions-- === 0) throw new Error('killed');
            const owner = users.has(email) ? (users.get(email) ?? null) : subjectId;
            users.set(email, owner);
            return owner;
          },
        },
        at,
      ),
  };
}

test('the demonstration is loaded into an empty database, and nowhere else', async () => {
  const { store, users, load } = world();
  expect(await load()).toBe('loaded');
  expect(await store.all('account')).toHaveLength(5);
  expect(users.size).toBe(12);
  const other = world();
  await other.store.transact(async (tx) => {
    await tx.put('account', anAccount());
    await tx.put('line', { id: uuid(9001), accountId: anAccount().id, number: '+33142000000', published: false });
  });
  expect(await other.load()).toBe('not-empty');
  expect(other.users.size).toBe(0);
});

test('a start that was cut off while it loaded is finished by the next: everybody signs in as whom the rows know', async () => {
  const { store, users, load, killAfter } = world();
  killAfter(4);
  await expect(load()).rejects.toThrow('killed');
  killAfter(Number.POSITIVE_INFINITY);
  expect(await load()).toBe('loaded');
  expect(await store.all('account')).toHaveLength(5);
  const known = [...(await store.all('person')), ...(await store.all('operator'))].map(({ id }) => id);
  expect([...users.values()].filter((subject) => subject !== null).toSorted()).toEqual(known.toSorted());
});
