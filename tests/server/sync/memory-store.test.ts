import { describe } from 'vitest';
import { storeContract } from '../../contracts/store.contract.ts';
import { transactionContract } from '../../contracts/transaction.contract.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';

describe('the store in memory', () => {
  transactionContract(async () => {
    const store = createMemoryStore();
    return async (run) => (await store.transact(run)).result;
  });
  storeContract(async () => createMemoryStore());
});
