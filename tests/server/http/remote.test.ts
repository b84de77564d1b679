import { expect, test } from 'vitest';
import { judgeRemote } from '../../../server/remote.ts';

const localAddress = '192.0.2.10';

test.each([
  ['from this machine', '127.0.0.1', undefined, '127.0.0.1', true],
  ['from an own address', '192.0.2.10', undefined, '192.0.2.10', true],
  ['from outside', '198.51.100.7', undefined, '198.51.100.7', false],
  ['an IPv4 address in IPv6 clothes', '::ffff:198.51.100.7', undefined, '198.51.100.7', false],
  ['one household of IPv6', '2a01:e0a:1:2:3:4:5:6', undefined, '2a01:e0a:1:2::/64', false],
  ['a short IPv6 address', '2a01::1', undefined, '2a01:0:0:0::/64', false],
  ['through the proxy on this machine', '127.0.0.1', '203.0.113.9', '203.0.113.9', false],
  ['with a header invented before the proxy', '127.0.0.1', '10.0.0.1, 203.0.113.9', '203.0.113.9', false],
  ['a stranger who invents the header', '198.51.100.7', '203.0.113.9', '198.51.100.7', false],
  ['a header of nonsense', '127.0.0.1', 'unknown', '127.0.0.1', false],
  ['no connection', undefined, undefined, 'unknown', false],
])('%s: %s, forwarded for %s, counts as %s, own machine: %s', (_, remoteAddress, forwardedFor, address, isOwnMachine) => {
  expect(judgeRemote({ localAddress, remoteAddress, forwardedFor })).toEqual({ address, isOwnMachine });
});
