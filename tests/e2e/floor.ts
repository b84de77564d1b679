import { chromium, expect, type Page } from '@playwright/test';
import { browserWithTone, chromiumArguments, demoPassword, listen, type PageScript, rememberPeers } from './desk.ts';

/** A supervisor on the floor. */
export type FloorPage = {
  readonly page: Page;
  /** The caller whom he has taken over has gone: he sends the note, and is free to listen again. */
  sendTaken(from: string): Promise<void>;
  /** Which of these tones he hears now in the newest connection of his page. */
  hears(tones: readonly number[]): Promise<readonly number[]>;
  close(): Promise<void>;
};

type FloorOptions = { readonly toneHz?: number; readonly scripts?: readonly PageScript[] };

/** A supervisor on the floor in a Chromium of his own, whose microphone plays a steady tone if one is named. */
export async function openFloor(url: string, options: FloorOptions = {}): Promise<FloorPage> {
  const { toneHz = null, scripts = [] } = options;
  const browser =
    toneHz === null
      ? await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments })
      : await browserWithTone(toneHz);
  const permissions = toneHz === null ? [] : ['microphone'];
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    permissions,
    serviceWorkers: 'block',
  });
  for (const script of [rememberPeers, ...scripts]) await context.addInitScript(script);
  const page = await context.newPage();
  await page.goto(`${url}/floor`);
  await page.fill('[name=email]', 'max@permanence.test');
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  return {
    page,
    async sendTaken(from) {
      await expect(page.locator('[data-taken=wrap-up]')).toBeVisible();
      await page.fill('[name=for-whom]', '1');
      await page.fill('[name=from-whom]', from);
      await page.keyboard.press('Control+Enter');
      await expect(page.locator('[data-taken]')).toBeHidden();
    },
    hears: async (tones) => (await page.evaluate(listen, tones)).tones,
    close: () => browser.close(),
  };
}
