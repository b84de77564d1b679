import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import type { PersonCallResult } from '#shared/calls/person-call.ts';
import type { Ladder, Rung } from '#shared/delivery/ladder.ts';
import { type Change, runChange } from '#shared/sync/mutations.ts';
import { aNote, aPerson, aRoster } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const minute = 60_000;
const note = aNote({ urgent: true });
const [jan, sanne] = [aPerson(), aRoster()[0] ?? aPerson()];
const call = (turn: number, more: Partial<Extract<Rung, { by: 'call' }>> = {}): Rung => ({
  by: 'call',
  dialled: 'automatically',
  to: { kind: 'turn', turn },
  waitSeconds: 600,
  ...more,
});
const ladder = (...rungs: Rung[]): Ladder => ({ rounds: 1, rungs });
const text: Rung = { by: 'message', channels: ['sms'], to: { kind: 'turn', turn: 2 }, waitSeconds: 600 };

const byBureau: Rung = { by: 'call', to: { kind: 'turn', turn: 1 }, waitSeconds: 600 };

/** An urgent note whose first step calls Jan; each call comes to what is given. */
async function urgentNote(of: Ladder, ...results: (PersonCallResult | 'server-dies')[]) {
  const world = await deliveryWorld({ ladder: of });
  world.telephones.next(...results);
  await world.store.transact(async (tx) => {
    await tx.put('note', note);
    await world.plan(tx, note);
  });
  await world.runDue();
  return {
    ...world,
    note: async () => world.store.get('note', note.id),
    callOf: async (personId: string, step = 1) =>
      (await world.deliveries()).find((d) => d.key === `${note.id}:${step}:${personId}:telephone`),
    tasks: () => world.store.all('task'),
    async change(change: Change) {
      const lea: Identity = { role: 'operator', userId: 'lea', name: 'Léa', operatorId: jan.id, accountIds: [note.accountId] };
      await world.store.transact(async (tx) => {
        await runChange(tx, change, { name: 'Léa', at: '2026-11-19T09:43:00.000Z' });
        await world.follow(tx, change, lea);
      });
      await world.runDue();
    },
  };
}

test('[S04][S14] 1 acknowledges the note by that person by telephone; the ladder is over, and what was answered has its price', async () => {
  const world = await urgentNote(ladder(call(1), text), 'taken');
  expect(world.telephones.called).toMatchObject([
    { number: jan.mobile, language: 'nl', words: expect.stringContaining('Toets 1') },
  ]);
  expect(await world.note()).toMatchObject({
    acknowledged: { by: 'Jan de Boer (telefoon)' },
    climb: { state: 'acknowledged', nextAt: null },
  });
  expect(await world.callOf(jan.id)).toMatchObject({ state: 'acknowledged', attempts: 1, price: { cents: 150 } });
  world.advance(60 * minute);
  await world.runDue();
  expect(world.sms.sent.filter(({ reference }) => reference.includes(':2:'))).toEqual([]);
});

test('[S14] 3 passes on to the next at once', async () => {
  const world = await urgentNote(ladder(call(1), call(2)), 'passed-on', 'taken');
  await world.runDue();
  expect(world.telephones.called.map(({ number }) => number)).toEqual([jan.mobile, sanne.mobile]);
  expect(await world.callOf(jan.id)).toMatchObject({ state: 'failed', problem: 'passed-on' });
  expect((await world.note())?.acknowledged?.by).toBe('Sanne Visser (telefoon)');
});

test.each([
  ['no-answer', 'no-answer'],
  ['busy', 'busy'],
  ['refused', 'declined'],
  ['voicemail', 'voicemail'],
  ['nothing-pressed', 'nothing-pressed'],
] as const)('[S14] %s is recorded, and the next step comes when the wait is over', async (result, problem) => {
  const world = await urgentNote(ladder(call(1), text), result);
  expect(await world.callOf(jan.id)).toMatchObject({ state: 'failed', problem });
  expect((await world.note())?.climb?.nextAt).toBe('2026-11-19T09:52:00.000Z');
  world.advance(10 * minute - 1);
  await world.runDue();
  expect(world.sms.sent.filter(({ reference }) => reference.includes(':2:'))).toEqual([]);
  world.advance(1);
  await world.runDue();
  await world.runDue();
  expect(world.sms.sent.map(({ to }) => to)).toContain(sanne.mobile);
});

test.each(['not-allowed', 'failed'] as const)('who could not be called at all (%s) holds up nobody', async (result) => {
  const world = await urgentNote(ladder(call(1), text), result);
  await world.runDue();
  expect((await world.note())?.climb?.step).toBe(2);
});

