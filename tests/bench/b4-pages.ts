import type { Page } from '@playwright/test';
import type { PulledRow, PullResponse } from '#shared/sync/protocol.ts';

/*
 * What takes 20,000 or 100,000 contacts into a browser's storage. Each function is handed to a page and runs there, alone.
 */

type Index = Pick<IDBIndex, 'name' | 'keyPath' | 'multiEntry' | 'unique'>;
export type Table = { readonly name: string; readonly keyPath: string | string[]; readonly indexes: readonly Index[] };

/** How long it took and how many contacts it was, ms. */
export type TakenIn = { readonly ms: number; readonly contacts: number };

type Pull = { readonly path: string; readonly protocol: number; readonly limit: number };
type Kept = Pick<PulledRow, 'id' | 'space' | 'version' | 'row'> & { readonly kind: string; readonly callers?: readonly string[] };
type Pulled = { readonly kept: readonly Kept[]; readonly cursors: object; readonly more: boolean };
type PullNext = (cursors: object) => Promise<Pulled>;

/** Gives the page a pull as ours do it, with the rows as our tables hold them. */
export function providePull({ path, protocol, limit }: Pull): void {
  const deviceId = crypto.randomUUID();
  const pullNext: PullNext = async (cursors) => {
    const body = JSON.stringify({ protocol, deviceId, cursors, limit });
    const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const answer: PullResponse = await response.json();
    const kept = answer.rows.map(({ kind, id, space, version, row }): Kept => {
      if (kind !== 'contact') return { kind, id, space, version, row };
      const { accountId, numbers } = row as { accountId: string; numbers: string[] };
      return { kind, id, space, version, row, callers: numbers.map((number) => `${accountId}|${number}`) };
    });
    return { kept, cursors: answer.cursors, more: answer.more };
  };
  Object.assign(globalThis, { pullNext });
}

/** The tables of this page's device, as its browser has them. */
export async function tablesHere(): Promise<Table[]> {
  const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('permanence-'));
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(found?.name ?? '');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const tables = [...db.objectStoreNames].map((name) => {
    const store = db.transaction(name).objectStore(name);
    const indexes = [...store.indexNames].map((index) => {
      const { keyPath, multiEntry, unique } = store.index(index);
      return { name: index, keyPath, multiEntry, unique };
    });
    return { name, keyPath: store.keyPath ?? [], indexes };
  });
  db.close();
  return tables;
}

/** The same pulls, each asked for while the one before is written, into the same tables with the same indexes by nothing but IndexedDB. */
export async function takeInRaw(tables: readonly Table[]): Promise<TakenIn> {
  const pullNext: PullNext = Reflect.get(globalThis, 'pullNext');
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('raw');
    opening.onupgradeneeded = () => {
      for (const { name, keyPath, indexes } of tables) {
        const store = opening.result.createObjectStore(name, { keyPath });
        for (const index of indexes) store.createIndex(index.name, index.keyPath, index);
      }
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const began = performance.now();
  let contacts = 0;
  let asked = pullNext({});
  for (let more = true; more; ) {
    const pulled = await asked;
    more = pulled.more;
    if (more) asked = pullNext(pulled.cursors);
    await new Promise((resolve, reject) => {
      const tx = db.transaction([...new Set(pulled.kept.map(({ kind }) => kind))], 'readwrite');
      for (const { kind, ...kept } of pulled.kept) tx.objectStore(kind).put(kept);
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
    contacts += pulled.kept.filter(({ kind }) => kind === 'contact').length;
  }
  return { ms: performance.now() - began, contacts };
}

type PeerLibraries = {
  createRxDatabase(options: object): Promise<{ addCollections(of: object): Promise<{ contact: object }> }>;
  getRxStorageDexie(): object;
  replicateRxCollection(options: object): { awaitInitialReplication(): Promise<unknown> };
  PouchDB: { replicate(from: string, to: string, options: object): Promise<{ docs_written: number }> };
};

/** At least so many of the same contacts into RxDB on its Dexie storage, with an index of the space, by its own replication. */
export async function takeInRxDB({ batch, least }: { readonly batch: number; readonly least: number }): Promise<TakenIn> {
  const { createRxDatabase, getRxStorageDexie, replicateRxCollection }: PeerLibraries = Reflect.get(globalThis, 'peers');
  const pullNext: PullNext = Reflect.get(globalThis, 'pullNext');
  const db = await createRxDatabase({ name: 'rxdb', storage: getRxStorageDexie(), multiInstance: false });
  const properties = {
    id: { type: 'string', maxLength: 36 },
    space: { type: 'string', maxLength: 100 },
    version: { type: 'number' },
    row: { type: 'object' },
    callers: { type: 'array', items: { type: 'string' } },
  };
  const schema = { version: 0, type: 'object', primaryKey: 'id', properties, required: ['id', 'space'], indexes: ['space'] };
  const { contact: collection } = await db.addCollections({ contact: { schema } });
  let contacts = 0;
  /** RxDB takes a batch that is not full for the last one. */
  const handler = async (checkpoint: { readonly cursors: object } | undefined) => {
    const documents: object[] = [];
    let cursors = checkpoint?.cursors ?? {};
    for (let more = contacts < least; more && documents.length < batch; ) {
      const pulled = await pullNext(cursors);
      for (const { kind, ...kept } of pulled.kept) if (kind === 'contact') documents.push({ ...kept, _deleted: false });
      ({ cursors, more } = pulled);
    }
    contacts += documents.length;
    return { documents, checkpoint: { cursors } };
  };
  const began = performance.now();
  const pull = { batchSize: batch, handler };
  const replication = replicateRxCollection({ collection, replicationIdentifier: 'pull', live: false, pull });
  await replication.awaitInitialReplication();
  return { ms: performance.now() - began, contacts };
}

/** From PouchDB's own server into PouchDB. */
export async function takeInPouchDB({ url, batch }: { readonly url: string; readonly batch: number }): Promise<TakenIn> {
  const { PouchDB }: PeerLibraries = Reflect.get(globalThis, 'peers');
  const began = performance.now();
  const { docs_written: contacts } = await PouchDB.replicate(url, 'pouchdb', { batch_size: batch });
  return { ms: performance.now() - began, contacts };
}

/** `lastAt` is the end of the last transaction that wrote any; `open`: so many have not ended. */
export type Writes = { contacts: number; lastAt: number; open: number };

/** Runs before a page's own code: counts the contacts that it writes, and dates the last transaction that wrote any. */
export function noteContactWrites(): void {
  const noted: Writes = { contacts: 0, lastAt: 0, open: 0 };
  Object.assign(globalThis, { contactWrites: noted });
  const followed = new WeakSet<IDBTransaction>();
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === 'contact') {
      noted.contacts += 1;
      if (!followed.has(this.transaction)) {
        followed.add(this.transaction);
        noted.open += 1;
        this.transaction.addEventListener('complete', () => {
          noted.lastAt = performance.now();
          noted.open -= 1;
        });
      }
    }
    return put.apply(this, args);
  };
}

/** In such a page: until so many contacts are written and every transaction has ended. */
export async function untilWritten(page: Page, contacts: number): Promise<void> {
  const isWritten = (wanted: number) => {
    const noted: Writes = Reflect.get(globalThis, 'contactWrites');
    return noted.contacts >= wanted && noted.open === 0;
  };
  await page.waitForFunction(isWritten, contacts, { timeout: 240_000, polling: 200 });
}
