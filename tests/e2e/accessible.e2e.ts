import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { openFloor } from './floor.ts';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

/** Levels A and AA of WCAG 2.0 to 2.2. */
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Violations on the page as it is now, in light, and of contrast in dark; each said with the screen and the element. */
async function violations(page: Page, screen: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.evaluate(axe.source);
  const run = (rules: axe.RunOnly) =>
    page.evaluate(async (runOnly) => {
      const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
    }, rules);
  const light = await run({ type: 'tag', values: levels });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await run({ type: 'rule', values: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light.map((v) => `${screen}: ${v}`), ...dark.map((v) => `${screen}, dark: ${v}`)];
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** A screen is looked at when its heading is there. */
async function walk(page: Page, url: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(`${url}${path}`);
    await page.locator('main h2, main h1, main form, main table').first().waitFor();
    found.push(...(await violations(page, path)));
  }
  return found;
}

const ownParts = [
  'instructions',
  'script',
  'roster',
  'delivery',
  'directory',
  'callers',
  'hours',
  'greeting',
  'reception',
  'queue',
  'outbound',
  'forwarding',
];
const portalPaths = [
  '',
  '/instructions',
  '/roster',
  '/delivery',
  '/directory',
  '/callers',
  '/hours',
  '/first-words',
  '/forwarding',
  '/greeting',
  '/attention',
].map((path) => `/portal${path}`);

test('[WCAG 2.2 AA] no screen of desk, portal and floor has a violation that axe finds, in light and dark, the portal on a telephone', async ({
  world,
}) => {
  const { url } = world.instance;
  const found: string[] = [];
  const look = async (page: Page, screen: string) => found.push(...(await violations(page, screen)));

  async function atTheDesk(): Promise<void> {
    const lea = await world.desk('lea@permanence.test', 1000);
    const { page } = lea;
    await page.locator('[data-audio]').first().waitFor();
    await look(page, 'desk, audio check');
    await lea.ready();
    await look(page, 'desk, ready');
    await lea.press('Alt+o');
    await page.locator('[data-settings]').waitFor();
    await look(page, 'desk, texts and keys');
    await lea.press('Escape');
    await lea.press('F1');
    await page.getByRole('dialog').waitFor();
    await look(page, 'desk, keys');
    await lea.press('Escape');
    const caller = await world.call(lines.martin);
    await lea.state('offered');
    await look(page, 'desk, offered');
    await lea.press('F2');
    await lea.state('talking');
    await page.fill('[name=matter]', ';r');
    await lea.press('Alt+a');
    await lea.press('Control+Enter'); // refused: problems are shown
    await look(page, 'desk, talking');
    await lea.press('F8');
    await page.locator('[name=transfer-to]').waitFor();
    await look(page, 'desk, transfer');
    await lea.press('Escape');
    await lea.press('F4');
    await lea.state('held');
    await look(page, 'desk, held');
    const second = await lea.secondTab();
    await second.page.locator('[data-act=take-over]').waitFor();
    await look(second.page, 'desk, open elsewhere');
    await second.page.close();
    await lea.press('F4');
    await lea.state('talking');
    await page.fill('[name=for-whom]', '1');
    await page.fill('[name=matter]', 'Demande ses résultats.');
    caller.hangUp();
    await lea.state('wrap-up');
    await look(page, 'desk, wrap-up');
    await lea.press('Control+Enter');
    await lea.unsent(0);
    await lea.press('Control+k');
    await page.locator('[data-found]').first().waitFor();
    await look(page, 'desk, palette');
    await page.locator('[data-found]').first().click();
    await page.locator('[data-found-note]').waitFor();
    await look(page, 'desk, a note');
    await lea.close();
  }

  async function inThePortal(): Promise<void> {
    const jan = await Portal.open(url, 'jan.deboer@example.test');
    found.push(...(await walk(jan.page, url, portalPaths)));
    await jan.close();
  }

  async function onTheFloor(): Promise<void> {
    const max = await openFloor(url);
    await max.page.locator('main h2').first().waitFor();
    await look(max.page, '/floor');
    await max.page.locator('a[href="/floor/greetings"]').first().click();
    await max.page.locator('main td a').first().waitFor();
    const [account = ''] = (await max.page.locator('main td a').first().getAttribute('href'))?.match(/[0-9a-f-]{36}/) ?? [];
    const ofAccount = ownParts.map((part) => `/floor/accounts/${account}/${part}`);
    const paths = ['/floor/greetings', `/floor/greetings/${account}`, '/floor/outbox', '/floor/attention', ...ofAccount];
    found.push(...(await walk(max.page, url, paths)));
    await max.close();
  }

  await Promise.all([atTheDesk(), inThePortal(), onTheFloor()]);
  const claire = await Portal.open(url, 'claire.martin@example.test');
  await claire.openFirstNote();
  await look(claire.page, '/portal/notes/…');
  await claire.close();
  expect(found).toEqual([]);
});
