import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync } from 'node:zlib';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumArguments, demoPassword } from '../e2e/desk.ts';
import type { Figure } from './figures.ts';
import { withInstallation } from './installation.ts';
import type { Scenario } from './scenario.ts';

type Visit = { readonly who: 'desk' | 'portal'; readonly email: string; readonly bar: number };

/**
 * JavaScript that Chromium loads on a first visit. The bar is for the route itself, up to its first screen; the second
 * figure adds what is fetched lazily until the user can work. The service worker's copies for offline are not counted.
 */
export const b6: Scenario = {
  name: 'b6',
  isTimed: false,
  measure: (progress) =>
    withInstallation({}, async ({ url }) => {
      progress('b6: the first visit of an operator and of a client');
      const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
      const visits: readonly Visit[] = [
        { who: 'desk', email: 'lea@permanence.test', bar: 90 },
        { who: 'portal', email: 'jan.deboer@example.test', bar: 70 },
      ];
      const figures: Figure[] = [];
      for (const visit of visits) {
        const context = await browser.newContext({ serviceWorkers: 'block', locale: 'en-GB' });
        figures.push(...(await firstVisit(context, url, visit)));
        await context.close();
      }
      await browser.close();
      return figures;
    }),
};

async function firstVisit(context: BrowserContext, url: string, { who, email, bar }: Visit): Promise<Figure[]> {
  const page = await context.newPage();
  const scripts = new Set<string>();
  context.on('response', (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.add(response.url());
  });
  await page.goto(`${url}/${who}`, { waitUntil: 'networkidle' });
  await page.locator('[data-act=sign-in]').waitFor();
  const route = await kilobytesOf(scripts);
  await signIn(page, email);
  const lazy = await kilobytesOf(scripts);
  const figure = (what: string, [measured, count]: readonly [number, number], limit: number | null): Figure => ({
    what: `B6 ${who}, ${what}`,
    measured,
    unit: 'kB',
    count,
    bar: limit,
  });
  return [
    figure('JavaScript of the first route (brotli)', route, bar),
    figure('the same and what is fetched until one can work', lazy, null),
  ];
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  await page.locator('[data-act=sign-in]').waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
}

/** Size in kB (10³ bytes) of these files as they are served to a browser that takes brotli, and how many they are. */
async function kilobytesOf(urls: ReadonlySet<string>): Promise<readonly [number, number]> {
  let bytes = 0;
  for (const url of urls) bytes += await brotliBytes(url);
  return [bytes / 1000, urls.size];
}

async function brotliBytes(url: string): Promise<number> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'br' } }, resolve).on('error', reject);
  });
  const body = await buffer(response);
  if (response.headers['content-encoding'] !== 'br') throw new Error(`${url} is served without brotli`);
  brotliDecompressSync(body); // throws when the bytes are something else
  return body.length;
}
