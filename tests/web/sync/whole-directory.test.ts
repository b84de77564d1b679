import { expect, test } from 'vitest';
import type { FoundContacts } from '../../../web/ports/contacts.ts';
import { wholeDirectory } from '../../../web/sync/whole-directory.ts';
import { fakeContactSearch } from '../../fakes/contact-search.ts';
import { ACCOUNT, aContact } from '../../fixtures/rows.ts';

const here = fakeContactSearch([aContact({ name: 'Paul Durand' })]);
const shown = async (isLarge: boolean, atServer: () => Promise<Omit<FoundContacts, 'reach'>>) => {
  const answers: FoundContacts[] = [];
  const search = wholeDirectory(here, { isLarge: async () => isLarge, atServer });
  await search.find(ACCOUNT, 'dur', 10, (found) => answers.push(found));
  return answers.map(({ found, reach, total }) => [reach, total, found.map(({ contact }) => contact.name)]);
};
const unreachable = () => Promise.reject(new Error('no network'));

test('[P05] a directory that is on the device is searched there alone', async () => {
  expect(await shown(false, unreachable)).toEqual([['all', 1, ['Paul Durand']]]);
});

test('[P05] of a larger one the device’s answer comes first, then the server’s in its place', async () => {
  const there = async () => ({ found: [{ contact: aContact({ name: 'Anne Durance' }), isNear: false }], total: 150_000 });
  expect(await shown(true, there)).toEqual([
    ['asking', 1, ['Paul Durand']],
    ['all', 150_000, ['Anne Durance']],
  ]);
});

test('[P05] offline it says that only the contacts of this device were searched', async () => {
  expect(await shown(true, unreachable)).toEqual([
    ['asking', 1, ['Paul Durand']],
    ['device', 1, ['Paul Durand']],
  ]);
});
