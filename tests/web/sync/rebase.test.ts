import { expect, test } from 'vitest';
import { sharedSpace } from '#shared/sync/rows.ts';
import { openFakeLocalStore } from '../../fakes/local-store.ts';
import { ACCOUNT, aContact } from '../../fixtures/rows.ts';

const space = sharedSpace(ACCOUNT);
const now = '2026-11-19T10:00:00.000Z';

test('[PL6] own changes stay shown over what a pull brings, until the server has them', async () => {
  const local = await openFakeLocalStore('lea');
  const contact = aContact();
  const pulled = (name: string, version: number) => ({
    rows: [{ space, kind: 'contact' as const, id: contact.id, version, row: { ...contact, name } }],
    cursors: { [space]: version },
    more: false,
  });
  const shown = async () => (await local.read((rows) => rows.get('contact', contact.id)))?.name;
  await local.applyPull({ ...pulled('theirs', 1), lastSeq: 0 }, now);
  await local.mutate({ name: 'saveContact', args: { ...contact, name: 'mine' } }, { name: 'Léa', at: now });
  expect(await shown()).toBe('mine');
  await local.applyPull({ ...pulled('theirs again', 2), lastSeq: 0 }, now);
  expect(await shown()).toBe('mine');
  await local.applyPull({ ...pulled('as the server has it', 3), lastSeq: 1 }, now);
  expect(await shown()).toBe('as the server has it');
});
