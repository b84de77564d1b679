import { expect, test } from 'vitest';
import { createDirectory } from '../../../server/accounts/directory.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { aLine, anAccount } from '../../fixtures/telephony.ts';

async function aBureau() {
  const store = createMemoryStore();
  await store.transact(async (tx) => {
    await tx.put('account', anAccount());
    await tx.put('line', aLine());
  });
  return store;
}

test('nothing is known before the first reading', async () => {
  const directory = createDirectory(await aBureau());
  expect(directory.isLoaded()).toBe(false);
  expect(directory.dialled(aLine().number)).toBeUndefined();
});

test('[S03] the number dialled tells the account', async () => {
  const directory = createDirectory(await aBureau());
  await directory.load();
  expect(directory.dialled(aLine().number)).toEqual({ account: anAccount(), line: aLine() });
});

test('what was known stays while the database is away', async () => {
  const store = await aBureau();
  let isAway = false;
  const directory = createDirectory({ all: (table) => (isAway ? Promise.reject(new Error('away')) : store.all(table)) });
  await directory.load();
  isAway = true;
  await expect(directory.load()).rejects.toThrow('away');
  expect(directory.account(anAccount().id)).toEqual(anAccount());
});

test('who asks during a reading gets one that began after his writing', async () => {
  const store = await aBureau();
  const directory = createDirectory(store);
  const earlier = directory.load();
  await store.transact((tx) => tx.put('account', anAccount({ name: 'Renamed' })));
  await Promise.all([directory.load(), directory.load(), earlier]);
  expect(directory.account(anAccount().id)?.name).toBe('Renamed');
});
