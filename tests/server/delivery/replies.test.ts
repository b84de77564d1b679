import { expect, test } from 'vitest';
import type { Note } from '#shared/notes/note.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const second = aNote({}, { id: '01900000-0000-7000-8000-000000000022' });
const reply = { id: 'r-1', from: '+33639980111', to: '+33199000100', text: 'Ik bel hem zo.' };

async function texted(...notes: Note[]) {
  const world = await deliveryWorld();
  for (const note of notes) {
    await world.store.transact(async (tx) => {
      await tx.put('note', note);
      await world.plan(tx, note);
    });
  }
  await world.runDue();
  return { ...world, note: async (id = aNote().id) => world.store.get('note', id), waiting: () => world.replies.unmatched(10) };
}

test('[S04] the reply to a text acknowledges its note and stands on it, the pages are told', async () => {
  const world = await texted(aNote());
  await world.takeReply(reply);
  const note = await world.note();
  expect(note?.acknowledged).toMatchObject({ by: 'Jan de Boer (SMS)' });
  expect(note?.addenda).toMatchObject([{ by: 'Jan de Boer (SMS)', text: 'Ik bel hem zo.' }]);
  expect((await world.deliveries()).find((d) => d.channel === 'sms')?.state).toBe('acknowledged');
  expect(world.poked.at(-1)).toEqual([`account:${anAccount().id}:shared`]);
  expect(await world.waiting()).toEqual([]);
});

test('the same reply again changes nothing, also when only its record was cut off', async () => {
  const world = await texted(aNote(), second);
  await world.store.transact((tx) => tx.put('note', { ...second, acknowledged: { at: second.lockedAt, by: 'Jan' } }));
  await world.takeReply(reply);
  await world.takeReply(reply);
  world.replies.loseMatch(reply.id);
  await world.takeReply(reply);
  expect(await world.waiting()).toEqual([]);
  expect((await world.note())?.addenda).toHaveLength(1);
  expect((await world.note(second.id))?.addenda).toEqual([]);
});

test('with two open notes nobody guesses: the floor reads it', async () => {
  const world = await texted(aNote(), second);
  await world.takeReply(reply);
  expect((await world.note())?.acknowledged).toBeNull();
  expect(await world.waiting()).toEqual([{ id: 'r-1', at: '2026-11-19T09:42:00.000Z', from: reply.from, text: reply.text }]);
});

test.each([
  ['a number that nobody has', { from: '+33639980999' }],
  ['a sender that is no number', { from: 'Bank' }],
  ['nothing but spaces', { text: ' ' }],
  ['more than an addendum takes', { text: 'x'.repeat(2001) }],
])('%s fits no note and is kept', async (_, over) => {
  const world = await texted(aNote());
  await world.takeReply({ ...reply, ...over });
  expect((await world.note())?.acknowledged).toBeNull();
  expect(await world.waiting()).toMatchObject([{ id: 'r-1' }]);
});

test('a number that two persons have tells nobody', async () => {
  const world = await texted(aNote());
  await world.store.transact((tx) => tx.put('person', aPerson({ id: '01900000-0000-7000-8000-000000000013', position: 3 })));
  await world.takeReply(reply);
  expect(await world.waiting()).toHaveLength(1);
});

test('a national number is the same person', async () => {
  const world = await texted(aNote());
  const person = aPerson({ mobile: '+31639980111' });
  await world.store.transact((tx) => tx.put('person', person));
  await world.takeReply({ ...reply, from: '0639980111' });
  expect((await world.note())?.acknowledged).not.toBeNull();
});
