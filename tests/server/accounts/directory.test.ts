import { expect, test } from 'vitest';
import { createDirectory } from '../../../server/accounts/directory.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { aLine, anAccount, uuid } from '../../fixtures/telephony.ts';

let now = '2026-11-22T11:00:00.000Z';
const clock = () => now;

async function aBureau() {
  const store = createMemoryStore();
  await store.transact(async (tx) => {
    await tx.put('account', anAccount());
    await tx.put('line', aLine());
  });
  return store;
}

test('nothing is known before the first reading', async () => {
  const directory = createDirectory(await aBureau(), clock);
  expect(directory.isLoaded()).toBe(false);
  expect(directory.dialled(aLine().number)).toBeUndefined();
});

test('[S03] the number dialled tells the account', async () => {
  const directory = createDirectory(await aBureau(), clock);
  await directory.load();
  expect(directory.dialled(aLine().number)).toEqual({ account: anAccount(), line: aLine() });
});

test('what was known stays while the database is away', async () => {
  const store = await aBureau();
  let isAway = false;
  const directory = createDirectory({ all: (table) => (isAway ? Promise.reject(new Error('away')) : store.all(table)) }, clock);
  await directory.load();
  isAway = true;
  await expect(directory.load()).rejects.toThrow('away');
  expect(directory.account(anAccount().id)).toEqual(anAccount());
});

test('who asks during a reading gets one that began after his writing', async () => {
  const store = await aBureau();
  const directory = createDirectory(store, clock);
  const earlier = directory.load();
  await store.transact((tx) => tx.put('account', anAccount({ name: 'Renamed' })));
  await Promise.all([directory.load(), directory.load(), earlier]);
  expect(directory.account(anAccount().id)?.name).toBe('Renamed');
});

test('[S17] a temporary instruction closes an account or opens it, and reverts by itself', async () => {
  const store = await aBureau();
  await store.transact((tx) =>
    tx.put('instruction', {
      id: uuid(70),
      accountId: anAccount().id,
      layer: 'temporary',
      position: 1,
      text: 'Fermé pour travaux.',
      say: '',
      from: '2026-11-22T10:00:00.000Z',
      to: '2026-11-22T12:00:00.000Z',
      opening: 'closed',
      changedAt: '2026-11-22T09:00:00.000Z',
    }),
  );
  const directory = createDirectory(store, clock);
  await directory.load();
  const hours = () => [directory.account(anAccount().id), directory.dialled(aLine().number)?.account, directory.accounts()[0]];
  now = '2026-11-22T11:59:59.000Z';
  expect(hours().map((account) => account?.openingHours)).toEqual(
    Array.from({ length: 3 }, () => ({ kind: 'weekly', periods: [], closedOn: [] })),
  );
  now = '2026-11-22T12:00:00.000Z';
  expect(hours()).toEqual(Array.from({ length: 3 }, () => anAccount()));
});
