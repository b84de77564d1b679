import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumArguments, demoPassword } from './desk.ts';
import { expect, test } from './world.ts';

/** The server is away for whatever these addresses are; what it answers is not waited for. */
async function away(context: BrowserContext, what: RegExp): Promise<() => Promise<void>> {
  await context.route(what, (route) => route.abort('connectionrefused'));
  return () => context.unroute(what);
}

test('a page whose parts met an absent server opens by itself: at the first visit, and behind the sign-in', async ({ world }) => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
  const context = await browser.newContext({ locale: 'nl-NL', serviceWorkers: 'block' });
  const page = await context.newPage();

  const backForFirstVisit = await away(context, /\/_app\/immutable\/|\/healthz$/);
  await page.goto(`${world.instance.url}/portal`);
  await expect(page.getByRole('alert')).toHaveText(
    'De server antwoordt niet. Deze pagina gaat vanzelf open zodra hij antwoordt.',
  );
  await expect(page.locator('#opening')).toBeVisible();
  await backForFirstVisit();
  await page.fill('[name=email]', 'jan.deboer@example.test');
  await expect(page.locator('#opening')).toHaveCount(0);
  await page.evaluate(() => sessionStorage.removeItem('permanence.restarted')); // a minute has passed

  const backForNotes = await away(context, /\/_app\/immutable\/|\/healthz$/);
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  await expect(page.locator('[data-missing=server-away]')).toBeVisible();
  await backForNotes();
  await expect(page.locator('[data-missing]')).toBeHidden();
  await expect(page.locator('nav a[aria-current=page]')).toBeVisible();
  await browser.close();
});
