import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumArguments, Desk } from '../e2e/desk.ts';
import type { Instance } from '../e2e/instance.ts';
import { audioChecked } from '../faults/operator.ts';
import { withFolder } from './b4-first-sync.ts';
import { noteContactWrites, untilWritten } from './b4-pages.ts';
import { type Figure, percentile } from './figures.ts';
import { withInstallation } from './installation.ts';
import { writeContacts } from './large-directory.ts';
import { serveMinimalPwa } from './minimal-pwa.ts';
import type { Scenario } from './scenario.ts';

const contacts = 100_000;
const rounds = 7;

/** A browser is started without a network and opens the desk with 100,000 contacts; beside it a SvelteKit app with one line. */
export const b6Offline: Scenario = {
  name: 'b6-offline',
  isTimed: true,
  measure: (progress) =>
    withInstallation({}, (instance) =>
      withFolder(async (folder) => {
        progress('b6-offline: building a minimal app beside ours');
        const [app, own, minimal] = ['app', 'own', 'minimal'].map((name) => join(folder, name)) as [string, string, string];
        mkdirSync(app);
        const peer = await serveMinimalPwa(app);
        await visitMinimal(minimal, peer.url);
        progress(`b6-offline: a desk with ${contacts} contacts`);
        await writeContacts(instance, contacts);
        await fillDesk(own, instance);
        const started = { own: [] as Started[], minimal: [] as Started[] };
        for (let round = 1; round <= rounds; round += 1) {
          started.own.push(await startOffline(own, `${instance.url}/desk`, '[data-unsent]'));
          started.minimal.push(await startOffline(minimal, peer.url, 'h1'));
        }
        peer.close();
        return figuresOf(started.own, started.minimal);
      }),
    ),
};

/** Milliseconds from the navigation. */
type Started = { readonly firstPaint: number; readonly drawn: number };

function figuresOf(own: readonly Started[], minimal: readonly Started[]): Figure[] {
  const median = (started: readonly Started[], what: keyof Started) =>
    percentile(
      started.map((one) => one[what]),
      0.5,
    );
  const ms = (what: string, measured: number): Figure => ({ what, measured, unit: 'ms', count: rounds, bar: null });
  const ratio = median(own, 'firstPaint') / median(minimal, 'firstPaint');
  return [
    ms('B6 cold offline start with 100,000 contacts, first paint', median(own, 'firstPaint')),
    ms('… the whole desk is drawn', median(own, 'drawn')),
    ms('… a minimal SvelteKit app, first paint', median(minimal, 'firstPaint')),
    { what: 'B6 cold offline start ÷ a minimal SvelteKit app’s', measured: ratio, unit: '×', count: rounds, bar: 1.5 },
  ];
}

const open = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, {
    executablePath: '/usr/bin/chromium',
    args: chromiumArguments,
    locale: 'en-GB',
    handleSIGTERM: false,
    handleSIGINT: false,
  });

const untilKeptForOffline = (page: Page): Promise<void> => page.evaluate(async () => void (await navigator.serviceWorker.ready));

async function visitMinimal(folder: string, url: string): Promise<void> {
  const context = await open(folder);
  const page = await context.newPage();
  await page.goto(url);
  await untilKeptForOffline(page);
  await context.close();
}

async function fillDesk(folder: string, { url }: Instance): Promise<void> {
  const desk = await Desk.openKept(url, { folder, toneHz: 1000 }, audioChecked, noteContactWrites);
  await desk.signIn('lea@permanence.test');
  await untilKeptForOffline(desk.page);
  await untilWritten(desk.page, contacts);
  await desk.close();
}

/** A new browser without a network opens the page; `drawn`: this stands on it. */
async function startOffline(folder: string, url: string, drawn: string): Promise<Started> {
  const context = await open(folder);
  await context.addInitScript(audioChecked);
  await context.setOffline(true);
  const page = await context.newPage();
  await page.goto(url);
  await page.locator(drawn).first().waitFor();
  const started = await page.evaluate(
    () =>
      new Promise<Started>((resolve) => {
        const drawnAt = performance.now();
        const told = (list: Pick<PerformanceObserverEntryList, 'getEntriesByName'>) => {
          const [paint] = list.getEntriesByName('first-contentful-paint');
          if (paint) resolve({ firstPaint: paint.startTime, drawn: drawnAt });
        };
        new PerformanceObserver(told).observe({ type: 'paint', buffered: true });
      }),
  );
  await context.close();
  return started;
}
