import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test('[S01][S09][P21] the client reads the codes for his telephone, and sees on his own that forwarding works as soon as a call comes', async ({
  world,
}) => {
  const { instance, call } = world;
  const portal = await Portal.open(instance.url, 'jan.deboer@example.test');
  const { page } = portal;
  await portal.go('/portal/forwarding');
  const mobile = page.locator('[data-mode=no-answer] code').first();
  await expect(mobile).toHaveText(`**61*${lines.deBoer}*11*20#`);
  await page.selectOption('[name=seconds]', '30');
  await expect(mobile).toHaveText(`**61*${lines.deBoer}*11*30#`);
  await expect(page.locator('[data-mode=always] a').first()).toHaveAttribute('href', /^tel:\*\*21\*\+33199000102%23$/);
  await page.check('[name=line][value=analogue]');
  await page.selectOption('[name=country]', 'NL');
  const [on, off] = [page.locator('[data-mode=always] code').first(), page.locator('[data-mode=always] code').nth(1)];
  await expect(on).toHaveText(`*21*00${lines.deBoer.slice(1)}#`);
  await expect(off).toHaveText('#21#');
  await expect(
    page.locator('[data-mode=always] a'),
    'on this device the code of a fixed line would forward the mobile',
  ).toHaveCount(0);
  await page.selectOption('[name=country]', 'CH');
  await expect(on, 'Swisscom has its own').toHaveText(`*2100${lines.deBoer.slice(1)}#`);
  await page.selectOption('[name=network]', { index: 1 });
  await expect(on).toHaveText(`*21*00${lines.deBoer.slice(1)}#`);
  await expect(page.locator('[data-confidence=usual]')).toBeVisible();

  const caller = await call(lines.deBoer, { diversion: { number: '+31201234567', reason: 'no-answer' } });
  await expect(page.locator('[data-forwarding=works]')).toContainText('+31 20 123 4567');
  caller.hangUp();
  await portal.close();
});
