import { expect, onTestFinished, test, vi } from 'vitest';
import type { Contact } from '#shared/calls/contact.ts';
import { contactChannel } from '../../../web/adapters/dexie/contact-changes.ts';
import { Database } from '../../../web/adapters/dexie/database.ts';
import { Directories } from '../../../web/adapters/dexie/directories.ts';
import { openLocalStore } from '../../../web/adapters/dexie/local-store.ts';
import { fakeKeptApart } from '../../fakes/kept-apart.ts';
import { ACCOUNT, aContact, anId } from '../../fixtures/rows.ts';

const space = `account:${ACCOUNT}:shared`;
const author = { name: 'Claire', at: '2026-11-22T10:00:00.000Z' };

/** A device, and beside it what its worker has: the same database by another connection, told of changes. */
async function device() {
  const userId = anId();
  const onError = (error: unknown) => expect(error).toBeUndefined();
  const local = await openLocalStore({
    userId,
    newId: anId,
    clock: () => new Date().toISOString(),
    apart: fakeKeptApart(),
    onError,
  });
  const db = new Database(userId);
  const directories = new Directories(db);
  const channel = contactChannel(db.name);
  const told = vi.fn();
  channel.onmessage = ({ data }) => {
    directories.changed(data);
    told();
  };
  onTestFinished(() => {
    channel.close();
    db.close();
    local.close();
  });
  let version = 0;
  const pull = (rows: readonly (Contact | { readonly id: string; readonly row: null })[]) => {
    version += 1;
    const pulled = rows.map((row) => ({ kind: 'contact' as const, id: row.id, space, version, row: 'row' in row ? null : row }));
    return local.applyPull({ rows: pulled, cursors: { [space]: version }, lastSeq: 0, more: false }, author.at);
  };
  const names = async (typed: string) => (await directories.find(ACCOUNT, typed, 10)).found.map(({ contact }) => contact.name);
  /** Until the change has come to the worker. */
  const heard = async (change: Promise<unknown>) => {
    const before = told.mock.calls.length;
    await change;
    await vi.waitFor(() => expect(told.mock.calls.length).toBeGreaterThan(before));
  };
  return { local, directories, pull, names, heard };
}

test('[P05] contacts that are pulled, added, changed and removed are found as they are now', async () => {
  const { local, pull, names, heard } = await device();
  const paul = aContact({ name: 'Paul Durand' });
  await pull([paul]);
  expect(await names('dur')).toEqual(['Paul Durand']);

  const helene = aContact({ name: 'Hélène Durance' });
  await heard(local.mutate({ name: 'saveContact', args: helene }, author));
  expect(await names('dur')).toEqual(['Hélène Durance', 'Paul Durand']);

  await heard(local.mutate({ name: 'saveContact', args: { ...paul, name: 'Paul Dupont' } }, author));
  expect(await names('dur')).toEqual(['Hélène Durance']);
  expect(await names('dupont')).toEqual(['Paul Dupont']);

  await heard(local.mutate({ name: 'removeContact', args: { accountId: ACCOUNT, contactId: paul.id } }, author));
  expect(await names('dupont')).toEqual([]);
});

test('[P05] a contact that a pull deletes is gone, and so is everybody when the account is', async () => {
  const { local, directories, pull, names, heard } = await device();
  const [paul, anna] = [aContact({ name: 'Paul Durand' }), aContact({ name: 'Anna Durand' })];
  await pull([paul, anna]);
  expect(await names('durand')).toEqual(['Anna Durand', 'Paul Durand']);
  await heard(pull([{ id: anna.id, row: null }]));
  expect(await names('durand')).toEqual(['Paul Durand']);
  await heard(local.applyPull({ rows: [], cursors: {}, lastSeq: 0, more: false }, author.at));
  expect(await directories.find(ACCOUNT, '', 10)).toEqual({ found: [], total: 0 });
});

test('[P05] after many changes the index is built anew, with nothing lost', async () => {
  const { directories, pull, names, heard } = await device();
  await pull([aContact({ name: 'Paul Durand' })]);
  expect(await names('')).toEqual(['Paul Durand']);
  await heard(pull(Array.from({ length: 1500 }, (_, i) => aContact({ name: `Patient ${i}` }))));
  expect((await directories.find(ACCOUNT, 'durand', 10)).total).toBe(1501);
  expect(await names('patient 1499')).toEqual(['Patient 1499']);
  expect(await names('durand')).toEqual(['Paul Durand']);
});

test('[P05] another account’s contacts are never found', async () => {
  const { directories, pull } = await device();
  await pull([aContact({ name: 'Paul Durand' })]);
  expect(await directories.find(anId(), 'durand', 10)).toEqual({ found: [], total: 0 });
});
