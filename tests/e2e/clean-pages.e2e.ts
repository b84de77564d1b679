import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect as expectPage, type Page } from '@playwright/test';
import { otherRoutes } from '../../shared/api.ts';
import { browserWithTone, demoPassword, takeCalls } from './desk.ts';
import { expect, lines, smsToken, test, type World } from './world.ts';

/** Words of one story that must reach people and nothing else. */
const canary = {
  caller: '+33639980477',
  name: 'Archibald Kanariski',
  matter: 'Zitronenfalter unterwegs',
  reply: 'Kanarienreply',
  wrongPassword: 'wrong-Kanarienpassword',
  stranger: 'kanarienvogel@example.test',
};
const secrets = [
  ...Object.values(canary),
  '639980477',
  'Kanariski',
  'Durand',
  'claire.martin',
  'Claire Martin',
  '639980101',
  'lea@permanence',
  demoPassword,
  smsToken,
  'session_token',
];

/** A page whose breaches of the content security policy are kept; Chromium tells each on its console. */
async function openWatched(browser: Browser, url: string, breaches: string[]): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    permissions: ['microphone'],
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) breaches.push(`${url}: ${message.text()}`);
  });
  await page.goto(url);
  return { context, page };
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
}

/** A call answered at the desk and its note sent; resolves when the SMS about it has left. */
async function workAtDesk(world: World, page: Page): Promise<void> {
  const state = (name: string) => expectPage(page.locator('html')).toHaveAttribute('data-state', name);
  await signIn(page, 'lea@permanence.test');
  await takeCalls(page);
  const caller = await world.call(lines.martin, { from: canary.caller });
  await state('offered');
  await page.keyboard.press('F2');
  await state('talking');
  await page.fill('[name=for-whom]', '1');
  await page.fill('[name=from-whom]', canary.name);
  await page.fill('[name=matter]', canary.matter);
  caller.hangUp();
  await state('wrap-up');
  await page.keyboard.press('Control+Enter');
  await state('ready');
  await world.post.text('the SMS about the note', (text) => text.to === '+33639980101', 30_000);
}

/** Everything that the installation has written to its logs. */
function logs(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return files
    .filter((file) => statSync(file).isFile())
    .map((file) => `${file}\n${readFileSync(file, 'utf8')}`)
    .join('\n');
}

test('a whole story on every page breaks no content security policy and leaves nobody’s data in the logs', async ({ world }) => {
  const { url, dataDir } = world.instance;
  const browser = await browserWithTone(1000);
  const breaches: string[] = [];
  const open = (path: string) => openWatched(browser, `${url}${path}`, breaches);

  const desk = await open('/desk');
  await workAtDesk(world, desk.page);
  const portal = await open('/portal');
  await signIn(portal.page, 'claire.martin@example.test');
  await portal.page.locator('[data-note]', { hasText: canary.name }).click();
  await expectPage(portal.page.getByText(canary.matter)).toBeVisible();
  await portal.page.click('[data-act=ack]');
  const gateway = (message: object) =>
    fetch(`${url}${otherRoutes.smsHook.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${smsToken}` },
      body: JSON.stringify(message),
    });
  const reply = { from: canary.caller, to: '+33199000100', text: canary.reply };
  for (const id of ['canary-1', 'canary-1']) expect((await gateway({ id, ...reply })).status).toBe(200);
  const floor = await open('/floor');
  await signIn(floor.page, 'max@permanence.test');
  await expectPage(floor.page.locator('[data-reply]')).toHaveText(new RegExp(canary.reply));
  await floor.page.click('a[href="/floor/outbox"]');
  await floor.page.locator('#h-outbox').waitFor();
  const booth = await open('/booth');
  await booth.page.locator('button').first().waitFor();
  await (await open('/')).page.locator('a').first().waitFor();
  const stranger = await open('/portal');
  await stranger.page.fill('[name=email]', canary.stranger);
  await stranger.page.fill('[name=password]', canary.wrongPassword);
  await stranger.page.click('[data-act=sign-in]');
  await stranger.page.locator('[role=alert]').waitFor();
  expect(breaches).toEqual([]);
  await booth.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p style="color: red">foreign</p>'));
  await expect.poll(() => breaches.length, 'a breach would have been seen').toBe(1);
  await browser.close();

  const written = logs(join(dataDir, 'log'));
  expect(written).toContain('"started"');
  expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
});
