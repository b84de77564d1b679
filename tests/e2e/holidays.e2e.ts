import { signInByHttp } from './api-user.ts';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test.use({ installation: 'holidays', demoNow: '2026-11-11T11:00:00Z' }); // a Wednesday, and Armistice in France

test('[J14] who closes on public holidays has his callers sent to the voicemail on one, unless he has left it out', async ({
  world,
}) => {
  const { instance } = world;
  const lea = await world.desk('lea@permanence.test');
  await lea.ready();
  const claire = await Portal.open(instance.url, 'claire.martin@example.test');
  const { page } = claire;
  await claire.go('/portal/hours');
  await page.selectOption('[name=holidays]', 'FR');
  await expect(page.locator('[data-holiday]')).toHaveCount(11);
  await expect(page.locator('[data-holiday="2026-11-11"]')).toContainText('Armistice 1918');
  const known = await signInByHttp(instance.url, 'claire.martin@example.test');
  const { accountId } = await known.person('Claire Martin');
  const saved = async (part: string) => {
    const answer = page.waitForResponse((r) => r.url().endsWith('/api/sync/push') && r.ok());
    await page.click('[data-act=save-hours]');
    await answer;
    const routedBy = async () => (await known.request('GET', `/api/accounts/${accountId}/voicemail-greeting`)).text();
    await expect.poll(routedBy).toContain(part);
  };
  await saved('"openOn":[]');
  const refused = await world.call(lines.martin);
  await refused.answered;
  await refused.beep();
  refused.hangUp();
  await lea.state('ready');

  await page.locator('[name="holiday-2026-11-11"]').uncheck();
  await saved('"openOn":["armistice"]');
  const taken = await world.call(lines.martin);
  await lea.state('offered');
  taken.hangUp();
  await claire.close();
});
