import { expect, test } from 'vitest';
import { numbersOfRange, type PoolNumber, quarantineEnds } from '#shared/accounts/number-pool.ts';
import type { Store } from '../../server/ports/store.ts';
import { anApplication } from '../fixtures/application.ts';
import { anId } from '../fixtures/rows.ts';

const at = '2026-11-22T11:00:00.000Z';
const later = quarantineEnds(at);

const pool = (from: string, to: string): readonly PoolNumber[] => {
  const numbers = numbersOfRange(from, to, at);
  if (typeof numbers === 'string') throw new Error(numbers);
  return numbers;
};
const fill = (store: Store, from: string, to: string) =>
  store.transact(async (tx) => {
    for (const number of pool(from, to)) await tx.joining.saveNumber(number);
  });
const give = async (store: Store, country: string, when = at, accountId = anId()) =>
  (
    await store.transact(async (tx) => {
      await tx.joining.takeTurn();
      return tx.joining.giveNumber({ accountId, country, at: when });
    })
  ).result;

/** What becoming a client relies on. `open` gives an empty store. */
export function joiningContract(open: () => Promise<Store>): void {
  test('[P02] twenty at once get ten numbers, each number one of them, and the other ten learn that none is left', async () => {
    const store = await open();
    await fill(store, '+33199000110', '+33199000119');
    const given = await Promise.all(Array.from({ length: 20 }, () => give(store, 'FR')));
    const numbers = given.filter((number) => number !== null);
    expect(numbers.toSorted()).toEqual(pool('+33199000110', '+33199000119').map(({ number }) => number));
    expect(given.filter((number) => number === null)).toHaveLength(10);
  });

  test('[P02] a number whose transaction fails is given to the next', async () => {
    const store = await open();
    await fill(store, '+33199000110', '+33199000110');
    const failed = store.transact(async (tx) => {
      await tx.joining.giveNumber({ accountId: anId(), country: 'FR', at });
      throw new Error('cut off');
    });
    await expect(failed).rejects.toThrow('cut off');
    expect(await give(store, 'FR')).toBe('+33199000110');
  });

  test('[S02] a number of the client’s own country comes first, another before none', async () => {
    const store = await open();
    await fill(store, '+3225550110', '+3225550110');
    await fill(store, '+33199000110', '+33199000110');
    expect(await give(store, 'FR')).toBe('+33199000110');
    expect(await give(store, 'FR')).toBe('+3225550110');
    expect(await give(store, 'FR')).toBeNull();
  });

  test('[P20] a number in quarantine is given again only when its time has come', async () => {
    const store = await open();
    const [number] = pool('+33199000110', '+33199000110');
    if (number === undefined) throw new Error('one number');
    await store.transact((tx) => tx.joining.saveNumber({ ...number, state: 'quarantined', freeFrom: later }));
    expect(await give(store, 'FR')).toBeNull();
    const accountId = anId();
    expect(await give(store, 'FR', later, accountId)).toBe(number.number);
    const { result } = await store.transact((tx) => tx.joining.numbers());
    expect(result).toEqual([{ ...number, state: 'given', accountId, since: later, freeFrom: null }]);
    await store.transact((tx) => tx.joining.removeNumber(number.number));
    expect((await store.transact((tx) => tx.joining.numbers())).result).toEqual([]);
  });

  test('an application is read as it was written, changed, and forgotten', async () => {
    const store = await open();
    const application = anApplication();
    await store.transact((tx) => tx.joining.saveApplication(application));
    await store.transact((tx) => tx.joining.saveApplication({ ...application, wrong: 2 }));
    const read = async () => (await store.transact((tx) => tx.joining.application(application.id))).result;
    expect(await read()).toEqual({ ...application, wrong: 2 });
    expect((await store.transact((tx) => tx.joining.applications())).result).toHaveLength(1);
    await store.transact((tx) => tx.joining.forgetApplication(application.id));
    expect(await read()).toBeNull();
  });

  test('[P02] an account has one agreement, and it cannot be written over', async () => {
    const store = await open();
    const [accountId, { acceptance }] = [anId(), anApplication()];
    const agree = () => store.transact((tx) => tx.joining.addAgreement(accountId, acceptance));
    await agree();
    await expect(agree()).rejects.toThrow();
  });
}
