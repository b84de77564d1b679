import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe } from 'vitest';
import { Database } from '../../../web/adapters/dexie/database.ts';
import { createTransaction } from '../../../web/adapters/dexie/transaction.ts';
import { transactionContract } from '../../contracts/transaction.contract.ts';

describe('rows on Dexie', () => {
  transactionContract(async () => {
    const db = new Database('u1', { indexedDB: new IDBFactory(), IDBKeyRange });
    return (run) => db.transaction('rw', db.synced, async () => run(createTransaction(db)));
  });
});
