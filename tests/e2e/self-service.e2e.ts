import { accountSchema } from '../../shared/accounts/account.ts';
import { instructionSchema } from '../../shared/accounts/instructions.ts';
import { defaultLadder } from '../../shared/delivery/ladder.ts';
import { signInByHttp } from './api-user.ts';
import { keptOnDevice } from './desk.ts';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });
test.use({ installation: 'self-service' }); // hours and rosters change

const unsent = (portal: Portal, count: number) =>
  expect(portal.page.locator('[data-unsent]')).toHaveAttribute('data-unsent', String(count));
/** Does it, and waits until the server has what was changed. */
const sent = async (portal: Portal, act: string) => {
  const answer = portal.page.waitForResponse((r) => r.url().endsWith('/api/sync/push') && r.ok());
  await portal.page.click(act);
  await answer;
};

test('[S05][S17][J10] what the client changes on the telephone is on the desk at the next call, without a reload', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const claire = await Portal.open(world.instance.url, 'claire.martin@example.test');
  const { page } = claire;

  await claire.go('/portal/instructions');
  await page.click('[data-occasion=absent]');
  await page.click('[data-until=evening]');
  await page.selectOption('[name=transfer-to]', { label: 'Nadia Benali' });
  const promised = await page.locator('[data-preview] .strip').last().innerText();
  await sent(claire, '[data-act=save-instruction]');
  await expect(page.locator('section[aria-labelledby=h-in-force]')).toContainText('Absent. Prendre un message');

  await claire.go('/portal/roster');
  const second = page.locator('ol > li').nth(1);
  await expect(second).toContainText('Nadia Benali');
  await sent(claire, 'ol > li:nth-child(2) [data-act=up]');
  await expect(page.locator('ol > li').first()).toContainText('Nadia Benali');
  await expect(page.locator('ol > li').first().locator('.tag-mark')).toBeVisible();

  const caller = await world.call(lines.martin, { from: '+33639980002', toneHz: 700 });
  await lea.state('offered');
  const strips = lea.page.locator('main .strip');
  await expect(strips.filter({ hasText: 'Absent. Prendre un message' })).toHaveText(promised.replaceAll(/\s+/g, ' '), {
    useInnerText: true,
  });
  const first = lea.page.locator('aside [aria-labelledby=h-roster] li').first();
  await expect(first).toContainText('Nadia Benali');
  await lea.press('F2');
  await lea.state('talking');
  await lea.page.fill('[name=for-whom]', '1');
  await lea.press('Enter');
  await expect(lea.page.locator('[name=for-whom]')).toHaveValue(/Nadia Benali/);
  await lea.press('F8');
  await expect(lea.page.locator('[data-meanwhile]')).toContainText('Put through to Nadia Benali');
  await lea.press('Escape');
  caller.hangUp();
  await lea.dismiss();

  // The lists by which calls are routed follow a commit at once, yet after its answer.
  const known = await signInByHttp(world.instance.url, 'claire.martin@example.test');
  const { accountId } = await known.person('Claire Martin');
  const routedBy = async () => (await known.request('GET', `/api/accounts/${accountId}/voicemail-greeting`)).text();
  await claire.go('/portal/instructions');
  await page.click('[data-occasion=absent]');
  await page.click('[data-until=evening]');
  await page.selectOption('[name=opening]', 'closed');
  await sent(claire, '[data-act=save-instruction]');
  await expect.poll(routedBy).toContain('"periods":[]');
  const refused = await world.call(lines.martin, { from: '+33639980002', toneHz: 700 });
  await refused.answered;
  await refused.beep();
  refused.hangUp();
  await sent(claire, '[data-instruction]:has-text("Not answered") [data-act=remove-instruction]');
  await expect.poll(routedBy).not.toContain('"periods":[]');

  await claire.go('/portal/hours');
  await page.click('[data-act=close-today]');
  await sent(claire, '[data-act=save-hours]');
  await expect.poll(routedBy).toContain('"closedOn":["2026-11-22"]');
  const late = await world.call(lines.martin, { from: '+33639980002', toneHz: 700 });
  await late.answered;
  await late.beep();
  late.hangUp();
  await lea.state('ready');
  await claire.close();
  await lea.close();
});

