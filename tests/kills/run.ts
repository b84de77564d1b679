import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { freePort } from '../../server/supervisor/network-ports.ts';
import { type Instance, startInstance } from '../e2e/instance.ts';
import { type Relay, relayTo } from '../e2e/relay.ts';
import { Operator } from '../faults/operator.ts';
import { createRandom } from '../simulation/random.ts';
import { drawPlan, liveUntil, type Moment, moments } from './moments.ts';
import { proveArrivedOnce, proveKept } from './proofs.ts';
import { followShown, type Shown } from './shown.ts';

/** What came of so many kills. */
export type Killed = {
  readonly kills: Readonly<Record<Moment, number>>;
  /** Notes that were shown as saved, and reached PostgreSQL unless `broken` says otherwise. */
  readonly notes: number;
  /** The most characters that stood in a form, not yet said to be kept, and were gone after the restart. */
  readonly lostKeys: number;
  /** Databases that the browser threw away over a kill without our help. */
  readonly lostByItself: number;
  readonly broken: readonly string[];
};

type Run = { readonly kills: number; readonly seed: number; readonly only?: Moment; readonly tell: (line: string) => void };
type Place = { readonly instance: Instance; readonly pages: Relay; readonly lea: Operator };

const progressEvery = 10;

/** Kills the browser of an operator on an installation of its own while she writes notes; all of them are written in the end. */
export async function killInMidNote(run: Run): Promise<Killed> {
  const http = await freePort('tcp');
  const pages = await relayTo(http);
  const url = `http://localhost:${pages.port}`;
  const instance = await startInstance({ env: { DEMO: '1', PORT: String(http), PUBLIC_URL: url } });
  const end = () => void instance.stop().finally(() => process.exit(1));
  process.once('SIGTERM', end).once('SIGINT', end);
  try {
    const lea = await atHerDesk(url);
    const killed = await killOneByOne({ instance, pages, lea }, run);
    await lea.close();
    return killed;
  } finally {
    process.off('SIGTERM', end).off('SIGINT', end);
    await instance.stop();
    await pages.close();
  }
}

/** Signed in with what a desk has after its first sync, and closed once: a browser writes cookies to the disk only after a while. */
async function atHerDesk(url: string): Promise<Operator> {
  const lea = await Operator.open('lea@permanence.test', 1000, url);
  await upToDate(lea);
  await lea.desk.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await lea.close();
  await lea.startAgain();
  return lea;
}

const upToDate = ({ desk }: Operator): Promise<void> => desk.page.getByText('· up to date').waitFor({ timeout: 60_000 });

async function killOneByOne({ instance, pages, lea }: Place, { kills, seed, only, tell }: Run): Promise<Killed> {
  const random = createRandom(seed);
  const counted = Object.fromEntries(moments.map((moment) => [moment, 0])) as Record<Moment, number>;
  const sent = new Map<string, string>();
  const fromCopy = new Set<string>();
  let [lostKeys, lostByItself] = [0, 0];
  let shown = await seated(lea);
  for (let n = 1; n <= kills; n += 1) {
    const plan = drawPlan(random, { n, seed, only });
    try {
      const before = new Set([...sent.keys(), ...shown().notes.map(({ id }) => id)]);
      await beginNote(lea, pages, plan.offline);
      await liveUntil(lea.desk, plan);
      const last = await die(lea, shown, plan.moment);
      if (plan.moment === 'starting') await dieAgain(lea, plan.afterMs);
      shown = await seated(lea);
      const isAnew = await hasLostDatabase(lea, plan.moment);
      if (isAnew) pages.mend(); // earlier notes are the server's alone now
      const found = await proveKept(lea.desk, { plan, before, shown: last });
      sent.set(found.noteId, plan.matter);
      if (isAnew) {
        await upToDate(lea);
        fromCopy.add(found.noteId);
        if (plan.moment !== 'losing') lostByItself += 1;
      } else lostKeys = Math.max(lostKeys, found.lostKeys);
    } catch (cause) {
      throw new Error(`kill ${n} of seed ${seed}: ${plan.moment}${plan.offline ? ', offline' : ''}, “${plan.matter}”`, { cause });
    }
    pages.mend();
    counted[plan.moment] += 1;
    if (n % progressEvery === 0) tell(`${n} of ${kills}, load average ${loadavg()[0]?.toFixed(1)}`);
  }
  await lea.desk.unsent(0, 60_000);
  const broken = await proveArrivedOnce(instance.dataDir, { sent, fromCopy });
  return { kills: counted, notes: sent.size, lostKeys, lostByItself, broken };
}

async function hasLostDatabase({ desk: { page } }: Operator, moment: Moment): Promise<boolean> {
  const said = page.locator('[data-device=lost]');
  if (moment === 'losing') await expect(said).toBeVisible();
  return said.isVisible();
}

/** The desk is drawn, with a sign-in if the browser has forgotten the one before; what it shows is followed from now on. */
async function seated({ desk, email }: Operator): Promise<() => Shown> {
  await desk.page.locator('[data-unsent], [data-act=sign-in]').first().waitFor({ timeout: 60_000 });
  if (await desk.page.locator('[data-act=sign-in]').isVisible()) await desk.signIn(email);
  return followShown(desk.page);
}

/** A note without a call can be begun while there is no server; unless it is lived `offline` the server is back at once. */
async function beginNote({ desk: { page } }: Operator, pages: Relay, offline: boolean): Promise<void> {
  pages.cut();
  await expect(async () => {
    await page.selectOption('[name=offline-account]', { label: 'Notaire Petit' }, { timeout: 2_000 });
    await page.click('[data-act=begin-note]', { timeout: 2_000 });
    await page.locator('form.note').waitFor({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  if (!offline) pages.mend();
}

/** kill -9 and a new browser; what the old one showed last. */
async function die(lea: Operator, shown: () => Shown, moment: Moment): Promise<Shown> {
  await lea.kill();
  if (moment === 'losing') lea.loseDatabases();
  await lea.startAgain();
  return shown();
}

async function dieAgain(lea: Operator, afterMs: number): Promise<void> {
  await pause(afterMs);
  await lea.kill();
  await lea.startAgain();
}
