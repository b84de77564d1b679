import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { mostOnDevices } from '#shared/calls/contact.ts';
import { elsewhereSpace, sharedSpace } from '#shared/sync/rows.ts';
import { keepInstructionVersion, tellVersions } from '../../server/accounts/keep-instruction-version.ts';
import { createContactImports } from '../../server/adapters/postgres/contact-imports.ts';
import { createDirectorySearch } from '../../server/adapters/postgres/directory-search.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { bringContacts, findContacts } from '../../server/calls/find-contacts.ts';
import { beginImport, finishImport, importPart } from '../../server/calls/import-contacts.ts';
import { pull } from '../../server/sync/pull.ts';
import { push } from '../../server/sync/push.ts';
import { plainDigest } from '../fakes/digest.ts';
import { aContact, anAccount, anId, anInstruction } from '../fixtures/rows.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
let search: ReturnType<typeof createDirectorySearch>;
beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 8, onError: () => undefined });
  await migrate(pool);
  search = createDirectorySearch(postgres.url);
});
afterAll(async () => {
  await search.close();
  await pool.end();
  await postgres.stop();
});

const at = '2026-11-30T09:00:00.000Z';

/** An account of its own; `contacts` says that it has so many already. */
async function anOffice(contacts = 0) {
  const store = createStore({ pool, clock: () => at });
  const account = anAccount({ id: anId() });
  await store.transact((tx) => tx.put('account', account));
  const who: Identity = { role: 'person', userId: anId(), name: 'Jan', personId: anId(), accountId: account.id, office: true };
  const imports = { ...createContactImports(pool), count: async () => contacts };
  const poked: string[] = [];
  const files = { imports, store, clock: () => at, newId: anId, poke: (spaces: readonly string[]) => poked.push(...spaces) };
  const pulled = async () => {
    const { rows } = await pull({ store })(who, { protocol: 7, deviceId: anId(), cursors: {}, limit: 10_000 });
    return rows.filter(({ kind }) => kind === 'contact').map(({ id }) => id);
  };
  return { store, account, who, files, poked, pulled };
}
const written = (name: string, numbers: string[], vip = false) => {
  const { accountId: _, ...contact } = aContact({ name, numbers, vip });
  return contact;
};

test('[R17] a file comes in parts and is in the directory all at once, or not at all', async () => {
  const { account, who, files, poked, pulled } = await anOffice();
  const accountId = account.id;
  const { importId } = await beginImport(files)(who, { accountId, count: 3 });
  const [anna, jan, ria] = [written('Anna', []), written('Jan', []), written('Ria', [])];
  await importPart(files)(who, { accountId, importId, contacts: [anna, jan] });
  await expect(finishImport(files)(who, { accountId, importId, count: 3 })).rejects.toMatchObject({ code: 'import.conflict' });
  expect(await pulled()).toEqual([]);
  await importPart(files)(who, { accountId, importId, contacts: [jan, ria] }); // the answer was lost: one comes again
  expect(await finishImport(files)(who, { accountId, importId, count: 3 })).toEqual({ taken: 3 });
  expect(await finishImport(files)(who, { accountId, importId, count: 3 })).toEqual({ taken: 3 });
  expect((await pulled()).sort()).toEqual([anna.id, jan.id, ria.id].sort());
  expect(poked).toEqual([sharedSpace(accountId)]);
});

test('[R17] a file writes over no contact of another account', async () => {
  const other = await anOffice();
  const theirs = aContact({ accountId: other.account.id, name: 'Theirs' });
  await other.store.transact((tx) => tx.put('contact', theirs));
  const { account, who, files, store } = await anOffice();
  const { importId } = await beginImport(files)(who, { accountId: account.id, count: 1 });
  await importPart(files)(who, { accountId: account.id, importId, contacts: [{ ...written('Mine', []), id: theirs.id }] });
  await finishImport(files)(who, { accountId: account.id, importId, count: 1 });
  expect(await store.get('contact', theirs.id)).toEqual(theirs);
  await expect(importPart(files)(other.who, { accountId: other.account.id, importId, contacts: [] })).rejects.toMatchObject({
    code: 'import.not_found',
  });
});

