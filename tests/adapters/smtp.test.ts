import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import type { OutboxItem } from '#shared/api/delivery.ts';
import { mailToOutbox } from '../../server/adapters/smtp/mail-to-outbox.ts';
import { createSmtpMailer } from '../../server/adapters/smtp/send-mail.ts';
import { smtpFailure } from '../../server/adapters/smtp/smtp-failure.ts';
import { aMail, type MailerUnderTest, mailerContract } from '../contracts/mailer.contract.ts';

/** A real mail server that can refuse a recipient with an SMTP code. */
async function openSmtp(): Promise<
  MailerUnderTest & { readonly mails: readonly Email[]; readonly recipients: readonly string[][] }
> {
  const mails: Email[] = [];
  const recipients: string[][] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo(_address, _session, done) {
      const code = refusal;
      refusal = null;
      done(code === null ? null : Object.assign(new Error('refused'), { responseCode: code }));
    },
    onData(stream, session, done) {
      recipients.push(session.envelope.rcptTo.map((r) => r.address));
      void buffer(stream).then(async (raw) => {
        mails.push(await PostalMime.parse(raw));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Permanence <notes@example.test>' });
  return {
    mails,
    recipients,
    send: mailer.send,
    arrived: async () =>
      mails.map((mail) => ({
        to: mail.to?.[0]?.address ?? '',
        subject: mail.subject ?? '',
        messageId: mail.messageId ?? '',
        attached: mail.attachments.length,
      })),
    refuseNext: (how) => {
      refusal = how === 'for-good' ? 550 : 450;
    },
    close: async () => {
      mailer.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

mailerContract('smtp', openSmtp);

test('a mail has text and HTML, a stable sender and its headers for filters', async () => {
  const smtp = await openSmtp();
  await smtp.send(aMail());
  const [mail] = smtp.mails;
  expect(mail?.from).toMatchObject({ name: 'Permanence', address: 'notes@example.test' });
  expect([mail?.text?.trim(), mail?.html?.trim()]).toEqual(['Voor: Jan', '<p>Voor: Jan</p>']);
  expect(mail?.headers.find((h) => h.key === 'x-permanence-note')?.value).toBe('n');
  await smtp.close();
});

test.each([
  '\r\nBcc: thief@example.test',
  '\nBcc: thief@example.test',
  '\rBcc: thief@example.test',
  '\u2028Bcc: thief@example.test',
])('a line break in a name makes no header: %j', async (broken) => {
  const smtp = await openSmtp();
  await smtp.send(aMail({ subject: `Note for Garage${broken}`, headers: { 'X-Permanence-Note': `n${broken}` } }));
  const [mail] = smtp.mails;
  expect(mail?.headers.map((h) => h.key)).not.toContain('bcc');
  expect(mail?.bcc ?? []).toEqual([]);
  expect(mail?.subject).toContain('Note for Garage');
  expect(smtp.recipients).toEqual([['jan.deboer@example.test']]);
  await smtp.close();
});

test('an address in the name of an address gets nothing', async () => {
  const smtp = await openSmtp();
  await smtp.send(aMail({ to: '"jan, thief@example.test" <jan.deboer@example.test>' }));
  expect(smtp.recipients).toEqual([['jan.deboer@example.test']]);
  await smtp.close();
});

test('a mail server that is not there, or cuts the line, is tried again', async () => {
  const cutter = createServer((socket: Socket) => socket.destroy());
  await new Promise<void>((resolve) => cutter.listen(0, '127.0.0.1', resolve));
  const { port } = cutter.address() as AddressInfo;
  const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'notes@example.test' });
  await expect(mailer.send(aMail())).rejects.toMatchObject({ permanent: false });
  await new Promise((resolve) => cutter.close(resolve));
  await expect(mailer.send(aMail())).rejects.toMatchObject({ permanent: false, problem: 'unreachable' });
  mailer.close();
});

test.each([
  [{ responseCode: 550, code: 'EENVELOPE' }, 'refused', true],
  [{ responseCode: 552, code: 'EMESSAGE' }, 'refused', true],
  [{ responseCode: 421, code: 'EPROTOCOL' }, 'refused', false],
  [{ responseCode: 535, code: 'EAUTH' }, 'unconfigured', false],
  [{ code: 'ETIMEDOUT' }, 'timeout', false],
  [{ code: 'ESOCKET' }, 'unreachable', false],
])('the judgement of %o is %s, permanent %s', (error, problem, permanent) => {
  expect(smtpFailure(error, error)).toMatchObject({ problem, permanent });
});

test('without a mail server a mail is a file and a row of the outbox', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'permanence-mail-'));
  const items: OutboxItem[] = [];
  const outbox = { add: async (item: OutboxItem) => void items.push(item), latest: async () => items };
  const clock = () => '2026-11-19T09:42:00.000Z';
  const send = mailToOutbox({ outbox, clock, newId: () => 'id', folder: join(folder, 'mail'), from: 'notes@example.test' });
  await send(aMail());
  expect(await readdir(join(folder, 'mail'))).toEqual(['20261119T094200000Z-id.eml']);
  const mail = await PostalMime.parse(await readFile(join(folder, 'mail', '20261119T094200000Z-id.eml')));
  expect(mail).toMatchObject({ subject: aMail().subject, messageId: aMail().messageId });
  expect(items).toMatchObject([{ channel: 'email', to: aMail().to, body: 'Voor: Jan' }]);
  await rm(folder, { recursive: true });
});
