import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { api } from '../../shared/api.ts';
import { PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import { chromiumArguments, Desk, demoPassword } from '../e2e/desk.ts';
import type { Instance } from '../e2e/instance.ts';
import { audioChecked } from '../faults/operator.ts';
import {
  noteContactWrites,
  providePull,
  type Table,
  type TakenIn,
  tablesHere,
  takeInPouchDB,
  takeInRaw,
  takeInRxDB,
  untilWritten,
  type Writes,
} from './b4-pages.ts';
import { type Figure, percentile } from './figures.ts';
import { numberOf } from './large-directory.ts';
import type { Peers } from './peers.ts';

const rounds = 5;
/** Rows of one pull, as our pages ask for them. */
const batch = 2_000;
/** RxDB and PouchDB take in these only, which flatters them: they slow down as they fill. */
const peersContacts = 20_000;

type Sides = Record<'ours' | 'raw' | 'RxDB' | 'PouchDB', TakenIn[]>;

/** A browser without anything takes in the directory: our desk, IndexedDB alone, RxDB and PouchDB in turn. */
export async function measureFirstSync(
  instance: Instance,
  { contacts, peers, progress }: { readonly contacts: number; readonly peers: Peers; readonly progress: (line: string) => void },
): Promise<Figure[]> {
  const sides: Sides = { ours: [], raw: [], RxDB: [], PouchDB: [] };
  const pouch = await filledPouchServer(peers);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      progress(`b4: first syncs in turn, round ${round} of ${rounds}`);
      const { tables, ...ours } = await inOurDesk(instance.url, contacts);
      sides.ours.push(ours);
      sides.raw.push(await inBarePage(instance.url, peers, (page) => page.evaluate(takeInRaw, tables)));
      const asked = { batch, least: peersContacts };
      sides.RxDB.push(await inBarePage(instance.url, peers, (page) => page.evaluate(takeInRxDB, asked)));
      const from = { url: `${pouch.url}/contacts`, batch };
      sides.PouchDB.push(await inBarePage(pouch.url, peers, (page) => page.evaluate(takeInPouchDB, from)));
    }
  } finally {
    pouch.close();
  }
  return figuresOf(sides);
}

function figuresOf(sides: Sides): Figure[] {
  const microseconds = (side: keyof Sides) =>
    percentile(
      sides[side].map(({ ms, contacts }) => (1000 * ms) / contacts),
      0.5,
    );
  const time = (what: string, side: keyof Sides): Figure => {
    const measured = microseconds(side);
    return { what: `${what}, a contact`, measured, unit: 'µs', count: rounds, bar: null };
  };
  const ratio = (peer: keyof Sides, bar: number | null): Figure => {
    const measured = microseconds('ours') / microseconds(peer);
    return { what: `B4 first sync ÷ ${peer}’s`, measured, unit: '×', count: rounds, bar };
  };
  return [
    time(`B4 first sync of ${sides.ours[0]?.contacts ?? 0} contacts`, 'ours'),
    time('… raw IndexedDB with the same indexes', 'raw'),
    time(`… RxDB on Dexie (${peersContacts} of them)`, 'RxDB'),
    time(`… PouchDB from its server (${peersContacts} of them)`, 'PouchDB'),
    ratio('raw', 1 / 0.75),
    ratio('RxDB', 1 / 5),
    ratio('PouchDB', null),
  ];
}

/** From the desk's first pull to the end of the last transaction that wrote a contact. */
async function inOurDesk(url: string, contacts: number): Promise<TakenIn & { readonly tables: readonly Table[] }> {
  return withFolder(async (folder) => {
    const desk = await Desk.openKept(url, { folder, toneHz: 1000 }, audioChecked, noteContactWrites);
    await desk.signIn('lea@permanence.test');
    await untilWritten(desk.page, contacts);
    const taken = await desk.page.evaluate((path) => {
      const { contacts: count, lastAt }: Writes = Reflect.get(globalThis, 'contactWrites');
      const first = performance.getEntriesByType('resource').find(({ name }) => name.endsWith(path));
      return { ms: lastAt - (first?.startTime ?? Number.NaN), contacts: count };
    }, api.pull.path);
    const tables = await desk.page.evaluate(tablesHere);
    await desk.close();
    return { ...taken, tables };
  });
}

/** A page of this origin that is empty but for the peers' libraries, signed in where that is ours. */
async function inBarePage<T>(origin: string, peers: Peers, use: (page: Page) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: '/usr/bin/chromium',
      args: chromiumArguments,
      handleSIGTERM: false,
      handleSIGINT: false,
    });
    const page = await context.newPage();
    await page.route('**/bare', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bare</title>' }),
    );
    await page.goto(`${origin}/bare`);
    await page.evaluate(
      async (sign) => {
        const headers = { 'content-type': 'application/json' };
        await fetch('/api/auth/sign-in/email', { method: 'POST', headers, body: JSON.stringify(sign) });
      },
      { email: 'lea@permanence.test', password: demoPassword },
    );
    await page.evaluate(providePull, { path: api.pull.path, protocol: PROTOCOL_VERSION, limit: batch });
    await page.addScriptTag({ content: peers.script });
    const used = await use(page);
    await context.close();
    return used;
  });
}

/** A browser's own folder, for as long as `use` takes. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'permanence-browser-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** PouchDB's server with as many contacts of the same shape. */
async function filledPouchServer(peers: Peers) {
  const pouch = await peers.startPouchServer();
  const database = `${pouch.url}/contacts`;
  await fetch(database, { method: 'PUT' });
  for (let first = 0; first < peersContacts; first += batch) {
    const docs = Array.from({ length: batch }, (_, i) => contactDocument(first + i));
    const headers = { 'content-type': 'application/json' };
    const { ok, status } = await fetch(`${database}/_bulk_docs`, { method: 'POST', headers, body: JSON.stringify({ docs }) });
    if (!ok) throw new Error(`PouchDB’s server takes no contacts: ${status}`);
  }
  return pouch;
}

function contactDocument(i: number): object {
  const accountId = '0190f000-0000-7000-8000-000000000001';
  const number = numberOf(i);
  const id = `0190f000-0000-7000-8000-${String(i).padStart(12, '0')}`;
  const row = { id, accountId, name: `Patient ${i}`, company: '', numbers: [number], vip: i % 100 === 0, handling: '' };
  return { _id: id, space: `account:${accountId}:shared`, version: i, row, callers: [`${accountId}|${number}`] };
}
