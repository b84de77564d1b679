import Dexie, { type DBCore, type DBCoreMutateRequest, type DBCoreTable } from 'dexie';

/** Ids of contacts that a committed transaction wrote or deleted, told to the other threads and tabs of this user. */
export type ChangedContacts = readonly string[];

/** What the threads of one user's database speak over. */
export const contactChannel = (databaseName: string): BroadcastChannel => new BroadcastChannel(`${databaseName}-contacts`);

/** Tells of every change of contacts, once it is committed, whoever makes it: a pull, an own change, a wiped space. */
export function tellContactChanges(db: Dexie): () => void {
  const channel = contactChannel(db.name);
  db.use({
    stack: 'dbcore',
    name: 'contact-changes',
    create: (core): DBCore => ({
      ...core,
      table: (name) => (name === 'contact' ? telling(core.table(name), channel) : core.table(name)),
    }),
  });
  return () => channel.close();
}

function telling(table: DBCoreTable, channel: BroadcastChannel): DBCoreTable {
  return {
    ...table,
    async mutate(request) {
      const response = await table.mutate(request);
      const ids = idsOf(table, request);
      if (ids.length > 0) Dexie.currentTransaction.on('complete', () => channel.postMessage(ids satisfies ChangedContacts));
      return response;
    },
  };
}

function idsOf(table: DBCoreTable, request: DBCoreMutateRequest): string[] {
  switch (request.type) {
    case 'add':
    case 'put':
      return request.values.map((value) => String(table.schema.primaryKey.extractKey?.(value)));
    case 'delete':
      return request.keys.map(String);
    case 'deleteRange':
      throw new Error('contacts are deleted one by one, so that it can be told which');
  }
}
