import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What may be reached outside: `public` addresses only, or any, when the installation itself is reached on loopback. */
export type Reach = 'public' | 'any';

/** IANA's special-purpose registries (RFC 6890): private, loopback, link-local, shared, documentation, multicast. */
const special4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
/** Inside of the global unicast block, but documentation, or with an IPv4 address hidden in it (Teredo, 6to4). */
const special6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const blocked = new BlockList();
for (const [net, prefix] of special4) blocked.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of special6) blocked.addSubnet(net, prefix, 'ipv6');
const globalUnicast6 = new BlockList();
globalUnicast6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !blocked.check(address, 'ipv4');
  return isIP(address) === 6 && globalUnicast6.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}

/** Whether an address that somebody outside has named may be kept: https, and no bare address outside of the reach. */
export function isOutsideAddress(address: string, reach: Reach): boolean {
  const url = URL.parse(address);
  if (reach === 'any') return url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url?.protocol !== 'https:') return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 || isPublicAddress(host);
}

/** The same for the address of a push service: https everywhere. */
export const isPushEndpoint = (endpoint: string, reach: Reach): boolean =>
  URL.parse(endpoint)?.protocol === 'https:' && isOutsideAddress(endpoint, reach);

/** Why a connection was not made; `code` tells it from a broken wire. */
export class NotPublic extends Error {
  readonly code = 'ENOTPUBLIC';
}

/** Looks a name up at the moment of the connection, so that no later answer of its name server can lead elsewhere. */
export function publicLookup(lookup: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || first === undefined) return done(error ?? new NotPublic(), '');
      if (!found.every(({ address }) => isPublicAddress(address))) return done(new NotPublic(), '');
      return options.all === true ? done(null, found) : done(null, first.address, first.family);
    });
  };
}
