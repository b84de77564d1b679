import { createTransport, type SendMailOptions } from 'nodemailer';
import { freePort } from '../../server/supervisor/network-ports.ts';
import { signInByHttp } from './api-user.ts';
import { openFloor } from './floor.ts';
import { Portal } from './portal.ts';
import { expect, test } from './world.ts';

const port = await freePort('tcp');
test.use({ installation: 'mail-in', environment: { MAIL_IN_LISTEN: `127.0.0.1:${port}`, MAIL_IN_DOMAIN: 'in.permanence.test' } });

/** The client's mail server, as far as ours sees it. */
async function deliver(mail: SendMailOptions): Promise<void> {
  const client = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  await client.sendMail(mail).finally(() => client.close());
}

test('[S04][J01][J02][J06] the answer to a mail stands at portal and floor and acknowledges; a mail that comes back is on the board check', async ({
  world,
}) => {
  const { instance, post } = world;
  const lea = await signInByHttp(instance.url, 'lea@permanence.test');
  const claire = await lea.person('Claire Martin');
  const noteId = await lea.lockNote(claire, 'Résultats du laboratoire.');
  const mail = await post.mail('the mail to Claire', (m) => m.recipients.includes(claire.email ?? ''));
  const replyTo = mail.replyTo?.[0]?.address ?? '';
  expect(replyTo).toMatch(/^r-[a-z2-7]{42}@in\.permanence\.test$/);
  expect(mail.from?.address).toBe('notes@permanence.test');
  expect(mail.envelopeSender).toMatch(/^b-[a-z2-7]{42}@in\.permanence\.test$/);

  const portal = await Portal.open(instance.url, 'claire.martin@example.test');
  await portal.page.locator(`[data-note="${noteId}"]`).click();
  const answer = { from: claire.email ?? '', inReplyTo: mail.messageId, subject: `Re: ${mail.subject}` };
  const quoted = (mail.text ?? '').split('\n').map((line) => `> ${line}`);
  await expect(deliver({ ...answer, to: 'info@in.permanence.test', text: 'Bonjour' })).rejects.toMatchObject({
    responseCode: 550,
  });
  await deliver({ ...answer, to: replyTo, text: 'Absente', headers: { 'Auto-Submitted': 'auto-replied' } });
  const text = ['Je le rappelle ce soir.', '', 'Le 22 nov. 2026, Permanence a écrit :', ...quoted].join('\n');
  await deliver({ ...answer, to: replyTo, text });
  const slip = portal.page.locator(`article[data-note="${noteId}"]`);
  await expect(slip).toContainText('Je le rappelle ce soir.');
  await expect(slip).toContainText('Claire Martin (e-mail)');
  await expect(slip).not.toContainText('Absente');
  await expect(slip).toHaveAttribute('data-note-state', 'acknowledged');

  const floor = await openFloor(instance.url);
  await expect(floor.page.locator(`tr[data-note="${noteId}"] [data-answer]`)).toContainText('Je le rappelle ce soir.');
  const later = await lea.lockNote(claire, 'Encore le laboratoire.');
  const second = await post.mail('the second mail', (m) => m.messageId?.includes(later) === true);
  await deliver({ envelope: { from: '', to: second.envelopeSender }, raw: bounceOf(second.envelopeSender, claire.email ?? '') });
  await expect(floor.page.locator(`tr[data-note="${later}"] [data-delivery=email]`)).toHaveAttribute(
    'data-delivery-state',
    'failed',
  );
  await expect(floor.page.locator(`[data-mail-refused="${claire.id}"]`)).toContainText('5.1.1');
  await floor.page.locator(`[data-mail-refused="${claire.id}"] a`).click();
  await floor.page.locator(`[data-person="${claire.id}"] [data-act=change-person]`).click();
  await floor.page.locator('[data-act=save-person]').click();
  await expect.poll(async () => (await lea.person('Claire Martin')).mailRefused).toBeUndefined();
  await floor.close();
  await portal.close();
});

const bounceOf = (to: string, failed: string): string =>
  [
    'From: MAILER-DAEMON@mx.example.test',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'The mail could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.test',
    '',
    `Final-Recipient: rfc822; ${failed}`,
    'Action: failed',
    'Status: 5.1.1',
    '--b--',
    '',
  ].join('\r\n');
