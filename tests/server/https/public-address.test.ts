import type { LookupAddress } from 'node:dns';
import { expect, test } from 'vitest';
import {
  isOutsideAddress,
  isPublicAddress,
  isPushEndpoint,
  publicLookup,
} from '../../../server/adapters/https/public-address.ts';

test.each([
  ['8.8.8.8', true],
  ['172.15.255.255', true],
  ['2a00:1450:4007:80b::200e', true],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['172.16.0.1', false],
  ['172.31.255.255', false],
  ['192.168.1.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['2001:db8::1', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['ff02::1', false],
  ['example.test', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

test.each([
  ['https://updates.push.services.mozilla.com/wpush/v2/x', true],
  ['https://8.8.8.8/x', true],
  ['http://updates.push.services.mozilla.com/x', false],
  ['https://127.0.0.1/x', false],
  ['https://0x7f.1/x', false],
  ['https://2130706433/x', false],
  ['https://[::1]/x', false],
  ['https://[::ffff:10.0.0.1]:5432/x', false],
  ['https://user@169.254.169.254/latest', false],
  ['file:///etc/passwd', false],
  ['no address', false],
])('a public installation keeps the endpoint %s: %s', (endpoint, expected) => {
  expect(isPushEndpoint(endpoint, 'public')).toBe(expected);
  expect(isOutsideAddress(endpoint, 'public')).toBe(expected);
});

test('an installation on loopback tells a system of its client by http too, and nothing that is no address of the web', () => {
  expect(isOutsideAddress('http://127.0.0.1:4000/x', 'any')).toBe(true);
  expect(isOutsideAddress('http://127.0.0.1:4000/x', 'public')).toBe(false);
  expect(isOutsideAddress('file:///etc/passwd', 'any')).toBe(false);
});

test('an installation on loopback may have its push service there, by https all the same', () => {
  expect(isPushEndpoint('https://127.0.0.1:4443/x', 'any')).toBe(true);
  expect(isPushEndpoint('http://127.0.0.1:4443/x', 'any')).toBe(false);
});

/** A name server that answers these addresses. */
const resolver = (...addresses: string[]) =>
  ((_name: string, _options: object, done: (error: null, found: LookupAddress[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as never;

const connectTo = (all: boolean, ...addresses: string[]) =>
  new Promise((resolve) => {
    publicLookup(resolver(...addresses))('push.example.test', { all }, (error, found) => resolve(error ?? found));
  });

test('a name is looked up at the moment of the connection, and one private answer refuses all', async () => {
  expect(await connectTo(false, '8.8.8.8')).toBe('8.8.8.8');
  expect(await connectTo(true, '8.8.8.8')).toEqual([{ address: '8.8.8.8', family: 4 }]);
  expect(await connectTo(true, '8.8.8.8', '10.0.0.1')).toMatchObject({ code: 'ENOTPUBLIC' });
  expect(await connectTo(false, '::1')).toMatchObject({ code: 'ENOTPUBLIC' });
  expect(await connectTo(true)).toMatchObject({ code: 'ENOTPUBLIC' });
});
