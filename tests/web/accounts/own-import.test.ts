import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { contactSchema } from '#shared/calls/contact.ts';
import { CodedError } from '#shared/errors.ts';
import { readContactFile } from '../../../web/accounts/contact-files.ts';
import { OwnImport } from '../../../web/accounts/own-import.svelte.ts';
import type { AccountServer } from '../../../web/ports/account-server.ts';
import { createDevice } from '../../../web/sync/device.ts';
import { plainNumbers } from '../../../web/ui/phone-number.ts';
import { fakeAccountServer } from '../../fakes/account-server.ts';
import { fakeContactSearch } from '../../fakes/contact-search.ts';
import { fakeMarker } from '../../fakes/device-marker.ts';
import { openFakeLocalStore } from '../../fakes/local-store.ts';
import { damaged, damages } from '../../fixtures/damage.ts';
import { ACCOUNT, aContact, anId } from '../../fixtures/rows.ts';

const author = { name: 'Claire', at: '2026-11-22T10:00:00.000Z' };

async function atTheFile(text: string, server: Partial<AccountServer> = {}) {
  const local = await openFakeLocalStore('claire');
  onTestFinished(() => local.close());
  await local.mutate({ name: 'saveContact', args: aContact({ numbers: ['+33639980001'] }) }, author);
  const offline = () => Promise.reject(new CodedError('http.offline', 'no network'));
  const device = createDevice({
    local,
    contacts: fakeContactSearch(),
    wire: { push: offline, pull: offline },
    marker: fakeMarker(),
    userName: author.name,
    clock: () => author.at,
    after: () => () => undefined,
    random: () => 0.5,
    exclusive: (run) => run(),
    onError: () => undefined,
  });
  const page = new OwnImport({
    device,
    server: fakeAccountServer(server),
    accountId: ACCOUNT,
    newId: anId,
    numbers: () => plainNumbers,
    readFile: async (bytes) => readContactFile(bytes),
  });
  await page.open(new Uint8Array(new TextEncoder().encode(text)));
  const names = async () => (await local.read((rows) => rows.list('contact', ACCOUNT))).map(({ name }) => name).sort();
  return { page, local, names };
}

test('[R17] nothing is taken in while a line cannot be read, everything else once it is left out', async () => {
  const { page, names } = await atTheFile('name,phone\nAnna,+33639980002\nJan,twelve\n');
  expect(page.problems).toMatchObject([{ line: 3, text: 'twelve' }]);
  await page.take();
  expect(await names()).toEqual(['Paul Durand']);
  page.leavesProblemsOut = true;
  await page.take();
  expect(await names()).toEqual(['Anna', 'Paul Durand']);
});

test('[R17] doubles are proposed, left out unless they are wanted, and never merged', async () => {
  const { page, names } = await atTheFile('name,phone\nP. Durand,+33639980001\nAnna,+33639980002\n');
  expect(page.doubles.map(({ contact }) => contact.name)).toEqual(['P. Durand']);
  expect(page.wanted).toHaveLength(1);
  page.takesDoubles = true;
  await page.take();
  expect(await names()).toEqual(['Anna', 'P. Durand', 'Paul Durand']);
});

test('[R17] columns are put right by hand', async () => {
  const { page, names } = await atTheFile('who,name\nFirm One,Anna\n');
  await page.choose(0, 'company');
  expect(page.wanted[0]?.contact).toMatchObject({ name: 'Anna', company: 'Firm One' });
  await page.take();
  expect([page.state, page.taken, await names()]).toEqual(['taken', 1, ['Anna', 'Paul Durand']]);
});

test('[R17] many contacts are one change on the device, in parts that the server takes wholly', async () => {
  const rows = Array.from({ length: 450 }, (_, i) => `Patient ${i},+3363998${String(i).padStart(4, '0')}`);
  const { page, local, names } = await atTheFile(`name,phone\n${rows.join('\n')}\n`);
  page.takesDoubles = true;
  await page.take();
  expect(await names()).toHaveLength(451);
  const queued = (await local.unsent(100)).filter(({ name }) => name === 'importContacts');
  expect(queued).toHaveLength(3);
});

test('[R17] a large file is the server’s, cut off nothing is in the directory, and it goes on where it was', async () => {
  const rows = Array.from({ length: 5001 }, (_, i) => `Patient ${i},+3363998${String(i).padStart(4, '0')}`);
  const files: unknown[] = [];
  const { page, local } = await atTheFile(`name,phone\n${rows.join('\n')}\n`, {
    async importContacts(file, onProgress) {
      files.push(file);
      onProgress(1000);
      if (files.length === 1) throw new CodedError('http.offline', 'the network went');
      return file.contacts.length;
    },
  });
  page.takesDoubles = true;
  await page.take();
  expect([page.state, page.handedIn, page.mayTake]).toEqual(['cut-off', 1000, true]);
  await page.take();
  expect([page.state, page.taken]).toEqual(['taken', 5001]);
  expect(files[1]).toBe(files[0]);
  expect((await local.unsent(100)).filter(({ name }) => name === 'importContacts')).toEqual([]);
});

test('a damaged file of contacts is shown or called unreadable in time, and what is taken in from it are contacts', async () => {
  const csv = 'Name;Company;Phone;Note\r\nPaul Durand;"Durand ""et"" fils";06 39 98 00 01;VIP\r\nHélène;;+33639980002;\r\n';
  const card = (name: string) =>
    `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${name}\r\nTEL;VALUE=uri:tel:+33639980001\r\nNOTE:a\\nb\r\nEND:VCARD\r\n`;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(csv, card('Paul') + card('Hélène')), damages, async (whole, changes) => {
      const began = performance.now();
      const { page, local } = await atTheFile(damaged(whole, changes));
      expect(['looking', 'unreadable']).toContain(page.state);
      page.leavesProblemsOut = true;
      await page.take();
      const contacts = await local.read((rows) => rows.list('contact', ACCOUNT));
      for (const contact of contacts) expect(contactSchema.safeParse(contact).success).toBe(true);
      local.close();
      expect(performance.now() - began).toBeLessThan(5000);
    }),
    { numRuns: 60 },
  );
});
