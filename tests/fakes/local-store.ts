import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { openLocalStore } from '../../web/adapters/dexie/local-store.ts';
import type { LocalStore } from '../../web/ports/sync.ts';
import { anId } from '../fixtures/rows.ts';
import { fakeKeptApart } from './kept-apart.ts';

/** Databases of one name share Dexie's cache in one process, so each disk has its own. */
const names = new WeakMap<object, string>();

/**
 * A device's database in memory: the real adapter on another IndexedDB. A factory given again is the same disk; another one
 * with the same words `apart` is a browser that has lost its database.
 */
export function openFakeLocalStore(userId: string, disk = new IDBFactory(), apart = fakeKeptApart()): Promise<LocalStore> {
  const name = names.get(disk) ?? `${userId}-${anId()}`;
  names.set(disk, name);
  const onError = (error: unknown) => {
    throw error;
  };
  const clock = () => new Date().toISOString();
  return openLocalStore({ userId: name, newId: anId, clock, apart, onError, engine: { indexedDB: disk, IDBKeyRange } });
}
