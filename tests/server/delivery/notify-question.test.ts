import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { type Change, runChange } from '#shared/sync/mutations.ts';
import { anAccount, aPerson, aRoster } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';
import { anId } from '../../fixtures/rows.ts';

const accountId = anAccount().id;
const [jan, sanne] = [aPerson(), aRoster()[0] ?? aPerson()];
const personOf = ({ id, name }: { id: string; name: string }): Identity => {
  return { role: 'person', userId: id, name, personId: id, accountId, office: true };
};
const sofie: Identity = { role: 'operator', userId: 'sofie', name: 'Sofie', operatorId: anId(), accountIds: [accountId] };

/** Jan and Sanne take notifications on a telephone each. */
async function world() {
  const made = await deliveryWorld();
  for (const person of [jan, sanne]) {
    await made.subscribe(personOf(person), { endpoint: `https://push.example.test/${person.name}`, p256dh: 'p', auth: 'a' });
  }
  const change = async (who: Identity, what: Change, at = '2026-11-19T09:42:00.000Z') => {
    await made.store.transact(async (tx) => {
      await runChange(tx, what, { name: who.name, at });
      await made.follow(tx, what, who);
    });
    await made.runDue();
  };
  const titles = () =>
    made.push.sent.map(({ endpoint, payload }) => [endpoint.split('/').at(-1), JSON.parse(payload).notification.title]);
  return { ...made, change, titles };
}
const ask = (to: string | null): Change => {
  const about = { name: 'Piet Vos', company: '', number: null, matter: '' };
  return { name: 'askQuestion', args: { id: anId(), accountId, callId: anId(), to, about } };
};

test('everybody is asked; when one has answered the others learn by whom', async () => {
  const w = await world();
  const asked = ask(null);
  await w.change(sofie, asked);
  const title = 'Piet Vos is aan de lijn: doorverbinden?';
  expect(w.titles()).toEqual([
    ['Jan de Boer', title],
    ['Sanne Visser', title],
  ]);
  const questionId = asked.name === 'askQuestion' ? asked.args.id : '';
  const answer = { accountId, questionId, personId: sanne.id, wish: { kind: 'put-through' as const } };
  await w.change(personOf(sanne), { name: 'answerQuestion', args: answer });
  expect(w.titles().slice(2)).toEqual([['Jan de Boer', 'Sanne Visser heeft geantwoord.']]);
});

test('a named person is asked alone; a question that comes from an offline desk too late rings nowhere', async () => {
  const w = await world();
  await w.change(sofie, ask(sanne.id));
  expect(w.titles().map(([who]) => who)).toEqual(['Sanne Visser']);
  await w.change(sofie, ask(null), '2026-11-19T09:41:00.000Z');
  expect(w.titles()).toHaveLength(1);
});

test('a device that cannot be reached is told once and not tried again', async () => {
  const w = await world();
  w.push.away('https://push.example.test/Sanne Visser');
  await w.change(sofie, ask(sanne.id));
  w.advance(60_000);
  await w.runDue();
  expect([w.titles(), w.failed]).toEqual([[], ['unreachable']]);
});
