import { expect, test } from 'vitest';
import { type WriteTogether, writeTogether } from '../../../server/delivery/write-together.ts';
import type { Store } from '../../../server/ports/store.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { aContact } from '../../fixtures/rows.ts';

function counted() {
  const store = createMemoryStore();
  const made = { transactions: 0 };
  const transact: Store['transact'] = (run) => {
    made.transactions += 1;
    return store.transact(run);
  };
  return { store, made, write: writeTogether({ transact }) };
}

const contactsOf = (count: number) => Array.from({ length: count }, () => aContact());
const put = (write: WriteTogether) => (contact: ReturnType<typeof aContact>) =>
  write([{ kind: 'contact', id: contact.id }], async (tx) => tx.put('contact', contact).then(() => contact.id));

test('what comes at the same time is written together, each with its own result, and told once', async () => {
  const { store, made, write } = counted();
  const contacts = contactsOf(9);
  const outcomes = await Promise.all(contacts.map(put(write)));
  expect(outcomes.map(({ result }) => result)).toEqual(contacts.map(({ id }) => id));
  expect(await store.all('contact')).toHaveLength(9);
  expect(made.transactions).toBe(1);
  expect(outcomes.filter(({ changed }) => changed.length > 0)).toHaveLength(1);
});

test('what comes while others are written is written together afterwards', async () => {
  const { made, write } = counted();
  const later: Promise<unknown>[] = [];
  await write([], async () => void later.push(...contactsOf(5).map(put(write))));
  await Promise.all(later);
  expect(made.transactions).toBe(2);
});

test('one that fails fails alone', async () => {
  const { store, write } = counted();
  const [one, other] = [aContact(), aContact()];
  const outcomes = await Promise.allSettled([
    write([], async () => 'first'),
    write([], (tx) => tx.put('contact', one)),
    write([], () => Promise.reject(new Error('planned'))),
    write([], (tx) => tx.put('contact', other)),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await store.all('contact')).toHaveLength(2);
});

test('nobody waits for others: one that comes alone is written at once', async () => {
  const { made, write } = counted();
  expect((await write([], async () => 'alone')).result).toBe('alone');
  expect((await write([], async () => 'again')).result).toBe('again');
  expect(made.transactions).toBe(2);
});
