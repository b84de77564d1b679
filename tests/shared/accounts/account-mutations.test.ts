import { expect, test } from 'vitest';
import { savePerson, setOpeningHours } from '#shared/accounts/account-mutations.ts';
import type { OpeningHours } from '#shared/accounts/opening-hours.ts';
import { noRules } from '#shared/delivery/person-rules.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { ACCOUNT, anAccount, anId, aPerson } from '../../fixtures/rows.ts';

const author = { name: 'Claire', at: '2026-11-30T09:00:00.000Z' };
const week = { kind: 'weekly' as const, periods: [{ day: 1, from: '09:00', to: '12:00' }], closedOn: [] };
const publicHolidays = { country: 'FR' as const, openOn: ['armistice'] };

test.each([
  ['an older device, which leaves public holidays out, keeps them', week, publicHolidays],
  ['who is open on them says so', { ...week, publicHolidays: null }, null],
] as const)('[J14] %s', async (_, saved, expected) => {
  const store = createMemoryStore();
  const openingHours: OpeningHours = { ...week, publicHolidays };
  const account = anAccount({ openingHours });
  await store.transact((tx) => tx.put('account', account));
  const args = { accountId: account.id, openingHours: { ...saved, periods: [...saved.periods], closedOn: ['2026-12-24'] } };
  await store.transact((tx) => setOpeningHours.run(tx, args, author));
  const { openingHours: kept } = (await store.get('account', account.id)) ?? {};
  expect(kept).toEqual({ ...week, closedOn: ['2026-12-24'], publicHolidays: expected });
});

test('[P31] an older device, which knows no fax, keeps it when it saves the person’s rules', async () => {
  const store = createMemoryStore();
  const before = aPerson({ id: anId(), accountId: ACCOUNT, rules: { ...noRules, fax: '+33199000109' } });
  await store.transact((tx) => tx.put('person', before));
  const { fax: _, ...older } = noRules;
  await store.transact((tx) => savePerson.run(tx, { ...before, rules: { ...older, sms: 'urgent' } }, author));
  expect((await store.get('person', before.id))?.rules).toEqual({ ...noRules, sms: 'urgent', fax: '+33199000109' });
  await store.transact((tx) => savePerson.run(tx, { ...before, rules: { ...older, fax: null } }, author));
  expect((await store.get('person', before.id))?.rules).toEqual(noRules);
});
