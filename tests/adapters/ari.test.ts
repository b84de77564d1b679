import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { AriRefused, type AriRequest, ariRequests } from '../../server/adapters/asterisk/ari.ts';

/** An exchange that hangs up on so many requests before it answers, with 404 if asked for what is gone. */
async function exchange(hangsUpOn: number): Promise<{ readonly request: AriRequest; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((asked, answer) => {
    heard.push(`${asked.method} ${asked.url}`);
    if (heard.length <= hangsUpOn) asked.socket.destroy();
    else answer.writeHead(asked.url?.includes('gone') ? 404 : 204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { request: ariRequests({ url: `http://user:secret@127.0.0.1:${port}`, application: 'test' }), heard };
}

test('a command whose connection breaks is given once more', async () => {
  const { request, heard } = await exchange(1);
  await request('DELETE', '/bridges/wait-1');
  expect(heard).toEqual(['DELETE /ari/bridges/wait-1', 'DELETE /ari/bridges/wait-1']);
});

test('and not a third time', async () => {
  const { request, heard } = await exchange(2);
  await expect(request('DELETE', '/bridges/wait-1')).rejects.toThrow('fetch failed');
  expect(heard).toHaveLength(2);
});

test('what the exchange refuses is asked once', async () => {
  const { request, heard } = await exchange(0);
  await expect(request('DELETE', '/bridges/gone')).rejects.toThrow(AriRefused);
  expect(heard).toHaveLength(1);
});