test('[S11] the order is also changed by dragging; what was typed survives a reload; what cannot be is named', async ({
  world,
}) => {
  const jan = await Portal.open(world.instance.url, 'jan.deboer@example.test');
  const { page } = jan;
  await jan.go('/portal/roster');
  const rows = page.locator('ol > li');
  await expect(rows.first()).toContainText('Jan de Boer');
  const [grip, target] = await Promise.all([
    rows.nth(1).locator('[data-act=drag-person]').boundingBox(),
    rows.first().boundingBox(),
  ]);
  if (grip === null || target === null) throw new Error('the rows are not drawn');
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(grip.x, target.y + 30, { steps: 5 });
  await page.mouse.move(grip.x, target.y + 5);
  await page.mouse.up();
  await expect(rows.first()).toContainText('Sanne Visser');

  await rows.first().locator('[data-act=change-person]').click();
  await page.fill('[name=mobile]', '12');
  await page.click('[data-act=save-person]');
  await expect(page.locator('[name=mobile]')).toBeFocused();
  await expect(page.locator('#own-mobile-problem')).toContainText('Mobile number');
  await page.reload();
  await expect(page.locator('[name=mobile]')).toHaveValue('12');
  await page.fill('[name=mobile]', '+33 6 39 98 01 13');
  await sent(jan, '[data-act=save-person]');
  await expect(page.locator('[name=mobile]')).toHaveCount(0);
  const sanne = await (await signInByHttp(world.instance.url, 'jan.deboer@example.test')).person('Sanne Visser');
  expect([sanne.position, sanne.mobile]).toEqual([1, '+33639980113']);
  await jan.close();
});

test('[S05][S14] changed by two at once: the later is refused to attention with both texts, and nothing is lost', async ({
  world,
}) => {
  const { url } = world.instance;
  const max = await signInByHttp(url, 'max@permanence.test');
  const martin = (await max.rowsOf('account', accountSchema)).find((a) => a.name === 'Cabinet du Dr Martin');
  const standing = (await max.rowsOf('instruction', instructionSchema)).find(
    (i) => i.accountId === martin?.id && i.layer === 'standing',
  );
  if (martin === undefined || standing === undefined)
    throw new Error('the demonstration has no standing instruction of Dr Martin');

  const claire = await Portal.open(url, 'claire.martin@example.test');
  const { page } = claire;
  await claire.go('/portal/instructions');
  const row = page.locator(`[data-instruction="${standing.id}"]`);
  await expect(row).toBeVisible();
  await keptOnDevice(page);
  await page.context().setOffline(true);
  await row.locator('[data-act=change-instruction]').click();
  await page.fill('[name=text]', 'Le texte de Claire.');
  await page.reload();
  await expect(page.locator('[name=text]')).toHaveValue('Le texte de Claire.');
  await page.click('[data-act=save-instruction]');
  await expect(row).toContainText('Le texte de Claire.');
  await unsent(claire, 1);
  await page.goto(`${url}/portal/delivery`);
  await page.fill('[name=rounds]', '5');
  await page.click('[data-act=save-ladder]');
  await unsent(claire, 2);
  await page.goto(`${url}/portal/instructions`);

  await max.change('saveInstruction', { ...standing, text: 'Le texte de Max.' });
  await max.setLadder(martin.id, { ...defaultLadder, rounds: 1 });
  await page.context().setOffline(false);
  const refused = page.locator('a[href="/portal/attention"]');
  await expect(refused).toBeVisible({ timeout: 30_000 });
  await expect(row).toContainText('Le texte de Max.');
  await refused.click();
  const [ladders, texts] = ['Urgent ladder changed', 'Le texte de Claire.'].map(
    (said) => `[data-refused-code=conflict]:has-text("${said}")`,
  );
  await expect(page.locator(`${ladders} section`)).toContainText([/Times through\s*5/, /Times through\s*1/]);
  await expect(page.locator(`${ladders} section`).first()).toContainText(
    '4. call by the service: who is on call or gets the note; then 5 min',
  );
  const item = page.locator(texts ?? '');
  await expect(item).toContainText('Le texte de Claire.');
  await expect(item).toContainText('Le texte de Max.');
  await sent(claire, `${texts} [data-act=send-again]`);
  await unsent(claire, 0);
  const now = (await max.rowsOf('instruction', instructionSchema)).find((i) => i.id === standing.id);
  expect(now?.text).toBe('Le texte de Claire.');
  await claire.close();
});
