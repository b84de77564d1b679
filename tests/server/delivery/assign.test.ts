import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { type Change, runChange } from '#shared/sync/mutations.ts';
import { aNote, anAccount, aPerson, aRoster } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const [sanne, jan] = aRoster();
const person = (of = jan): Identity => ({
  role: 'person',
  userId: of?.name ?? '',
  name: of?.name ?? '',
  personId: of?.id ?? '',
  accountId: anAccount().id,
  office: true,
});
const ref = { accountId: anAccount().id, noteId: aNote().id };
const anId = (n: number) => `01900000-0000-7000-8000-0000000005${String(n).padStart(2, '0')}`;

/** Garage De Boer with one note, changed as pushes change it. */
async function withNote(over: Parameters<typeof deliveryWorld>[0] = {}, note = aNote()) {
  const world = await deliveryWorld(over);
  await world.store.transact((tx) => tx.put('note', note));
  const change = (one: Change, who = person()) =>
    world.store.transact(async (tx) => {
      const outcome = await runChange(tx, one, { name: who.name, at: '2026-11-19T10:00:00.000Z' });
      if (outcome === 'applied') await world.follow(tx, one, who);
      return outcome;
    });
  const assign = (n: number, to: string | null, who = person()) =>
    change({ name: 'assignNote', args: { ...ref, id: anId(n), to } }, who);
  return { ...world, change, assign, note: async () => world.store.get('note', ref.noteId) };
}

test('a colleague to whom a note is passed is told by his channels, who calls about what', async () => {
  const world = await withNote();
  expect((await world.assign(1, sanne?.id ?? '')).result).toBe('applied');
  await world.runDue();
  expect((await world.deliveries()).map(({ personId, channel }) => [personId, channel])).toEqual([
    [sanne?.id, 'email'],
    [sanne?.id, 'sms'],
  ]);
  const [mail] = world.mailer.sent;
  expect(mail?.text).toContain('Jan de Boer geeft u een notitie door.');
  expect(mail?.text).toContain('Transport Vos, Piet Vos\n+33639980311\nDe vrachtwagen staat stil');
  expect(mail?.subject).toBe('Gespreksnotitie voor Garage De Boer');
});

test('of a medical account it says only that a note was passed', async () => {
  const world = await withNote({ privacy: 'waiting' });
  await world.assign(1, sanne?.id ?? '');
  await world.runDue();
  expect(JSON.stringify([world.mailer.sent, world.sms.sent])).not.toMatch(/Vos|39980311|A2/);
});

test('a colleague is told also of an urgent note that somebody has taken on before the message left', async () => {
  const world = await withNote({}, aNote({ urgent: true }));
  await world.assign(1, sanne?.id ?? '');
  await world.change({ name: 'acknowledgeNote', args: ref });
  await world.runDue();
  expect((await world.deliveries()).map(({ state }) => state)).toEqual(['sent', 'sent']);
});

test('who takes a note himself gets no message', async () => {
  const world = await withNote();
  await world.assign(1, sanne?.id ?? '', person(sanne));
  expect(await world.deliveries()).toEqual([]);
});

test('[CO2] of two who pass a note on the later in server order has it, and both stand in its history', async () => {
  const world = await withNote();
  await world.assign(1, sanne?.id ?? '');
  await world.assign(2, jan?.id ?? '', person(sanne));
  expect((await world.assign(2, jan?.id ?? '', person(sanne))).result).toBe('unchanged');
  expect((await world.note())?.assignments?.map(({ by, to }) => [by, to])).toEqual([
    ['Jan de Boer', sanne?.id],
    ['Sanne Visser', jan?.id],
  ]);
});

test('a note cannot be passed to somebody of another account', async () => {
  const world = await withNote();
  const stranger = { ...aRoster()[0], id: anId(9), accountId: anId(8) };
  await world.store.transact((tx) => tx.put('person', stranger as never));
  expect((await world.assign(1, anId(9))).result).toBe('forbidden');
  expect((await world.assign(1, anId(7))).result).toBe('not-found');
});

test('[S04] who answers in the portal has acknowledged the note, and the answer stands on it once', async () => {
  const world = await withNote();
  const answer = { name: 'answerNote', args: { ...ref, id: anId(1), text: 'Ik bel hem om drie uur.' } } as const;
  await world.change(answer);
  expect((await world.change(answer)).result).toBe('unchanged');
  expect(await world.note()).toMatchObject({
    addenda: [{ by: 'Jan de Boer', text: answer.args.text }],
    acknowledged: { by: 'Jan de Boer' },
  });
});

test('a note that was not done after all is open again, and its promise a task of the bureau', async () => {
  const world = await withNote();
  await world.store.transact((tx) =>
    tx.put('task', {
      id: ref.noteId,
      accountId: ref.accountId,
      origin: 'promise',
      name: 'Piet Vos',
      number: '+33639980311',
      about: '',
      dueAt: '2026-11-19T11:00:00.000Z',
      createdAt: '2026-11-19T09:42:00.000Z',
      createdBy: 'Sofie',
      tries: [],
      done: null,
    }),
  );
  await world.change({ name: 'markNoteDone', args: ref });
  expect((await world.store.get('task', ref.noteId))?.done?.how).toBe('client');
  await world.change({ name: 'reopenNote', args: ref });
  expect([(await world.note())?.done, (await world.store.get('task', ref.noteId))?.done]).toEqual([null, null]);
  expect((await world.change({ name: 'reopenNote', args: ref })).result).toBe('unchanged');
});

const max: Identity = { role: 'supervisor', userId: 's', name: 'Max', accountIds: [anAccount().id] };

test('a note that reached nobody leaves once more by the addresses of now, and again only under another id', async () => {
  const world = await withNote();
  await world.store.transact((tx) => world.plan(tx, aNote()));
  world.mailer.refuseNext('refused', true);
  world.sms.refuseNext('refused', true);
  await world.runDue();
  await world.store.transact((tx) => tx.put('person', { ...aPerson(), email: 'jan@nieuw.example.test' }));
  const again = (n: number) => world.change({ name: 'sendNoteAgain', args: { ...ref, id: anId(n) } }, max);
  await again(1);
  await again(1);
  await world.runDue();
  expect(world.mailer.sent.map(({ to }) => to)).toEqual(['jan@nieuw.example.test']);
  expect(world.sms.sent).toHaveLength(1);
  expect((await world.deliveries()).map(({ state }) => state).toSorted()).toEqual(['failed', 'failed', 'sent', 'sent']);
  await world.change({ name: 'acknowledgeNote', args: ref });
  await again(2);
  expect(await world.deliveries()).toHaveLength(4);
});
