import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { type ArrivedMail, judgeMail } from '#shared/delivery/arrived-mail.ts';
import { readMail } from '../../server/adapters/smtp/read-mail.ts';
import { openMailDoor } from '../../server/adapters/smtp/receive-mail.ts';
import type { MailOutcome } from '../../server/ports/delivery.ts';
import { damaged, damages } from '../fixtures/damage.ts';

const known = 'r-token@in.example.test';
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(answer: (mail: ArrivedMail) => Promise<MailOutcome> = async () => 'taken') {
  const taken: ArrivedMail[] = [];
  const refused: string[] = [];
  const faults: unknown[] = [];
  const door = await openMailDoor({
    listen: { host: '127.0.0.1', port: 0 },
    name: 'in.example.test',
    tls: null,
    mailIn: {
      expects: async (address) => address === known,
      take: async (_, mail) => {
        taken.push(mail);
        return answer(mail);
      },
    },
    onRefused: (reason) => refused.push(reason),
    onFault: (cause) => faults.push(cause),
  });
  const client = createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true, pool: true });
  closing.push(
    () => door.close(),
    () => client.close(),
  );
  const send = (over: object = {}) =>
    client.sendMail({ from: 'jan@example.test', to: known, subject: 'Re: notitie', text: 'Ik bel hem zo.', ...over });
  return { taken, refused, faults, send, port: door.port };
}

test('a mail to an expected address is read: text, sender, attachments counted and left', async () => {
  const { taken, send } = await open();
  await send({
    from: 'Jan de Boer <jan@example.test>',
    text: 'Übermorgen 了解 🚚',
    attachments: [{ filename: 'a.txt', content: 'x' }],
  });
  expect(taken).toMatchObject([{ sender: 'jan@example.test', from: 'jan@example.test', attachments: 1, report: null }]);
  expect(taken[0]?.text.trim()).toBe('Übermorgen 了解 🚚');
});

test('a mail of HTML only has its text', async () => {
  const { taken, send } = await open();
  await send({ text: undefined, html: '<p>Ik bel hem zo.</p><blockquote>Voor: Jan</blockquote>' });
  expect(taken[0]?.text).toBe('Ik bel hem zo.');
});

test('[J02] every other recipient is refused before anything of the mail is sent', async () => {
  const { taken, refused, send } = await open();
  await expect(send({ to: 'info@in.example.test' })).rejects.toMatchObject({ responseCode: 550 });
  expect([taken, refused]).toEqual([[], ['unknown']]);
});

test.each([
  ['loop', 554],
  ['foreign', 550],
  ['empty', 554],
  ['too-long', 552],
] as const)('%s is told to the sender with %i', async (why, responseCode) => {
  const { refused, send } = await open(async () => ({ refused: why }));
  await expect(send()).rejects.toMatchObject({ responseCode });
  expect(refused).toEqual([why]);
});

test('while the database is away the sender is told to try again', async () => {
  const { faults, send } = await open(async () => {
    throw new Error('no database');
  });
  await expect(send()).rejects.toMatchObject({ responseCode: 451 });
  expect(faults).toHaveLength(1);
});

test('more than 5 MB is refused and not kept', async () => {
  const { taken, refused, send } = await open();
  await expect(send({ attachments: [{ filename: 'a.bin', content: Buffer.alloc(5 * 1024 * 1024) }] })).rejects.toMatchObject({
    responseCode: 552,
  });
  expect(taken).toEqual([]);
  expect(refused.filter((reason) => reason !== 'too-large')).toEqual([]);
});

const bounce = [
  'From: MAILER-DAEMON@mx.example.test',
  'To: b-token@in.example.test',
  'Subject: Undelivered Mail Returned to Sender',
  'Auto-Submitted: auto-replied',
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
  'Final-Recipient: rfc822; jan@example.test',
  'Action: failed',
  'Status: 5.1.1',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'X-Permanence-Delivery: n:1:p:email',
  'Subject: Gespreksnotitie',
  '',
  'Voor: Jan',
  '--b--',
  '',
].join('\r\n');

test('[J01] a report of RFC 3464 says that the mail came back, and why', async () => {
  const mail = await readMail(Buffer.from(bounce), '');
  expect(judgeMail(mail, 'bounce')).toEqual({ kind: 'bounce', status: '5.1.1' });
  expect(mail.headers.has('x-permanence-delivery')).toBe(false);
});

const reply = [
  'From: Jan <jan@example.test>',
  'Message-ID: <1@example.test>',
  'Content-Type: multipart/alternative; boundary=x',
  '',
  '--x',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Ik bel hem zo =E2=80=93 Jan',
  '',
  '> Voor: Jan',
  '--x',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Ik bel hem zo</p>',
  '--x--',
].join('\r\n');

test('malformed mails are read or refused in time, and never more than text comes of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(bounce, reply), damages, async (whole, changes) => {
      const broken = damaged(whole, changes);
      const began = performance.now();
      const mail = await readMail(Buffer.from(broken, 'latin1'), 'jan@example.test').catch((error: unknown) => error);
      if (!(mail instanceof Error)) {
        for (const kind of ['reply', 'bounce'] as const) {
          const judged = judgeMail(mail as ArrivedMail, kind);
          if (judged.kind === 'answer') expect(judged.text.length).toBeLessThanOrEqual(broken.length);
        }
      }
      expect(performance.now() - began).toBeLessThan(2000);
    }),
    { numRuns: 200 },
  );
});

test('a mail of a thousand parts within parts is refused, not followed', async () => {
  const heads = Array.from({ length: 1000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join(
    '',
  );
  await expect(readMail(Buffer.from(`${heads}\r\nx`), 'a@example.test')).rejects.toThrow();
});
