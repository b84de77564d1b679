import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** A mail server and an SMS gateway on loopback that only count, by Message-ID and reference: they leave the processors to the server. */
export async function openSinks() {
  const mails = new Map<string, number>();
  const texts = new Map<string, number>();
  const count = (of: Map<string, number>, key: string) => of.set(key, (of.get(key) ?? 0) + 1);
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        count(mails, /^message-id:\s*(\S+)/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? '');
        done();
      });
    },
  });
  smtp.on('error', () => undefined); // a client that was killed
  const gateway = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      count(texts, String(JSON.parse(Buffer.concat(chunks).toString()).reference));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `sms-${texts.size}` }));
    });
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  return {
    mails,
    texts,
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    smsUrl: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`,
    /** Resolves when so many different ones have arrived in all; `tell` hears how many every second. */
    async arrived(mailsWanted: number, textsWanted: number, tell: (mails: number, texts: number) => void): Promise<void> {
      let [told, sum, since] = [0, 0, performance.now()];
      while (mails.size < mailsWanted || texts.size < textsWanted) {
        await pause(20);
        if (mails.size + texts.size > sum) [sum, since] = [mails.size + texts.size, performance.now()];
        if (performance.now() - since > stuckMs)
          throw new Error(`nothing more has arrived: ${mails.size} mails, ${texts.size} texts`);
        if (performance.now() - told < tellMs) continue;
        told = performance.now();
        tell(mails.size, texts.size);
      }
    },
    async close() {
      gateway.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise((resolve) => gateway.close(resolve)),
      ]);
    },
  };
}
export type Sinks = Awaited<ReturnType<typeof openSinks>>;

const tellMs = 5_000;
/** Overviews leave once all of them are written. */
const stuckMs = 300_000;
