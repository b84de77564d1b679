import { isIP } from 'node:net';
import type { Context } from 'hono';
import * as z from 'zod/mini';

const address = z.optional(z.string());
/** What the server under Hono knows of a request's connection. */
const bindingsSchema = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: address, localAddress: address }) }),
});
type Connection = {
  readonly remoteAddress: string | undefined;
  readonly localAddress: string | undefined;
  readonly forwardedFor: string | undefined;
};

/** Where a request came from. */
export type Remote = {
  /** For limits: the caller's address, of IPv6 the /64 that one household has; `unknown` without a connection. */
  readonly address: string;
  /** Nobody else's machine: not through a proxy, from an address of this one. */
  readonly isOwnMachine: boolean;
};

/** Where the request of this context came from. */
export function remoteOf(c: Context): Remote {
  const { remoteAddress, localAddress } = bindingsSchema.safeParse(c.env).data?.incoming.socket ?? {};
  return judgeRemote({ remoteAddress, localAddress, forwardedFor: c.req.header('x-forwarded-for') });
}

/** A proxy on this machine is believed about whom it speaks for (the last address of its header); anybody else is not. */
export function judgeRemote(connection: Connection): Remote {
  const remote = plain(connection.remoteAddress);
  const isLocal = remote !== '' && (isLoopbackAddress(remote) || remote === plain(connection.localAddress));
  if (connection.forwardedFor === undefined) return { address: keyOf(remote), isOwnMachine: isLocal };
  const forwarded = plain(connection.forwardedFor.split(',').at(-1)?.trim());
  return { address: keyOf(isLocal && isIP(forwarded) !== 0 ? forwarded : remote), isOwnMachine: false };
}

/** An IPv4 address in its IPv6 clothes is that address. */
const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');

const isLoopbackAddress = (address: string): boolean => address === '::1' || address.startsWith('127.');

function keyOf(address: string): string {
  if (isIP(address) === 0) return 'unknown';
  return isIP(address) === 4 ? address : `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, as a URL writes them, with the `::` filled. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1).split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}
