import { isGenuine, openWebhookReceiver } from '../fixtures/webhook-receiver.ts';
import { signInByHttp } from './api-user.ts';
import { Portal } from './portal.ts';
import { expect, test } from './world.ts';

test.use({ installation: 'webhooks' });

test('[R17] a client’s own system is told of his notes, verifiably; what it did not take is sent again; gone, it is told nothing more', async ({
  world,
}) => {
  const { instance, post } = world;
  const crm = await openWebhookReceiver();
  const portal = await Portal.open(instance.url, 'jan.deboer@example.test');
  const { page } = portal;
  await portal.go('/portal/webhooks');
  await page.fill('[name=webhook-url]', 'crm.example.test');
  await page.click('[data-act=add-webhook]');
  await expect(page.locator('[name=webhook-url]')).toHaveAttribute('aria-invalid', 'true');
  await page.fill('[name=webhook-url]', crm.url('/jan'));
  await page.click('[data-act=add-webhook]');
  const secret = (await page.locator('[data-secret] code').textContent()) ?? '';
  await expect(page.locator('[data-secret]')).toBeFocused();
  await page.click('[data-act=hide-secret]');
  await expect(page.locator('body')).not.toContainText('whsec_');

  await page.click('[data-act=test-webhook]');
  const tried = await crm.one('the test', ({ body }) => JSON.parse(body).type === 'test');
  expect(isGenuine(secret, tried, Date.now())).toBe(true);
  const shown = (type: string) => page.locator(`[data-webhook-type="${type}"]`);
  await expect(shown('test')).toHaveAttribute('data-webhook-outcome', 'delivered');
  await expect(shown('test')).toContainText('204');

  const sofie = await signInByHttp(instance.url, 'sofie@permanence.test');
  const jan = await sofie.person('Jan de Boer');
  crm.answer('/jan', 500);
  const noteId = await sofie.lockNote(jan, 'De APK is klaar.');
  const refused = await crm.one('the note', ({ body }) => body.includes(noteId));
  expect(isGenuine(secret, refused, Date.now())).toBe(true);
  expect(JSON.parse(refused.body)).toMatchObject({
    type: 'note.created',
    data: { noteId, recipient: 'Jan de Boer', caller: { name: 'Paul Durand' }, matter: 'De APK is klaar.' },
  });
  crm.answer('/jan', 204);
  await page.reload();
  await shown('note.created').locator('[data-act=send-again]').click();
  const id = refused.headers['webhook-id'];
  await expect.poll(() => crm.received.filter(({ headers }) => headers['webhook-id'] === id).length).toBeGreaterThan(1);
  await expect(shown('note.created')).toHaveAttribute('data-webhook-outcome', 'delivered');

  await page.goto(`${instance.url}/portal/notes/${noteId}`);
  await page.click('[data-act=ack]');
  await crm.one('the acknowledgement', ({ body }) => body.includes('note.acknowledged') && body.includes(noteId));

  crm.answer('/jan', 410);
  await sofie.lockNote(jan, 'De band is lek.');
  const mail = await post.mail('the mail about the webhook', (m) => m.text?.includes(crm.url('/jan')) === true);
  expect(mail.recipients).toEqual(['jan.deboer@example.test']);
  const told = crm.received.length;
  const last = await sofie.lockNote(jan, 'Niemand wacht.');
  await post.mail('the note itself', (m) => m.messageId?.includes(last) === true);
  await page.goto(`${instance.url}/portal/webhooks`);
  await expect(page.locator('[data-webhook]')).toHaveAttribute('data-webhook-state', 'off');
  expect(crm.received.slice(told)).toEqual([]);
  await page.click('[data-act=turn-on]');
  await expect(page.locator('[data-webhook]')).toHaveAttribute('data-webhook-state', 'on');
  await page.click('[data-act=remove-webhook]');
  await page.click('[data-act=keep-webhook]');
  await expect(page.locator('[data-act=remove-webhook]')).toBeVisible();
  await portal.close();
  await crm.close();
});

test('[P06] of a medical account nothing leaves but that a note is waiting, and the supervisor sets its systems too', async ({
  world,
}) => {
  const { url } = world.instance;
  const crm = await openWebhookReceiver();
  const max = await signInByHttp(url, 'max@permanence.test');
  const claire = await max.person('Claire Martin');
  const path = `/api/accounts/${claire.accountId}/webhooks`;
  const added = await max.request('POST', path, { url: crm.url('/claire'), events: ['note.created', 'note.addendum'] });
  expect(await added.json()).toMatchObject({ outcome: 'added' });
  const noteId = await max.lockNote(claire, 'Résultats du laboratoire.');
  await max.change('addAddendum', {
    ...{ accountId: claire.accountId, noteId, id: crypto.randomUUID() },
    text: 'Urgent ce soir.',
  });
  await crm.one('the addendum', ({ body }) => body.includes('note.addendum'));
  const all = crm.received.map(({ body }) => body).join('\n');
  expect(all).toContain(noteId);
  for (const word of ['Résultats', 'Durand', '39980001', 'ce soir']) expect(all).not.toContain(word);
  await crm.close();
});
