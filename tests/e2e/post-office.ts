import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { promisify } from 'node:util';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export type ReceivedMail = Email & {
  readonly at: number;
  readonly recipients: readonly string[];
  /** Of the envelope. */
  readonly envelopeSender: string;
};
export type ReceivedSms = {
  readonly at: number;
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly reference: string;
};

/** What was taken, and is answered when this resolves. */
export type BeforeAnswer<T> = (taken: T) => Promise<void>;
const atOnce: BeforeAnswer<unknown> = async () => undefined;

/** A real SMTP server and an SMS gateway on loopback, which keep what arrives. */
export async function openPostOffice(smsToken: string, beforeAnswer: BeforeAnswer<ReceivedMail | ReceivedSms> = atOnce) {
  const mails: ReceivedMail[] = [];
  const texts: ReceivedSms[] = [];
  const waiting = new Set<() => void>();
  let reading = 0;
  let held: Promise<void> | null = null;
  let whenHolding: (() => void) | null = null;
  const arrived = () => {
    for (const look of waiting) look();
  };

  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        reading += 1;
        const mail = await PostalMime.parse(Buffer.concat(chunks));
        reading -= 1;
        const { mailFrom, rcptTo } = session.envelope;
        const received: ReceivedMail = {
          ...mail,
          at: Date.now(),
          recipients: rcptTo.map((r) => r.address),
          envelopeSender: mailFrom === false ? '' : mailFrom.address,
        };
        mails.push(received);
        arrived();
        await beforeAnswer(received);
        if (held) {
          whenHolding?.();
          await held;
        }
        done();
      });
    },
  });
  smtp.on('error', () => undefined); // a client that was killed in mid-mail
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));

  const gateway: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      if (request.headers.authorization !== `Bearer ${smsToken}`) return void response.writeHead(401).end();
      const id = `sms-${texts.length + 1}`;
      const received: ReceivedSms = { ...JSON.parse(Buffer.concat(chunks).toString()), at: Date.now(), id };
      texts.push(received);
      arrived();
      await beforeAnswer(received);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));

  const until = <T>(what: string, find: () => T | undefined, withinMs = 20_000): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`${what} did not arrive in ${withinMs} ms; ${mails.length} mails, ${texts.length} texts so far`));
      }, withinMs);
      waiting.add(look);
      look();
    });

  return {
    mails,
    texts,
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    smsUrl: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`,
    mail: (what: string, match: (mail: ReceivedMail) => boolean, withinMs?: number) =>
      until(what, () => mails.find(match), withinMs),
    text: (what: string, match: (text: ReceivedSms) => boolean, withinMs?: number) =>
      until(what, () => texts.find(match), withinMs),
    /** Nobody is connected, and whatever was sent is among the mails and texts. */
    isIdle: async (): Promise<boolean> => reading === 0 && smtp.connections.size === 0 && (await connections(gateway)) === 0,
    /** From now on the mail server takes mails but holds its answer; `holding` resolves when it does so. */
    holdAnswers() {
      let release: () => void = () => undefined;
      held = new Promise((resolve) => {
        release = () => {
          held = null;
          resolve();
        };
      });
      const holding = new Promise<void>((resolve) => {
        whenHolding = resolve;
      });
      return { holding, release };
    },
    async close() {
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise((resolve) => gateway.close(resolve)),
      ]);
    },
  };
}
export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>;

/** How many are open. */
export const connections = promisify((server: NetServer, done: (error: Error | null, count: number) => void) =>
  server.getConnections(done),
);
