import { createECDH, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createPostOutside } from '../../server/adapters/https/post-outside.ts';
import type { Reach } from '../../server/adapters/https/public-address.ts';
import { createEncryption } from '../../server/adapters/webpush/encryption.ts';
import { createPushSender } from '../../server/adapters/webpush/send-push.ts';
import { vapidKeys } from '../../server/adapters/webpush/vapid-keys.ts';
import type { PushTarget } from '../../server/ports/delivery.ts';
import { pushContract } from '../contracts/push.contract.ts';
import { openPushService } from '../e2e/push-service.ts';

const memorySecrets = () => {
  const kept = new Map<string, string>();
  return {
    async getOrCreate(name: string, make: () => Promise<string> | string) {
      const value = kept.get(name) ?? (await make());
      kept.set(name, value);
      return value;
    },
  };
};

/** Keys as a browser makes them. */
function browserKeys() {
  const ecdh = createECDH('prime256v1');
  return { p256dh: ecdh.generateKeys().toString('base64url'), auth: randomBytes(16).toString('base64url') };
}

async function open(nowMs = () => Date.now()) {
  const service = await openPushService();
  const ca = await readFile(service.certificateFile);
  const keys = await vapidKeys(memorySecrets());
  const sender = (reach: Reach) =>
    createPushSender({ keys, subject: 'mailto:notes@example.test', post: createPostOutside({ reach, ca }), nowMs });
  const newTarget = (): PushTarget => ({ endpoint: service.newEndpoint(), ...browserKeys() });
  return { service, keys, sender, send: sender('any'), newTarget };
}

pushContract('web-push over https', async () => {
  const { service, send, newTarget } = await open();
  return {
    send,
    newTarget,
    answer: ({ endpoint }, how) => service.answer(endpoint, how === 'gone' ? 410 : 503),
    arrivedAt: ({ endpoint }) => service.requests.filter((request) => request.endpoint === endpoint).length,
    close: service.close,
  };
});

test('a push is encrypted, signed with VAPID, and carries topic, urgency and lifetime', async () => {
  const { service, keys, send, newTarget } = await open();
  await send(newTarget(), { payload: 'secret matter', topic: 'note', urgent: true, ttlSeconds: 60 });
  const [request] = service.requests;
  expect(request?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', topic: 'note', urgency: 'high', ttl: '60' });
  expect(request?.headers.authorization).toContain(`k=${keys.publicKey}`);
  expect(request?.body.includes('secret matter')).toBe(false);
  await service.close();
});

test('one signature serves a push service for six hours, then the next one does', async () => {
  let now = Date.now();
  const { service, send, newTarget } = await open(() => now);
  const hours = [0, 5.9, 6, 11];
  for (const hour of hours) {
    now = Date.now() + hour * 3600_000;
    await send(newTarget(), aPush);
  }
  const tokens = service.requests.map(({ headers }) => /t=([^,]+)/.exec(String(headers.authorization))?.[1] ?? '');
  expect([tokens[0] === tokens[1], tokens[1] === tokens[2], tokens[2] === tokens[3]]).toEqual([true, false, true]);
  const claims = tokens.map((token) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));
  for (const [i, { aud, exp }] of claims.entries()) {
    expect(aud).toBe(new URL(newTarget().endpoint).origin);
    expect((exp * 1000 - Date.now()) / 3600_000 - (hours[i] ?? 0)).toBeGreaterThan(6);
  }
  await service.close();
});

/** RFC 8291, 5. */
const example = {
  payload: 'When I grow up, I want to be a watermelon',
  device: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  ownPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  sealed:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

test('what is sealed is what the specification seals', () => {
  const encrypt = createEncryption({
    nowMs: () => 0,
    newEcdh() {
      const ecdh = createECDH('prime256v1');
      ecdh.setPrivateKey(Buffer.from(example.ownPrivate, 'base64url'));
      return ecdh;
    },
    newSalt: () => Buffer.from(example.salt, 'base64url'),
  });
  expect(encrypt(example.device, example.payload).toString('base64url')).toBe(example.sealed);
});

test('no two messages have the same salt, and our key is another one every hour', () => {
  let now = 0;
  const encrypt = createEncryption({ nowMs: () => now });
  const sealed = [0, 59, 60, 61].map((minutes) => {
    now = minutes * 60_000;
    return encrypt(example.device, 'x');
  });
  expect(new Set(sealed.map((body) => body.toString('hex', 0, 16))).size).toBe(4);
  const own = sealed.map((body) => body.toString('hex', 21, 86));
  expect([own[0] === own[1], own[1] === own[2], own[2] === own[3]]).toEqual([true, false, true]);
});

test('the keys are made once', async () => {
  const secrets = memorySecrets();
  expect(await vapidKeys(secrets)).toEqual(await vapidKeys(secrets));
});

test('keys that no browser made are refused for good', async () => {
  const { service, send } = await open();
  const bad = { endpoint: service.newEndpoint(), p256dh: 'AAAA', auth: 'AAAA' };
  await expect(send(bad, { payload: 'x', topic: 'n', urgent: false, ttlSeconds: 1 })).rejects.toMatchObject({ permanent: true });
  await service.close();
});

const aPush = { payload: 'x', topic: 'n', urgent: false, ttlSeconds: 1 };

test.each(['127.0.0.1', 'localhost'])('a public installation calls no push service at %s', async (host) => {
  const { service, sender, newTarget } = await open();
  const target = newTarget();
  const moved = { ...target, endpoint: target.endpoint.replace('127.0.0.1', host) };
  await expect(sender('public')(moved, aPush)).rejects.toMatchObject({ problem: 'refused', permanent: true });
  expect(service.requests).toEqual([]);
  await service.close();
});

test('no redirect is followed', async () => {
  const { service, send, newTarget } = await open();
  const [from, to] = [newTarget(), newTarget()];
  service.answer(from.endpoint, 307, to.endpoint);
  await expect(send(from, aPush)).rejects.toMatchObject({ problem: 'refused', permanent: true });
  expect(service.requests.map((r) => r.endpoint)).toEqual([from.endpoint]);
  await service.close();
});

test('an answer without end is cut, its status counts', async () => {
  const { service, send, newTarget } = await open();
  const target = newTarget();
  const cut = service.talkWithoutEnd(target.endpoint);
  await send(target, aPush);
  await cut;
  await service.close();
});
