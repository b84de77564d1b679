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
import { newDevice } from './push-device.ts';
import { test } from './push-world.ts';
import { expect, lines, type World } from './world.ts';

test.use({ installation: 'erasure' });

/** One caller for each level of privacy. Words that stand nowhere else. */
const callers = {
  waiting: {
    person: 'Claire Martin',
    email: 'claire.martin@example.test',
    name: 'Xylophona Quagga',
    number: '+33639980061',
    matter: 'zebrafinken',
  },
  'who-called': {
    person: 'Luc Petit',
    email: 'luc.petit@example.test',
    name: 'Ypsilanta Quoll',
    number: '+33639980062',
    matter: 'wombatenkot',
  },
  full: {
    person: 'Jan de Boer',
    email: 'jan.deboer@example.test',
    name: 'Zinnobera Quokka',
    number: '+33639980063',
    matter: 'axolotlkiste',
  },
} as const;
type Level = keyof typeof callers;
const levels = Object.keys(callers) as Level[];
/** Of a number without country and zero: so it stands in every way of writing it. */
const who = (level: Level) => [callers[level].name.split(' ')[0] ?? '', callers[level].number.slice(-8)];
const canaries = levels.flatMap((level) => [...who(level), callers[level].matter]);

test('[GDPR 17] words of callers leave only as their account’s level lets them, stand in no log, and are nowhere once they are erased', async ({
  world,
  pushService,
}) => {
  test.setTimeout(300_000);
  const { url, dataDir } = world.instance;
  const devices = Object.fromEntries(levels.map((level) => [level, newDevice(pushService)])) as Record<
    Level,
    ReturnType<typeof newDevice>
  >;
  for (const level of levels) {
    const client = await signInByHttp(url, callers[level].email);
    const response = await client.request('POST', api.pushSubscribe.path, devices[level].subscription);
    expect(response.status).toBe(200);
  }
  const lea = await signInByHttp(url, 'lea@permanence.test');
  const max = await signInByHttp(url, 'max@permanence.test');
  const sofie = await signInByHttp(url, 'sofie@permanence.test');
  const notes = new Map<Level, { readonly id: string; readonly accountId: string }>();
  for (const level of levels) {
    const { person, email: _, ...caller } = callers[level];
    const operator = level === 'full' ? sofie : lea;
    const to = await max.person(person);
    const { accountId } = to;
    const [id, urgent] = [randomUUID(), randomUUID()];
    await max.change('setDigest', {
      accountId,
      digest: { to: [overviewOf(level)], at: await nextMinute(url, accountZone[level]) },
    });
    await operator.change('lockNote', noteOf({ id, to, ...caller }));
    await operator.change('lockNote', noteOf({ id: urgent, to, ...caller, urgent: true }));
    await operator.change('addAddendum', { accountId, noteId: id, id: randomUUID(), text: `${caller.name}: ${caller.matter}` });
    await max.change('assignNote', { accountId, noteId: id, id: randomUUID(), to: to.id });
    const about = { name: caller.name, company: '', number: caller.number, matter: caller.matter };
    await operator.change('askQuestion', { id: randomUUID(), accountId, callId: randomUUID(), to: to.id, about });
    notes.set(level, { id, accountId });
  }
  await max.change('saveContact', {
    ...{ id: randomUUID(), accountId: notes.get('full')?.accountId ?? '', name: callers.full.name, company: '' },
    ...{ numbers: [callers.full.number], vip: false, handling: '' },
  });
  await leaveVoicemail(world);

  await test.step('what left says no more than its level: mails with headers, texts, notifications; of notes, urgent ones, what is added, passed on, asked, and of the day', async () => {
    for (const level of levels) {
      const { person } = callers[level];
      const { email, mobile } = await max.person(person);
      const mails = () =>
        world.post.mails.filter(({ recipients }) => recipients.some((r) => r === email || r === overviewOf(level)));
      const texts = () => world.post.texts.filter(({ to }) => to === mobile);
      const pushes = () => devices[level].got();
      const kinds = () =>
        new Set(
          mails()
            .flatMap(({ headers }) => headers.filter(({ key }) => key === 'x-permanence-kind'))
            .map(({ value }) => value),
        );
      await expect
        .poll(() => [...kinds()].sort(), { timeout: 90_000 })
        .toEqual(expect.arrayContaining(['added', 'assigned', 'digest', 'message']));
      await expect.poll(() => new Set(texts().map(({ reference }) => reference.split(':')[1]?.split('-')[0])).size).toBe(3);
      await expect.poll(() => pushes().length).toBeGreaterThanOrEqual(5);
      const ways = [mails(), texts(), pushes()].map((all) => JSON.stringify(all));
      const own = [...who(level), callers[level].matter];
      for (const left of ways) {
        expect([level, who(level).every((word) => left.includes(word))]).toEqual([level, level !== 'waiting']);
        expect([level, left.includes(callers[level].matter)]).toEqual([level, level === 'full']);
        expect(canaries.filter((word) => left.includes(word) && !own.includes(word))).toEqual([]);
      }
    }
  });

  const asked: string[] = [];
  const jan = await Portal.open(url, callers.full.email);
  const floor = await openFloor(url);
  for (const { page } of [jan, floor]) page.on('request', (request) => asked.push(request.url()));
  await expect.poll(() => heldBy(jan.page), { timeout: 30_000 }).toContain(callers.full.matter);
  await expect.poll(() => heldBy(floor.page), { timeout: 30_000 }).toContain(callers.waiting.matter);
  expect(await everyTable(dataDir)).toContain(callers['who-called'].matter);

  await test.step('the client finds one person, saves the file and erases', async () => {
    const { page } = jan;
    await page.goto(`${url}/portal/person-data`);
    await page.fill('[name=person-name]', callers.full.name);
    await page.fill('[name=person-number]', '06 39 98 00 63');
    await page.click('[data-act=find-person]');
    await expect(page.locator('[data-found-rows]')).toHaveAttribute('data-found-rows', '4');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-act=export-person]')]);
    expect(readFileSync(await file.path(), 'utf8')).toContain(callers.full.matter);
    expect(file.suggestedFilename()).toBe('person-data.json');
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
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.join('\n')).not.toMatch(new RegExp(canaries.join('|'))); // no address that a page asked for
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

/** The general mailbox of each client. */
const overviewOf = (level: Level) => `overview-${level}@example.test`;
const accountZone = { waiting: 'Europe/Paris', 'who-called': 'Europe/Paris', full: 'Europe/Amsterdam' } as const;

/** A full minute that is soon, and not over before it is set, by the account’s clock. */
async function nextMinute(url: string, timeZone: string): Promise<string> {
  const { serverTime } = api.about.output.parse(await (await fetch(`${url}${api.about.path}`)).json());
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  return new Intl.DateTimeFormat('en-GB', time).format(Date.parse(serverTime) + 70_000);
}

type Given = {
  readonly id: string;
  readonly to: { readonly id: string; readonly accountId: string };
  readonly name: string;
  readonly number: string;
  readonly matter: string;
  readonly urgent?: boolean;
};
const noteOf = ({ id, to, name, number, matter, urgent = false }: Given) => ({
  ...{ id, accountId: to.accountId, callId: null, handledBy: 'Léa', operatorId: null },
  content: {
    forWhom: { kind: 'person', personId: to.id } as const,
    ...{ fromWhom: name, company: '', number, numberVerified: true, matter, urgent },
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

/** Everything below DATA_DIR but the database's own pages, with the files' names. */
function filesOf(dataDir: string): string {
  const { postgres } = placesIn(dataDir);
  const files = readdirSync(`${dataDir}/`, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const ours = files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !path.startsWith(postgres));
  return ours.map((path) => `${path}\n${readFileSync(path, 'latin1')}`).join('\n');
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
