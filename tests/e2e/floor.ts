import { chromium, type Page } from '@playwright/test';
import { chromiumArguments, demoPassword, type PageScript } from './desk.ts';

/** A supervisor on the floor in a Chromium of his own. */
export async function openFloor(
  url: string,
  ...scripts: readonly PageScript[]
): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  for (const script of scripts) await page.addInitScript(script);
  await page.goto(`${url}/floor`);
  await page.fill('[name=email]', 'max@permanence.test');
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  return { page, close: () => browser.close() };
}
