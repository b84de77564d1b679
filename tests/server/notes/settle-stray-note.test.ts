import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Space } from '#shared/sync/rows.ts';
import { settleStrayNote } from '../../../server/notes/settle-stray-note.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { ACCOUNT, aNoteContent, anAccount, anId, aPerson } from '../../fixtures/rows.ts';

const at = '2026-11-19T09:42:00.000Z';
const OTHER = anId();
const max: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [ACCOUNT, OTHER] };

/** A note for a person of an account that its operator may not see (any more). */
async function aStray() {
  const store = createMemoryStore();
  const planned: Note[] = [];
  const poked: Space[] = [];
  const person = aPerson({ accountId: ACCOUNT });
  const note = {
    id: anId(),
    accountId: ACCOUNT,
    callId: null,
    content: aNoteContent({ forWhom: { kind: 'person', personId: person.id } }),
    handledBy: 'Léa',
    operatorId: anId(),
  };
  await store.transact(async (tx) => {
    for (const id of [ACCOUNT, OTHER]) await tx.put('account', anAccount({ id }));
    await tx.put('person', person);
    await tx.addHistory({ deviceId: anId(), userId: 'lea', seq: 1, name: 'lockNote', args: note, refused: 'for-supervisor', at });
  });
  const settle = settleStrayNote({
    store,
    clock: () => '2026-11-19T10:00:00.000Z',
    planNote: async (_, locked) => void planned.push(locked),
    poke: (spaces) => void poked.push(...spaces),
  });
  const id = (await store.strayNotes(1))[0]?.id ?? '';
  return { store, settle, note, planned, poked, id };
}

test('[NO2] given to its account, the note is locked as it was written and delivered as usual', async () => {
  const { store, settle, note, planned, poked, id } = await aStray();
  expect(await settle(max, { id, decision: { kind: 'assign', accountId: ACCOUNT } })).toBe('settled');
  expect(await store.get('note', note.id)).toMatchObject({ content: note.content, handledBy: 'Léa', lockedAt: at });
  expect(planned.map((p) => p.id)).toEqual([note.id]);
  expect(poked).toHaveLength(1);
  expect(await store.strayNotes(10)).toEqual([]);
});

test('[J10] given to another account, it goes to that one’s first person and to nobody of the first', async () => {
  const { store, settle, note, id } = await aStray();
  await settle(max, { id, decision: { kind: 'assign', accountId: OTHER } });
  expect(await store.get('note', note.id)).toMatchObject({
    accountId: OTHER,
    content: { forWhom: { kind: 'nobody-named' }, matter: note.content.matter },
  });
});

test('put aside, it reaches nobody and stays in history', async () => {
  const { store, settle, planned, id } = await aStray();
  expect(await settle(max, { id, decision: { kind: 'put-aside', reason: 'test' } })).toBe('settled');
  expect([await store.all('note'), planned, await store.strayNotes(10)]).toEqual([[], [], []]);
  expect(store.history()).toHaveLength(1);
});

test('only the first decision counts', async () => {
  const { store, settle, planned, id } = await aStray();
  const decision = { kind: 'assign', accountId: ACCOUNT } as const;
  expect(await settle(max, { id, decision })).toBe('settled');
  expect(await settle(max, { id, decision: { kind: 'assign', accountId: OTHER } })).toBe('gone');
  expect(planned).toHaveLength(1);
  expect(await store.all('note')).toHaveLength(1);
});

test.each([
  ['that the supervisor does not see', anId()],
  ['that is gone', OTHER],
])('an account %s takes no note, and the note waits on', async (_, accountId) => {
  const { store, settle, id } = await aStray();
  await store.transact((tx) => tx.remove('account', OTHER));
  expect(await settle(max, { id, decision: { kind: 'assign', accountId } })).toBe('no-account');
  expect(await store.strayNotes(10)).toHaveLength(1);
});
