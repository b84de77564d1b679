import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import type { Change } from '#shared/sync/mutations.ts';
import { runChange } from '#shared/sync/mutations.ts';
import { aNote, anAccount, aPerson, aRoster } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const minutes = 60_000;
const note = aNote({ urgent: true });
const ref = { accountId: note.accountId, noteId: note.id };
const [jan, sanne] = [aPerson(), aRoster()[0] ?? aPerson()];
const at = '2026-11-19T09:46:00.000Z';
const person = ({ id, name }: { id: string; name: string }): Identity => {
  return { role: 'person', userId: id, name, personId: id, accountId: note.accountId, office: false };
};
const max: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [note.accountId] };

/** An urgent note on its way, and what its world can do with it. */
async function urgentNote() {
  const world = await deliveryWorld();
  await world.store.transact(async (tx) => {
    await tx.put('note', note);
    await world.plan(tx, note);
  });
  await world.runDue();
  const pass = async (ms: number) => {
    world.advance(ms);
    await world.runDue(); // the step
    await world.runDue(); // what it sends
  };
  return {
    ...world,
    pass,
    texted: () => world.sms.sent.map(({ to }) => to),
    climb: async () => (await world.store.get('note', note.id))?.climb,
    async change(who: Identity, change: Change) {
      await world.store.transact(async (tx) => {
        await runChange(tx, change, { name: who.name, at });
        await world.follow(tx, change, who);
      });
      await world.runDue();
    },
  };
}

test('[S14] nobody acknowledges: the recipient at once, the next after three minutes, everybody after three more', async () => {
  const world = await urgentNote();
  expect(world.texted()).toEqual([jan.mobile]);
  await world.pass(3 * minutes - 1);
  expect(world.texted()).toEqual([jan.mobile]);
  await world.pass(1);
  expect(world.texted()).toEqual([jan.mobile, sanne.mobile]);
  expect(world.mailer.sent.map((mail) => mail.to)).toEqual([jan.email, sanne.email]);
  await world.pass(3 * minutes);
  expect(world.texted()).toEqual([jan.mobile, sanne.mobile, jan.mobile, sanne.mobile]);
  expect(await world.climb()).toMatchObject({ state: 'climbing', step: 3, steps: 8, nextAt: '2026-11-19T09:52:00.000Z' });
});

test('[S14] after the last round the note says that it is exhausted, and no job is left', async () => {
  const world = await urgentNote();
  for (let i = 0; i < 8; i++) await world.pass(5 * minutes);
  expect(await world.climb()).toMatchObject({ state: 'exhausted', step: 8, nextAt: null, toCall: jan.id });
  const texts = world.texted().length;
  await world.pass(24 * 60 * minutes);
  expect(world.texted()).toHaveLength(texts);
});

test('a step that runs twice, as after a kill, is one step', async () => {
  const world = await urgentNote();
  world.advance(3 * minutes);
  await Promise.all([world.step(ref), world.step(ref), world.step(ref)]);
  await world.runDue();
  expect(world.texted()).toEqual([jan.mobile, sanne.mobile]);
  expect((await world.climb())?.step).toBe(2);
});

test('a clock that was set back takes no step twice and loses none', async () => {
  const world = await urgentNote();
  world.advance(-10 * minutes);
  await world.step(ref);
  expect((await world.climb())?.step).toBe(1);
  await world.pass(13 * minutes);
  expect((await world.climb())?.step).toBe(2);
});

test('a server that was away for an hour takes the steps one after the other, not all at once', async () => {
  const world = await urgentNote();
  await world.pass(60 * minutes);
  expect(await world.climb()).toMatchObject({ step: 2, nextAt: '2026-11-19T10:45:00.000Z' });
});

test('[S04] who acknowledges in the portal ends it; who was alerted before is told once by whom', async () => {
  const world = await urgentNote();
  await world.pass(3 * minutes);
  await world.change(person(sanne), { name: 'acknowledgeNote', args: ref });
  await world.change(person(jan), { name: 'markNoteDone', args: ref });
  expect(world.sms.sent.slice(2)).toMatchObject([{ to: jan.mobile, text: expect.stringContaining('Sanne Visser') }]);
  await world.pass(60 * minutes);
  expect(world.sms.sent).toHaveLength(3);
  expect(await world.climb()).toMatchObject({ state: 'acknowledged', step: 2, nextAt: null });
  const ofSanne = (await world.deliveries()).filter((d) => d.personId === sanne.id).map((d) => d.state);
  expect(ofSanne).toEqual(['acknowledged', 'acknowledged']);
});

test('[S04] the reply to the text of a later step ends it too', async () => {
  const world = await urgentNote();
  await world.pass(3 * minutes);
  await world.takeReply({ id: 'r-1', from: sanne.mobile ?? '', to: '+33199000100', text: 'Ik ga erheen.' });
  await world.runDue();
  expect((await world.climb())?.state).toBe('acknowledged');
  expect(world.texted().slice(2)).toEqual([jan.mobile]);
});

test('a supervisor acknowledges for the client: everybody who was alerted is told', async () => {
  const world = await urgentNote();
  await world.pass(3 * minutes);
  await world.change(max, { name: 'acknowledgeNote', args: ref });
  expect(world.sms.sent.slice(2)).toMatchObject([
    { to: jan.mobile, text: expect.stringContaining('Max') },
    { to: sanne.mobile, text: expect.stringContaining('Max') },
  ]);
});

test('"I telephone myself now" stands on the note and does not end the ladder', async () => {
  const world = await urgentNote();
  await world.change(max, { name: 'telephoneAboutNote', args: ref });
  expect((await world.climb())?.telephoning).toEqual({ at, by: 'Max' });
  await world.pass(3 * minutes);
  expect(await world.climb()).toMatchObject({ step: 2, telephoning: { by: 'Max' } });
});

test('an acknowledgement after the last round is told as well', async () => {
  const world = await urgentNote();
  for (let i = 0; i < 8; i++) await world.pass(5 * minutes);
  const before = world.texted().length;
  await world.change(person(jan), { name: 'callBackNote', args: ref });
  expect(world.texted().slice(before)).toEqual([sanne.mobile]);
});

test('what a step could not hand over before the acknowledgement does not leave after it', async () => {
  const world = await urgentNote();
  world.sms.refuseNext('unreachable', false);
  await world.pass(3 * minutes);
  await world.change(person(jan), { name: 'acknowledgeNote', args: ref });
  await world.pass(1 * minutes);
  const text = (await world.deliveries()).find((d) => d.key === `${note.id}:2:${sanne.id}:sms`);
  expect(text).toMatchObject({ state: 'expired', problem: 'taken' });
  expect(world.sms.sent.filter((sms) => sms.reference.includes(':2:'))).toEqual([]);
});

test('a ladder of the account replaces the one that everybody has', async () => {
  const ladder = {
    rounds: 1,
    rungs: [{ by: 'message' as const, channels: ['email' as const], to: { kind: 'everybody' as const }, waitSeconds: 60 }],
  };
  const world = await deliveryWorld({ ladder });
  await world.store.transact(async (tx) => {
    await tx.put('note', note);
    await world.plan(tx, note);
  });
  await world.runDue();
  expect(world.mailer.sent.map((mail) => mail.to).sort()).toEqual([jan.email, sanne.email]);
  expect(anAccount().ladder).toBeUndefined();
  expect((await world.store.get('note', note.id))?.climb?.steps).toBe(1);
});
