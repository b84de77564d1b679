import { describe } from 'vitest';
import { joiningContract } from '../../contracts/joining.contract.ts';
import { storeContract } from '../../contracts/store.contract.ts';
import { transactionContract } from '../../contracts/transaction.contract.ts';
import { webhooksContract } from '../../contracts/webhooks.contract.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';

describe('the store in memory', () => {
  transactionContract(async () => {
    const store = createMemoryStore();
    return async (run) => (await store.transact(run)).result;
  });
  storeContract(async () => createMemoryStore());
  joiningContract(async () => createMemoryStore());
  webhooksContract(async () => createMemoryStore());
});
