import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { placesIn } from '../../server/supervisor/places.ts';
import { embeddedDatabaseUrl } from '../../server/supervisor/postgres.ts';
import { api } from '../../shared/api.ts';
import { noteSchema } from '../../shared/notes/note.ts';
import { signInByHttp } from './api-user.ts';
import { openFloor } from './floor.ts';
import { Portal } from './portal.ts';
import { expect, lines, test, type World } from './world.ts';

test.use({ installation: 'erasure' });

/** One caller for each level of privacy. Words that stand nowhere else. */
const callers = {
  waiting: { person: 'Claire Martin', name: 'Xylophona Quagga', number: '+33639980061', matter: 'zebrafinken' },
  'who-called': { person: 'Luc Petit', name: 'Ypsilanta Quoll', number: '+33639980062', matter: 'wombatenkot' },
  full: { person: 'Jan de Boer', name: 'Zinnobera Quokka', number: '+33639980063', matter: 'axolotlkiste' },
} as const;
type Level = keyof typeof callers;
const levels = Object.keys(callers) as Level[];
/** Of a number without country and zero: so it stands in every way of writing it. */
const who = (level: Level) => [callers[level].name.split(' ')[0] ?? '', callers[level].number.slice(-8)];
const canaries = levels.flatMap((level) => [...who(level), callers[level].matter]);

test('[GDPR 17] words of callers leave only as their account’s level lets them, stand in no log, and are nowhere once they are erased', async ({
  world,
}) => {
  test.setTimeout(240_000);
  const { url, dataDir } = world.instance;
  const lea = await signInByHttp(url, 'lea@permanence.test');
  const max = await signInByHttp(url, 'max@permanence.test');
  const sofie = await signInByHttp(url, 'sofie@permanence.test');
  const notes = new Map<Level, { readonly id: string; readonly accountId: string }>();
  for (const level of levels) {
    const { person, ...caller } = callers[level];
    const operator = level === 'full' ? sofie : lea;
    const to = await max.person(person);
    const id = randomUUID();
    await operator.change('lockNote', noteOf({ id, to, ...caller }));
    notes.set(level, { id, accountId: to.accountId });
  }
  await max.change('saveContact', {
    ...{ id: randomUUID(), accountId: notes.get('full')?.accountId ?? '', name: callers.full.name, company: '' },
    ...{ numbers: [callers.full.number], vip: false, handling: '' },
  });
  await leaveVoicemail(world);

  await test.step('what left says no more than its level', async () => {
    for (const level of levels) {
      const { person } = callers[level];
      const { email, mobile } = await max.person(person);
      const note = notes.get(level)?.id ?? '';
      const mail = await world.post.mail(`mail to ${person}`, (m) => m.text?.includes(note) === true, 30_000);
      const sms = await world.post.text(`text to ${person}`, (s) => s.text.includes(note), 30_000);
      expect([mail.recipients, sms.to]).toEqual([[email], mobile]);
      const left = JSON.stringify([mail, sms]);
      expect([level, who(level).every((word) => left.includes(word))]).toEqual([level, level !== 'waiting']);
      expect([level, left.includes(callers[level].matter)]).toEqual([level, level === 'full']);
      expect(canaries.filter((word) => left.includes(word) && ![...who(level), callers[level].matter].includes(word))).toEqual(
        [],
      );
    }
  });

  const jan = await Portal.open(url, 'jan.deboer@example.test');
  const floor = await openFloor(url);
  await expect.poll(() => heldBy(jan.page), { timeout: 30_000 }).toContain(callers.full.matter);
  await expect.poll(() => heldBy(floor.page), { timeout: 30_000 }).toContain(callers.waiting.matter);
  expect(await everyTable(dataDir)).toContain(callers['who-called'].matter);

  await test.step('the client finds one person, saves the file and erases', async () => {
    const { page } = jan;
    await page.goto(`${url}/portal/person-data`);
    await page.fill('[name=person-name]', callers.full.name);
    await page.fill('[name=person-number]', '06 39 98 00 63');
    await page.click('[data-act=find-person]');
    await expect(page.locator('[data-found-rows]')).toHaveAttribute('data-found-rows', '2');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-act=export-person]')]);
    expect(readFileSync(await file.path(), 'utf8')).toContain(callers.full.matter);
    await page.fill('[name=person-confirm]', 'yes');
    await page.click('[data-act=erase-person]');
    await expect(page.locator('[name=person-confirm]')).toHaveAttribute('aria-invalid', 'true');
    await page.fill('[name=person-confirm]', 'erase');
    await page.click('[data-act=erase-person]');
    await expect(page.locator('[data-erasure=done]')).toHaveCount(1, { timeout: 30_000 });
  });

  for (const level of ['waiting', 'who-called'] as const) {
    const { accountId } = notes.get(level) ?? { accountId: '' };
    const subject = { name: callers[level].name, number: callers[level].number };
    const ask = async (endpoint: { path: string }, body: object) =>
      (await max.request('POST', endpoint.path.replace(':accountId', accountId), body)).json();
    const { rows } = api.findPerson.output.parse(await ask(api.findPerson, { subject }));
    const asked = { subject, rows: rows.map(({ id }) => id) };
    expect(api.erasePerson.output.parse(await ask(api.erasePerson, asked)).erasure).not.toBeNull();
  }

  await test.step('then they stand nowhere: tables, files, devices', async () => {
    const nowhere = async (text: () => string | Promise<string>) => {
      const look = async () =>
        canaries.filter(
          (
            (all) => (word) =>
              all.includes(word)
          )(await text()),
        );
      await expect.poll(look, { timeout: 40_000 }).toEqual([]);
    };
    await nowhere(() => everyTable(dataDir));
    await nowhere(() => heldBy(jan.page));
    await nowhere(() => heldBy(floor.page));
    await nowhere(() => filesOf(dataDir));
    expect(filesOf(dataDir)).toContain('"msg":"started"'); // the logs are among them
    expect(world.instance.output()).not.toMatch(new RegExp(canaries.join('|')));
    const voicemails = (await max.rowsOf('note', noteSchema)).filter(({ kind }) => kind === 'voicemail');
    expect(voicemails.map(({ voicemail, erased }) => [voicemail, typeof erased])).toEqual([[null, 'string']]);
  });

  await test.step('what a device wrote before it knew comes without contents', async () => {
    const id = randomUUID();
    const to = await max.person(callers.full.person);
    await sofie.change('lockNote', noteOf({ id, to, ...callers.full }), '2026-11-22T11:00:00.000Z');
    expect((await max.rowsOf('note', noteSchema)).find((note) => note.id === id)).toMatchObject({ content: { matter: '' } });
    expect(await everyTable(dataDir)).not.toContain(callers.full.matter);
  });
  await jan.close();
  await floor.close();
});

