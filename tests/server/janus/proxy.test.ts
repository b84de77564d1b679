import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { JanusUser } from '../../../server/adapters/janus/messages.ts';
import { attachJanus, closeCodes } from '../../../server/adapters/janus/proxy.ts';
import { createDoor } from '../../../server/adapters/websocket/door.ts';

type Said = {
  janus: string;
  transaction: string;
  id?: number;
  token?: string;
  session_id?: number;
  body?: Record<string, unknown>;
};

const origin = 'http://desk.test';
const running: { close(): void }[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.close();
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Something that answers like Janus, and remembers all it was told. */
async function fakeJanus() {
  const server = createServer();
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'janus-protocol' });
  const said: Said[] = [];
  sockets.on('connection', (socket) =>
    socket.on('message', (data) => {
      const message: Said = JSON.parse(String(data));
      said.push(message);
      const { janus, transaction, id, session_id } = message;
      if (janus === 'claim')
        socket.send(JSON.stringify({ janus: 'error', transaction, error: { code: 458, reason: 'No such session' } }));
      else if (janus === 'create') socket.send(JSON.stringify({ janus: 'success', transaction, data: { id } }));
      else socket.send(JSON.stringify({ janus: 'ack', transaction, session_id, token: 'secret' }));
    }),
  );
  const port = await portOf(server);
  return {
    url: `ws://127.0.0.1:${port}`,
    said,
    cut: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

async function world() {
  const janus = await fakeJanus();
  const refused: string[] = [];
  const proxy = attachJanus({
    janusUrl: janus.url,
    tokenSecret: 'key',
    sipPort: 5070,
    credentials: async (who) => (who.userId === 'nobody' ? null : { user: `u-${who.userId}`, secret: 'hidden' }),
    boothNumbers: () => [],
    log: () => undefined,
    counters: { refused: (reason) => refused.push(reason), opened: () => undefined },
  });
  const server = createServer();
  server.on(
    'upgrade',
    createDoor<JanusUser>({
      origin,
      protocol: 'janus-protocol',
      identify: async ({ headers }) => {
        const userId = headers.get('x-user');
        return userId === null ? null : { kind: 'operator', userId, session: userId, operatorId: userId };
      },
      accept: proxy.accept,
      recheck: async () => 'same',
      onRefused: (reason) => refused.push(reason),
    }),
  );
  const port = await portOf(server);
  const open = (user: string | null, from = origin) =>
    new WebSocket(`ws://127.0.0.1:${port}/janus`, 'janus-protocol', {
      origin: from,
      headers: user === null ? {} : { 'x-user': user },
    });
  return { janus, proxy, refused, open };
}

async function ask(socket: WebSocket, message: object): Promise<Record<string, unknown> & { data?: { id: number } }> {
  if (socket.readyState === WebSocket.CONNECTING) await once(socket, 'open');
  const answer = once(socket, 'message');
  socket.send(JSON.stringify({ transaction: 'T1', ...message }));
  const [data] = await answer;
  return JSON.parse(String(data));
}

async function created(socket: WebSocket): Promise<number> {
  return (await ask(socket, { janus: 'create' })).data?.id ?? 0;
}

test('another site, or somebody who is not signed in, gets no socket', async () => {
  const { open, refused } = await world();
  for (const socket of [open('lea', 'http://evil.test'), open(null)]) await once(socket, 'error');
  expect(refused).toEqual(['origin', 'signed-out']);
});

test('the token is added to every message and never reaches the page', async () => {
  const { open, janus } = await world();
  const socket = open('lea');
  const session = await created(socket);
  const answer = await ask(socket, { janus: 'keepalive', session_id: session });
  expect(janus.said.map((m) => m.token?.includes('janus.plugin.sip'))).toEqual([true, true]);
  expect(answer).not.toHaveProperty('token');
  socket.close();
});

test('the SIP account is written by the server; who has none is told so', async () => {
  const { open, janus } = await world();
  const socket = open('lea');
  const register = { janus: 'message', handle_id: 1, body: { request: 'register', proxy: 'sip:evil.test' } };
  await ask(socket, { ...register, session_id: await created(socket) });
  expect(janus.said.at(-1)?.body).toMatchObject({ authuser: 'u-lea', secret: 'hidden', proxy: 'sip:127.0.0.1:5070' });
  const other = open('nobody');
  expect(await ask(other, { ...register, session_id: await created(other) })).toMatchObject({ error: { code: 403 } });
});

test("another user's session cannot be claimed, and refusals are counted", async () => {
  const { open, janus, refused } = await world();
  const session = await created(open('lea'));
  const answer = await ask(open('sofie'), { janus: 'claim', session_id: session });
  expect(answer).toMatchObject({ janus: 'error', error: { code: 458 } });
  expect(janus.said.filter((m) => m.janus === 'claim')).toEqual([]);
  expect(refused).toEqual(['No such session']);
});

test('after a failed claim the page starts on a new socket', async () => {
  const { open } = await world();
  const first = open('lea');
  const session = await created(first);
  const second = open('lea');
  const closed = once(second, 'close');
  expect(await ask(second, { janus: 'claim', session_id: session })).toMatchObject({ janus: 'error' });
  await closed;
});

test('a session that is claimed from another network leaves its old socket, which would never end by itself', async () => {
  const { open } = await world();
  const first = open('lea');
  const session = await created(first);
  const closed = once(first, 'close');
  await ask(open('lea'), { janus: 'claim', session_id: session });
  await closed;
});

test('the telephone that a reloaded page left behind is ended before the new one registers', async () => {
  const { open, janus } = await world();
  const first = open('lea');
  const session = await created(first);
  const gone = once(first, 'close');
  first.close();
  await gone;
  await created(open('lea'));
  await expect.poll(() => janus.said.filter((m) => m.janus === 'destroy').map((m) => m.session_id)).toEqual([session]);
});

test('when Janus is lost the page is sent back to claim', async () => {
  const { open, janus } = await world();
  const socket = open('lea');
  await created(socket);
  const closed = once(socket, 'close');
  janus.cut();
  expect((await closed)[0]).toBe(closeCodes.upstreamLost);
});

test('sign-out ends the telephone and closes the socket', async () => {
  const { open, janus, proxy } = await world();
  const socket = open('lea');
  const session = await created(socket);
  const closed = once(socket, 'close');
  proxy.closeSession('lea');
  expect((await closed)[0]).toBe(closeCodes.signedOut);
  expect(janus.said.at(-1)).toMatchObject({ janus: 'destroy', session_id: session });
});