test('[P05] more than devices hold: VIPs and those with a card are on them, the rest is found at the server', async () => {
  const { account, who, files, store, pulled } = await anOffice(mostOnDevices);
  const accountId = account.id;
  const card = { id: anId(), accountId, kind: 'message' as const, name: 'Ria', numbers: ['+33639980203'], text: 'x', say: '' };
  await store.transact((tx) => tx.put('card', { ...card, personId: null, until: null, done: null }));
  const { importId } = await beginImport(files)(who, { accountId, count: 3 });
  const [anna, vip, ria] = [
    written('Anna Peeters', ['+33639980201']),
    written('Jan Peeters', ['+33639980202'], true),
    written('Ria', ['+33639980203']),
  ];
  await importPart(files)(who, { accountId, importId, contacts: [anna, vip, ria] });
  await finishImport(files)(who, { accountId, importId, count: 3 });
  expect((await store.get('account', accountId))?.largeDirectory).toBe(true);
  expect((await pulled()).sort()).toEqual([vip.id, ria.id].sort());
  const found = await findContacts(search)(who, { accountId, typed: 'peters', limit: 10 });
  expect([found.total, found.found.map(({ contact }) => contact.name)]).toEqual([3, ['Jan Peeters', 'Anna Peeters']]);
  await expect(findContacts(search)({ ...who, accountId: anId() }, { accountId, typed: '', limit: 10 })).rejects.toMatchObject({
    code: 'account.not_found',
  });
});

test('[P05][SP1] who calls comes to the devices, and is there from then on', async () => {
  const { account, who, files, store, poked, pulled } = await anOffice(mostOnDevices);
  const accountId = account.id;
  const { importId } = await beginImport(files)(who, { accountId, count: 1 });
  const anna = written('Anna', ['+33639980301']);
  await importPart(files)(who, { accountId, importId, contacts: [anna] });
  await finishImport(files)(who, { accountId, importId, count: 1 });
  expect(poked).toEqual([sharedSpace(accountId), elsewhereSpace(accountId)]);
  await bringContacts({ search, store, poke: files.poke })(accountId, '+33639980302');
  expect(await pulled()).toEqual([]);
  await bringContacts({ search, store, poke: files.poke })(accountId, '+33639980301');
  expect(await pulled()).toEqual([anna.id]);
  expect(await store.get('contact', anna.id)).not.toHaveProperty('elsewhere');
  const after = await search.find(accountId, 'anna', 10);
  expect([after.total, after.found.length]).toEqual([1, 1]);
});

test('[S05] every saved instruction is kept as it was, with who, when and from where', async () => {
  const { account, who, store } = await anOffice();
  const { changedAt: _, ...instruction } = anInstruction({ accountId: account.id, text: 'Ring once' });
  const after = keepInstructionVersion(() => at);
  const hand = push({ store, clock: () => at, digest: plainDigest, afterMutation: after, poke: () => undefined });
  const change = (seq: number, name: string, args: unknown, saw: number) =>
    ({ seq, name, args, saw: { [`instruction/${instruction.id}`]: saw }, at }) as const;
  const deviceId = anId();
  const { refused } = await hand(who, {
    protocol: 7,
    deviceId,
    mutations: [
      change(1, 'saveInstruction', instruction, 0),
      change(2, 'saveInstruction', { ...instruction, text: 'Ring twice' }, 0),
      change(3, 'removeInstruction', { accountId: account.id, instructionId: instruction.id }, 0),
    ],
  });
  expect(refused).toEqual([]);
  const { versions } = await tellVersions(store)(who, { accountId: account.id });
  expect(versions.map(({ by, through, at: when, instruction: kept }) => [by, through, when, kept?.text])).toEqual([
    ['Jan', 'portal', at, undefined],
    ['Jan', 'portal', at, 'Ring twice'],
    ['Jan', 'portal', at, 'Ring once'],
  ]);
});