/** The world with a note whose first call was cut off by the death of the server. */
async function cutOff(of: Ladder, ...results: (PersonCallResult | 'server-dies')[]) {
  const world = await deliveryWorld({ ladder: of });
  world.telephones.next('server-dies', ...results);
  await world.store.transact(async (tx) => {
    await tx.put('note', note);
    await world.plan(tx, note);
  });
  await expect(world.runDue()).rejects.toMatchObject({ code: 'telephone.interrupted' });
  return world;
}

test('[S14] a call that was cut off by the death of the server is made once more, and not a third time', async () => {
  const again = await cutOff(ladder(call(1)), 'taken');
  await again.runAgain();
  expect(again.telephones.called.map(({ id }) => id.split('.')[1])).toEqual(['1', '2']);
  expect((await again.store.get('note', note.id))?.acknowledged?.by).toBe('Jan de Boer (telefoon)');
  await again.runAgain();
  expect(again.telephones.called).toHaveLength(2);

  const never = await cutOff(ladder(call(1), text), 'server-dies');
  await expect(never.runAgain()).rejects.toMatchObject({ code: 'telephone.interrupted' });
  await never.runAgain();
  await never.runDue();
  expect(never.telephones.called).toHaveLength(2);
  expect((await never.deliveries()).find((d) => d.channel === 'telephone')).toMatchObject({
    state: 'failed',
    problem: 'interrupted',
  });
  expect((await never.store.get('note', note.id))?.climb?.step).toBe(2);
});

test('while the exchange is another’s nothing is dialled, and no attempt is counted', async () => {
  const world = await deliveryWorld({ ladder: ladder(call(1)) });
  world.telephones.setReady(false);
  await world.store.transact(async (tx) => {
    await tx.put('note', note);
    await world.plan(tx, note);
  });
  await expect(world.runDue()).rejects.toMatchObject({ code: 'telephone.not_ready' });
  world.telephones.setReady(true);
  world.telephones.next('taken');
  await world.runAgain();
  expect((await world.deliveries()).find((d) => d.channel === 'telephone')).toMatchObject({ attempts: 1, state: 'acknowledged' });
});

test('with everybody called at once the ladder goes on only when the last call has ended', async () => {
  const world = await urgentNote(ladder(call(1, { to: { kind: 'everybody' } }), text), 'passed-on', 'taken');
  expect(world.telephones.called).toHaveLength(2);
  expect(await world.note()).toMatchObject({ acknowledged: { by: 'Sanne Visser (telefoon)' }, climb: { step: 1 } });
});

test('[S14] whoever takes the note in the portal while telephones ring lets them be', async () => {
  const world = await cutOff(ladder(call(1)));
  const change = { name: 'acknowledgeNote', args: { accountId: note.accountId, noteId: note.id } } as const;
  const who: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [note.accountId] };
  await world.store.transact(async (tx) => {
    await runChange(tx, change, { name: 'Max', at: '2026-11-19T09:43:00.000Z' });
    await world.follow(tx, change, who);
  });
  await world.runDue();
  const ringing = (await world.deliveries()).find((d) => d.channel === 'telephone');
  expect(world.telephones.ended).toEqual([`${ringing?.id}.`]);
});

test('[S04] a call by the bureau is a task of the desk; done, the person has taken the note and the ladder is over', async () => {
  const world = await urgentNote(ladder(byBureau, text));
  const [task] = await world.tasks();
  expect(task).toMatchObject({
    name: 'Jan de Boer',
    number: jan.mobile,
    alert: { noteId: note.id, personId: jan.id },
    done: null,
  });
  await world.change({ name: 'finishTask', args: { accountId: note.accountId, taskId: task?.id ?? '' } });
  expect(await world.note()).toMatchObject({
    acknowledged: { by: 'Jan de Boer (telefoon, Léa)' },
    climb: { state: 'acknowledged', toCall: null },
  });
});

test('[S14] a person whom the desk does not reach is passed over at once; an acknowledgement ends the task', async () => {
  const world = await urgentNote(ladder(byBureau, text));
  const [task] = await world.tasks();
  const args = { accountId: note.accountId, taskId: task?.id ?? '' };
  await world.change({ name: 'passOnAlert', args });
  expect(await world.note()).toMatchObject({ acknowledged: null, climb: { step: 2, toCall: null } });
  expect((await world.tasks())[0]?.done).toMatchObject({ how: 'passed-on', by: 'Léa' });

  const other = await urgentNote(ladder(byBureau, text));
  await other.change({ name: 'acknowledgeNote', args: { accountId: note.accountId, noteId: note.id } });
  expect((await other.tasks())[0]?.done).toMatchObject({ how: 'client' });
});
