import { signInByHttp } from './api-user.ts';
import { openFloor } from './floor.ts';
import { Portal } from './portal.ts';
import { expect, test } from './world.ts';

test.use({ installation: 'delivery-rules' }); // rosters and ladders change

test('[P06][S04][S12][S16] a client rules on his telephone how notes come; the screen says who would get one, and so it goes', async ({
  world,
}) => {
  const { instance, post } = world;
  const portal = await Portal.open(instance.url, 'jan.deboer@example.test');
  const { page } = portal;
  /** Does it, and waits until the server has what was changed. */
  const sent = async (act: string) => {
    const answer = page.waitForResponse((r) => r.url().endsWith('/api/sync/push') && r.ok());
    await page.click(act);
    await answer;
  };
  await page.locator('nav a[href="/portal/roster"]').click();
  await page.locator('[data-act=change-person]').first().click();
  await page.selectOption('[name=rule-sms]', 'urgent');
  await page.fill('[name=more-emails]', 'balie@example');
  await page.click('[data-act=save-person]');
  await expect(page.locator('[name=more-emails]')).toHaveAttribute('aria-invalid', 'true');
  await page.fill('[name=more-emails]', 'balie@example.test');
  await page.check('[name=quiet]');
  await sent('[data-act=save-person]');
  const ways = page.locator('[data-who-gets] [data-way]');
  await expect(ways.filter({ hasText: 'balie@example.test' })).toHaveAttribute('data-way-taken', 'true');
  await expect(page.locator('[data-way=sms]')).toHaveAttribute('data-way-taken', 'false');
  await page.check('[name=who-urgent]');
  await expect(page.locator('[data-way=sms]')).toHaveAttribute('data-way-taken', 'true');
  await expect(page.locator('[data-ladder-step]')).toHaveCount(8);

  const sofie = await signInByHttp(instance.url, 'sofie@permanence.test');
  const jan = await sofie.person('Jan de Boer');
  const noteId = await sofie.lockNote(jan, 'De APK is klaar.');
  await post.mail('the mail to the second address', (mail) => mail.recipients.includes('balie@example.test'));
  await post.mail('the mail to Jan', (mail) => mail.recipients.includes(jan.email ?? ''));
  expect((await sofie.deliveries(noteId)).map(({ channel }) => channel).sort()).toEqual(['email', 'email']);

  await page.locator('[data-act=open-delivery]').click();
  await expect(page.locator('[data-rung]')).toHaveCount(4);
  for (const rung of [4, 3, 2]) await page.locator(`[data-rung="${rung}"] [data-act=remove-rung]`).click();
  await page.selectOption('[data-rung="1"] [name=to]', 'everybody');
  await page.locator('[data-rung="1"] [name=rung-email]').uncheck();
  await page.fill('[name=rounds]', '1');
  await expect(page.locator('[data-ladder-preview] [data-ladder-step]')).toHaveCount(1);
  await expect(page.locator('[data-ladder-step]')).toContainText('Sanne Visser');
  await sent('[data-act=save-ladder]');
  await page.check('[name=rota-on]');
  await page.uncheck('[name^=on-call-] >> nth=0');
  await sent('[data-act=save-rota]');
  await expect(page.locator('[data-form=rota] [data-on-call]')).toContainText('Sanne Visser');
  const urgent = await sofie.lockNote(jan, 'Pech op de A2.', { urgent: true });
  await post.text('the SMS to Sanne', (t) => t.to === '+33639980112' && t.reference.startsWith(urgent));
  await post.text('the SMS to Jan', (t) => t.to === '+33639980111' && t.reference.startsWith(urgent));
  await portal.close();
});

test('a note that reached nobody is sent once more from the floor’s board, after his channels have been put right', async ({
  world,
}) => {
  const { instance, post } = world;
  const max = await signInByHttp(instance.url, 'max@permanence.test');
  const luc = await max.person('Luc Petit');
  await max.change('savePerson', { ...luc, channels: { email: false, sms: false, push: false } });
  const noteId = await max.lockNote(luc, 'Signature vendredi ?');
  const floor = await openFloor(instance.url);
  const row = floor.page.locator(`[data-note="${noteId}"]`);
  const again = row.locator('[data-act=send-again]');
  await expect(again).toBeVisible();
  await max.change('savePerson', { ...luc, channels: { email: true, sms: false, push: false } });
  await again.click();
  await post.mail('the note to Luc', (mail) => mail.recipients.includes(luc.email ?? ''));
  await expect(row).toHaveAttribute('data-note-state', 'delivered');
  await expect(again).toHaveCount(0);
  await floor.close();
});