type Given = { readonly id: string; readonly to: { readonly id: string; readonly accountId: string } };
const noteOf = ({
  id,
  to,
  name,
  number,
  matter,
}: Given & { readonly name: string; readonly number: string; readonly matter: string }) => ({
  ...{ id, accountId: to.accountId, callId: null, handledBy: 'Léa', operatorId: null },
  content: {
    forWhom: { kind: 'person', personId: to.id } as const,
    ...{ fromWhom: name, company: '', number, numberVerified: true, matter, urgent: false },
    ...({ callback: 'please-call-back', disposition: 'message' } as const),
  },
});

/** The notary is closed on Sunday: his caller leaves a voicemail. */
async function leaveVoicemail(world: World): Promise<void> {
  const caller = await world.call(lines.petit, { from: callers['who-called'].number, toneHz: 700 });
  await caller.answered;
  const beep = await caller.beep();
  await expect.poll(() => Date.now() - beep, { timeout: 10_000 }).toBeGreaterThan(2_000); // the caller speaks
  caller.hangUp();
  const voicemail = (m: { attachments: readonly unknown[] }) => m.attachments.length > 0;
  const mail = world.post.mail(
    'the voicemail',
    (m) => voicemail(m) || m.text?.includes(callers['who-called'].number) === true,
    30_000,
  );
  await mail;
}

/** Every table of ours and of the queue as text. */
async function everyTable(dataDir: string): Promise<string> {
  const client = new pg.Client({ connectionString: embeddedDatabaseUrl(placesIn(dataDir)) });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')`,
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
      texts.push(...found.map(({ text }) => text));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

/** Everything below DATA_DIR but the database's own pages. */
function filesOf(dataDir: string): string {
  const { postgres } = placesIn(dataDir);
  const files = readdirSync(`${dataDir}/`, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const ours = files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !path.startsWith(postgres));
  return ours.map((path) => readFileSync(path, 'latin1')).join('\n');
}

/** All that the page's databases and storages hold. */
const heldBy = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const held: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name));
      for (const store of db.objectStoreNames) held.push(await done(db.transaction(store).objectStore(store).getAll()));
      db.close();
    }
    for (const name of await caches.keys()) held.push((await (await caches.open(name)).keys()).map(({ url }) => url));
    return JSON.stringify(held);
  });
