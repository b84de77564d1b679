import { expect, test } from 'vitest';
import { lendRelay } from '../../../server/calls/lend-relay.ts';

const urls = ['turn:turn.example:3478'];

test('name and password end after an hour, and are made as the relay makes them', () => {
  const lend = lendRelay({ turn: { urls, secret: 'north' }, nowMs: () => 1_700_000_000_500 });
  expect(lend('lea')).toEqual({
    // printf 1700003600:lea | openssl dgst -sha1 -hmac north -binary | base64
    servers: [{ urls, username: '1700003600:lea', credential: 'QysG768VRm/h3lx+tVH/vFyJQOY=' }],
    seconds: 3600,
  });
});

test('the secret itself is lent to nobody', () => {
  const lend = lendRelay({ turn: { urls, secret: 'north' }, nowMs: () => 0 });
  expect(JSON.stringify(lend('lea'))).not.toContain('north');
});

test('without a relay none is lent', () => {
  expect(lendRelay({ turn: null, nowMs: () => 0 })('lea').servers).toEqual([]);
});
