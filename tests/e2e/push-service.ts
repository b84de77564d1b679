import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod/mini';
import { type BeforeAnswer, connections } from './post-office.ts';

const run = promisify(execFile);

/** What browsers say in Mozilla's push protocol. */
const fromBrowserSchema = z.object({
  messageType: z.optional(z.string()),
  channelID: z.optional(z.string()),
  uaid: z.optional(z.nullable(z.string())),
});

export type PushRequest = {
  readonly at: number;
  readonly endpoint: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

type Subscription = {
  readonly channelId: string;
  readonly socket: WebSocket | null;
  status: number;
  location?: string;
  /** Called when the caller has cut an answer that would never end. */
  onCut?: () => void;
};

/**
 * A push service on loopback: takes web push over https as the big ones do, hands it to a real Firefox over Mozilla's
 * WebSocket protocol. The server under test trusts `certificateFile` (`NODE_EXTRA_CA_CERTS`).
 */
export async function openPushService(beforeAnswer: BeforeAnswer<PushRequest> = async () => undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'permanence-push-'));
  const { key, cert, certificateFile } = await makeCertificate(folder);
  const subscriptions = new Map<string, Subscription>();
  const requests: PushRequest[] = [];
  const acknowledged: string[] = [];
  const arrivals = new EventEmitter();

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const id = request.url?.split('/').pop() ?? '';
    const body = await buffer(request);
    const received = { at: Date.now(), endpoint: `${base}${request.url}`, headers: request.headers, body };
    requests.push(received);
    arrivals.emit('request');
    await beforeAnswer(received);
    const subscription = subscriptions.get(id);
    const status = subscription?.status ?? 410;
    if (status === 201 && subscription) hand(subscription, body, String(request.headers['content-encoding']));
    response.writeHead(status, { location: subscription?.location ?? `${base}/m/${requests.length}` });
    if (subscription?.onCut) talk(response, subscription.onCut);
    else response.end();
  };
  const secure = createHttpsServer({ key, cert }, (request, response) => void take(request, response));
  const plain = createHttpServer();
  const sockets = new WebSocketServer({ server: plain });
  await Promise.all([listen(secure), listen(plain)]);
  const base = `https://127.0.0.1:${portOf(secure)}`;
  const newEndpoint = (channelId: string, socket: WebSocket | null) => {
    const id = randomUUID();
    subscriptions.set(id, { channelId, socket, status: 201 });
    return `${base}/wpush/v2/${id}`;
  };
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => speak(socket, String(data), newEndpoint, acknowledged));
  });

  const subscriptionOf = (endpoint: string): Subscription => {
    const found = subscriptions.get(endpoint.split('/').pop() ?? '');
    if (found === undefined) throw new Error('no such subscription');
    return found;
  };

  return {
    certificateFile,
    /** For Firefox's `dom.push.serverURL`. */
    socketUrl: `ws://127.0.0.1:${portOf(plain)}/`,
    requests,
    /** The request of this number, counted from 0, once it is there. */
    async request(index: number, withinMs = 20_000): Promise<PushRequest> {
      const tooLate = AbortSignal.timeout(withinMs);
      for (;;) {
        const found = requests[index];
        if (found) return found;
        await once(arrivals, 'request', { signal: tooLate });
      }
    },
    /** Messages that a browser has confirmed. */
    acknowledged,
    /** No server is connected, and whatever was sent is among the requests. */
    isIdle: async (): Promise<boolean> => (await connections(secure)) === 0,
    /** An endpoint without a browser behind it. */
    newEndpoint: () => newEndpoint(randomUUID(), null),
    /** What the service answers from now on: 410 gone, 503 busy, 201 accepted. */
    answer(endpoint: string, status: number, location?: string) {
      Object.assign(subscriptionOf(endpoint), { status, ...(location === undefined ? {} : { location }) });
    },
    /** Accepts, then never ends its answer; resolves when the caller has cut it. */
    talkWithoutEnd: (endpoint: string) =>
      new Promise<void>((resolve) => {
        subscriptionOf(endpoint).onCut = resolve;
      }),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await Promise.all([close(secure), close(plain)]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type PushService = Awaited<ReturnType<typeof openPushService>>;

function talk(response: ServerResponse, onCut: () => void): void {
  response.on('close', onCut);
  const more = () => {
    while (!response.closed && response.write('x'.repeat(1024)));
  };
  response.on('drain', more);
  more();
}

function speak(
  socket: WebSocket,
  text: string,
  newEndpoint: (channelId: string, socket: WebSocket) => string,
  acknowledged: string[],
): void {
  const message = fromBrowserSchema.parse(JSON.parse(text));
  if (message.messageType === undefined) socket.send('{}');
  const channelID = message.channelID ?? '';
  if (message.messageType === 'hello') {
    const uaid = message.uaid || randomUUID().replaceAll('-', '');
    socket.send(JSON.stringify({ messageType: 'hello', status: 200, uaid, use_webpush: true, broadcasts: {} }));
  }
  if (message.messageType === 'register') {
    const pushEndpoint = newEndpoint(channelID, socket);
    socket.send(JSON.stringify({ messageType: 'register', channelID, status: 200, pushEndpoint }));
  }
  if (message.messageType === 'unregister') {
    socket.send(JSON.stringify({ messageType: 'unregister', channelID, status: 200 }));
  }
  if (message.messageType === 'ack') acknowledged.push(text);
}

function hand({ socket, channelId }: Subscription, body: Buffer, encoding: string): void {
  const data = body.toString('base64url');
  const message = { messageType: 'notification', channelID: channelId, version: randomUUID(), data, headers: { encoding } };
  socket?.send(JSON.stringify(message));
}

async function makeCertificate(folder: string) {
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    keyFile,
    '-out',
    certificateFile,
    ...subject,
  ]);
  return { key: await readFile(keyFile), cert: await readFile(certificateFile), certificateFile };
}

type Listener = ReturnType<typeof createHttpServer> | ReturnType<typeof createHttpsServer>;
const portOf = (server: Listener): number => (server.address() as AddressInfo).port;
const listen = (server: Listener) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const close = (server: Listener) => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => server.close(() => resolve()));
};
