import { signInByHttp } from './api-user.ts';
import { Portal } from './portal.ts';
import { expect, test } from './world.ts';

test.use({ installation: 'fax', environment: { FAX_MAIL_DOMAIN: 'fax.permanence.test' } });

test('[P06][P31] a client names his fax; each mail goes there too, as text by the gateway, and the note shows it', async ({
  world,
}) => {
  const { instance, post } = world;
  const portal = await Portal.open(instance.url, 'jan.deboer@example.test');
  const { page } = portal;
  await page.locator('nav a[href="/portal/roster"]').click();
  await page.locator('[data-act=change-person]').first().click();
  await page.fill('[name=fax]', '0205550109');
  await page.click('[data-act=save-person]');
  await expect(page.locator('[name=fax]')).toHaveAttribute('aria-invalid', 'true');
  await page.fill('[name=fax]', '+31 20 555 0109');
  const answer = page.waitForResponse((r) => r.url().endsWith('/api/sync/push') && r.ok());
  await page.click('[data-act=save-person]');
  await answer;
  const way = page.locator('[data-who-gets] [data-way]').filter({ hasText: 'Fax' });
  await expect(way).toHaveAttribute('data-way-taken', 'true');

  const sofie = await signInByHttp(instance.url, 'sofie@permanence.test');
  const jan = await sofie.person('Jan de Boer');
  const noteId = await sofie.lockNote(jan, 'De APK is klaar.');
  const fax = await post.mail('the mail to the gateway', (m) => m.recipients.includes('31205550109@fax.permanence.test'));
  expect(fax.html).toBeUndefined();
  expect(fax.text).toContain('De APK is klaar.');
  const state = async () => (await sofie.deliveries(noteId)).find(({ address }) => address === '+31205550109')?.state;
  await expect.poll(state).toBe('sent');
  await page.goto(`${instance.url}/portal/notes/${noteId}`);
  await expect(page.locator('[data-delivery=email]').filter({ hasText: '+31205550109' })).toContainText('fax');
  await portal.close();
});
