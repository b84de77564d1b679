import { expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '#shared/sync/protocol.ts';
import { createClient, createSyncWire } from '../../../web/adapters/http/client.ts';
import { anId } from '../../fixtures/rows.ts';

const answering = (status: number, body: string) => {
  const asked: { path: string; method: string | undefined; body: unknown }[] = [];
  const fetch: typeof globalThis.fetch = async (path, init) => {
    asked.push({ path: String(path), method: init?.method, body: init?.body });
    return new Response(body, { status });
  };
  return { asked, client: createClient(fetch) };
};
const pulled = { rows: [], cursors: { bureau: 3 }, lastSeq: 0, more: false };

test('the sync verbs post what the contract says and give its parsed answer', async () => {
  const { asked, client } = answering(200, JSON.stringify(pulled));
  const request = { protocol: PROTOCOL_VERSION, deviceId: anId(), cursors: {}, limit: 10 };
  expect(await createSyncWire(client).pull(request)).toEqual(pulled);
  expect(asked).toEqual([{ path: '/api/sync/pull', method: 'POST', body: JSON.stringify(request) }]);
});

test('a GET has no body', async () => {
  const about = { version: '1', demo: false, serverTime: '2026-11-19T10:00:00.000Z' };
  const { asked, client } = answering(200, JSON.stringify(about));
  expect(await client('about', {})).toEqual(about);
  expect(asked[0]).toMatchObject({ path: '/api/about', method: 'GET', body: undefined });
});

test.each([
  ['nobody is signed in', 401, '{}', 'http.signed_out'],
  ['the server fails', 500, '{}', 'http.offline'],
  ['a proxy stands for a server that is away', 502, '<html>', 'http.offline'],
  ['the answer is cut short', 200, '{"rows":', 'http.offline'],
  ['the protocol is too old', 426, '{"code":"protocol.too_old"}', 'http.outdated'],
  ['the answer is not in the contract', 200, '{"rows":7}', 'http.refused'],
] as const)('%s: %s %s → %s', async (_, status, body, code) => {
  const { client } = answering(status, body);
  await expect(client('pull', { protocol: 1, deviceId: anId(), cursors: {}, limit: 1 })).rejects.toMatchObject({ code });
});

test('no network is http.offline', async () => {
  const client = createClient(() => Promise.reject(new TypeError('failed to fetch')));
  await expect(client('about', {})).rejects.toMatchObject({ code: 'http.offline' });
});
