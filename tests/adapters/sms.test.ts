import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createSmsSender } from '../../server/adapters/sms/send-sms.ts';
import { type SmsUnderTest, smsContract } from '../contracts/sms.contract.ts';

type Arrived = { to: string; from: string; text: string; reference: string };
type Gateway = SmsUnderTest & {
  readonly all: readonly Arrived[];
  answerNext(status: number, body: string, headers?: Readonly<Record<string, string>>): void;
};

/** A tiny gateway that speaks the HTTP contract. */
async function openGateway(token = 'secret'): Promise<Gateway> {
  const all: Arrived[] = [];
  let next: { status: number; body: string; headers: Readonly<Record<string, string>> } | null = null;
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
      const answer = next;
      next = null;
      if (answer) return void response.writeHead(answer.status, answer.headers).end(answer.body);
      all.push(JSON.parse(body.toString()));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `g-${all.length}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answerNext: Gateway['answerNext'] = (status, body, headers = {}) => {
    next = { status, body, headers };
  };
  return {
    all,
    answerNext,
    send: createSmsSender({ url: `http://127.0.0.1:${port}/send`, token: 'secret', from: 'Permanence' }),
    arrived: () => all,
    refuseNext: (how) => answerNext(how === 'for-good' ? 422 : 503, ''),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

smsContract('http gateway', () => openGateway());

const sms = { to: '+33639980111', text: '山', reference: 'k' };

test('the gateway gets {to, from, text, reference} with the bearer', async () => {
  const gateway = await openGateway();
  await gateway.send(sms);
  expect(gateway.all).toEqual([{ ...sms, from: 'Permanence' }]);
  await gateway.close();
});

test('a wrong token is the installation’s fault: tried again until it is mended', async () => {
  const gateway = await openGateway('another');
  await expect(gateway.send(sms)).rejects.toMatchObject({ problem: 'unconfigured', permanent: false });
  await gateway.close();
});

test('an answer without an id is not sent twice', async () => {
  const gateway = await openGateway();
  gateway.answerNext(200, 'OK');
  await expect(gateway.send(sms)).rejects.toMatchObject({ problem: 'not-understood', permanent: true });
  await gateway.close();
});

test('a gateway that asks for a while says how long', async () => {
  const gateway = await openGateway();
  gateway.answerNext(429, '', { 'retry-after': '30' });
  await expect(gateway.send(sms)).rejects.toMatchObject({ permanent: false, waitMs: 30_000 });
  await gateway.close();
});

test('a gateway that is not there is tried again', async () => {
  const gateway = await openGateway();
  await gateway.close();
  await expect(gateway.send(sms)).rejects.toMatchObject({ problem: 'unreachable', permanent: false });
});
