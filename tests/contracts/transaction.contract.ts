import { expect, test } from 'vitest';
import type { Transaction } from '#shared/sync/transaction.ts';
import { aContact, anAccount, anOperator } from '../fixtures/rows.ts';

/** Runs in one atomic change of the implementation under test. */
export type Transact = <T>(run: (tx: Transaction) => Promise<T>) => Promise<T>;

/** What every mutation relies on, wherever it runs. `open` gives an empty store. */
export function transactionContract(open: () => Promise<Transact>): void {
  test('[MU2] a row is read back as it was put, within the change and after it', async () => {
    const transact = await open();
    const contact = aContact({ name: 'Zoë\u0000 \u{1F4DE}' });
    const within = await transact(async (tx) => {
      await tx.put('contact', contact);
      return tx.get('contact', contact.id);
    });
    expect(within).toEqual(contact);
    expect(await transact((tx) => tx.get('contact', contact.id))).toEqual(contact);
  });

  test('a row that is not there is undefined, a removed one too', async () => {
    const transact = await open();
    const contact = aContact();
    expect(await transact((tx) => tx.get('contact', contact.id))).toBeUndefined();
    await transact((tx) => tx.put('contact', contact));
    await transact((tx) => tx.remove('contact', contact.id));
    expect(await transact((tx) => tx.get('contact', contact.id))).toBeUndefined();
    await transact((tx) => tx.remove('contact', contact.id));
  });

  test('a removed row can be put again', async () => {
    const transact = await open();
    const contact = aContact();
    await transact((tx) => tx.put('contact', contact));
    await transact(async (tx) => {
      await tx.remove('contact', contact.id);
      await tx.put('contact', { ...contact, name: 'Again' });
    });
    expect(await transact((tx) => tx.get('contact', contact.id))).toEqual({ ...contact, name: 'Again' });
  });

  test('a list has the rows of its account only, in order of ids, with the own changes', async () => {
    const transact = await open();
    const [a, b, c] = [aContact(), aContact(), aContact()].sort((x, y) => (x.id < y.id ? -1 : 1));
    const other = anAccount();
    if (!a || !b || !c) throw new Error('three contacts');
    await transact(async (tx) => {
      await tx.put('contact', c);
      await tx.put('contact', b);
      await tx.put('contact', aContact({ accountId: other.id }));
    });
    const listed = await transact(async (tx) => {
      await tx.put('contact', a);
      await tx.remove('contact', b.id);
      return tx.list('contact', a.accountId);
    });
    expect(listed).toEqual([a, c]);
    expect(await transact((tx) => tx.list('contact', a.accountId))).toEqual([a, c]);
  });

  test('rows of the bureau and accounts themselves are rows too', async () => {
    const transact = await open();
    const [account, operator] = [anAccount(), anOperator()];
    await transact(async (tx) => {
      await tx.put('account', account);
      await tx.put('operator', operator);
    });
    expect(await transact((tx) => tx.list('account', account.id))).toEqual([account]);
    expect(await transact((tx) => tx.get('operator', operator.id))).toEqual(operator);
  });

  test('a change that fails leaves nothing behind', async () => {
    const transact = await open();
    const contact = aContact();
    const failing = transact(async (tx) => {
      await tx.put('contact', contact);
      throw new Error('planned');
    });
    await expect(failing).rejects.toThrow('planned');
    expect(await transact((tx) => tx.get('contact', contact.id))).toBeUndefined();
  });
}
