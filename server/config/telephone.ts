import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isNumberCountry } from '#shared/calls/trunk-number.ts';
import { type Address, type Env, isLoopback, isNetwork, readAddress, required, toPort, WrongSetting } from './values.ts';

/** Both ends included. */
export type PortRange = { readonly first: number; readonly last: number };

/** Where outbound legs go. `credentials`: the carrier asks for them; with `register` we tell it where we are, and calls come there. */
export type Trunk = Address & {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly credentials: { readonly user: string; readonly password: string } | null;
  readonly register: boolean;
  /** Certificates of the authorities that may vouch for a TLS trunk (PEM): `SSL_CERT_FILE`, else the machine's own. */
  readonly authorities: string;
};

/** Where the number dialled stands; a request without that header is taken by its request line. */
const didPlaces = ['request-uri', 'to', 'p-called-party-id'] as const;

export type DidFrom = (typeof didPlaces)[number];

export type SipSettings = {
  readonly listen: Address;
  readonly trunkPeers: readonly string[];
  readonly trunk: Trunk;
  readonly didFrom: DidFrom;
  readonly country: string;
};

export type MediaSettings = {
  readonly ip: string;
  readonly asterisk: PortRange;
  readonly janusWebrtc: PortRange;
  readonly janusSip: PortRange;
};

/** Relay of the operators' media: addresses as browsers take them, and the secret shared with it. */
export type Relay = { readonly urls: readonly string[]; readonly secret: string };

export function readSip(env: Env): SipSettings {
  const country = env.SIP_COUNTRY || 'FR';
  if (!isNumberCountry(country))
    throw new WrongSetting('SIP_COUNTRY', country, 'two capital letters of a country that has numbers, as in FR');
  const listen = readAddress('SIP_LISTEN', env.SIP_LISTEN || '127.0.0.1:5060');
  if (isIP(listen.host) === 0) throw new WrongSetting('SIP_LISTEN', env.SIP_LISTEN ?? '', 'address:port, as in 127.0.0.1:5060');
  const trunk = readTrunk(env);
  return { listen, trunkPeers: readTrunkPeers(env, trunk), trunk, didFrom: readDidFrom(env), country };
}

function readDidFrom(env: Env): DidFrom {
  const given = env.SIP_DID_FROM || 'request-uri';
  const found = didPlaces.find((place) => place === given);
  if (found === undefined) throw new WrongSetting('SIP_DID_FROM', given, didPlaces.join(' or '));
  return found;
}

function readTrunkPeers(env: Env, trunk: Trunk): readonly string[] {
  const expected = 'addresses or networks with commas between, as in 192.0.2.0/24';
  if (!env.SIP_TRUNK_PEERS && trunk.register && !isLoopback(trunk.host))
    throw new WrongSetting('SIP_TRUNK_PEERS', '', `${expected}, because SIP_TRUNK registers: the carrier's calls come from them`);
  const trunkPeers = (env.SIP_TRUNK_PEERS || '127.0.0.0/8').split(',').map((peer) => peer.trim());
  const wrong = trunkPeers.find((peer) => !isNetwork(peer));
  if (wrong !== undefined) throw new WrongSetting('SIP_TRUNK_PEERS', wrong, expected);
  return trunkPeers;
}

const trunkPattern = /^sip:(?:([^:@;\s]+):([^@;\s]+)@)?([^:@;\s]+|\[[0-9a-fA-F:]+\])(?::(\d+))?((?:;[^;\s]+)*)$/;

function readTrunk(env: Env): Trunk {
  const given = env.SIP_TRUNK || 'sip:127.0.0.1:5080';
  const refuse = (expected: string) => new WrongSetting('SIP_TRUNK', given.replace(/:[^:@]*@/, ':…@'), expected);
  const expected = 'sip:[user:password@]host[:port][;transport=udp|tcp|tls][;register=1]';
  const parts = trunkPattern.exec(given);
  if (!parts) throw refuse(expected);
  const [, user, password, host = '', port, rest = ''] = parts;
  const parameters = new Map(
    rest.split(';').flatMap((text): [string, string][] => {
      const [, name, value] = /^(transport|register)=(\w+)$/.exec(text) ?? [];
      if (text !== '' && (name === undefined || value === undefined)) throw refuse(expected);
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
  const transport = parameters.get('transport') ?? 'udp';
  const register = parameters.get('register') ?? '0';
  if (transport !== 'udp' && transport !== 'tcp' && transport !== 'tls') throw refuse(expected);
  if (register !== '0' && register !== '1') throw refuse(expected);
  const credentials = user === undefined || password === undefined ? null : { user: plain(user), password: plain(password) };
  if (credentials !== null && !Object.values(credentials).every(isOneWord))
    throw refuse(`${expected}, user and password without spaces; what a URL cannot hold as %40 and the like`);
  if (register === '1' && credentials === null) throw refuse('sip:user:password@…, because it registers');
  const usual = transport === 'tls' ? '5061' : '5060';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: toPort('SIP_TRUNK', port ?? usual),
    transport,
    credentials,
    register: register === '1',
    authorities: env.SSL_CERT_FILE || '/etc/ssl/certs/ca-certificates.crt',
  };
}

/** What `%40` and the like stand for (RFC 3986, 2.1); a lone percent sign is one. */
const plain = (text: string): string =>
  text.replace(/(?:%[0-9a-fA-F]{2})+/g, (octets) => Buffer.from(octets.replaceAll('%', ''), 'hex').toString());

/** It stands in a line of Asterisk's files. */
const isOneWord = (text: string): boolean => /^[!-~]+$/.test(text);

export function readMedia(env: Env, firstAddress: () => string): MediaSettings {
  const ip = env.MEDIA_IP || firstAddress();
  if (isIP(ip) === 0) throw new WrongSetting('MEDIA_IP', ip, 'an IP address of this machine');
  const given = env.RTP_PORTS || '20000-21999';
  const [, first = '', last = ''] = /^(\d+)-(\d+)$/.exec(given) ?? [];
  const from = Number(first);
  const to = Number(last);
  if (!first || from < 1024 || to > 65535 || to - from < 59) {
    throw new WrongSetting('RTP_PORTS', given, 'first-last between 1024 and 65535, at least 60 ports, as in 20000-21999');
  }
  const [asterisk, janusWebrtc, janusSip] = thirds(from, to);
  return { ip, asterisk, janusWebrtc, janusSip };
}

/** Three ranges that begin at an even port: RTP is even, its RTCP the odd one after it. */
function thirds(first: number, last: number): [PortRange, PortRange, PortRange] {
  const begin = first + (first % 2);
  const size = Math.floor((last - begin + 1) / 6) * 2;
  const range = (index: number) => ({ first: begin + index * size, last: begin + (index + 1) * size - 1 });
  return [range(0), range(1), { first: begin + 2 * size, last }];
}

export function readTurn(env: Env): Relay | null {
  const because = (name: string) => `a value, because ${name} is set`;
  if (!env.TURN_URL && !env.TURN_SECRET) return null;
  const urls = required(env, 'TURN_URL', because('TURN_SECRET')).split(',');
  const wrong = urls.find(
    (url) => !/^turns?:(?:[^:@?\s[\]]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?$/.test(url),
  );
  const expected = 'turn:host[:port][?transport=udp|tcp] or turns:…, several with commas between';
  if (wrong !== undefined) throw new WrongSetting('TURN_URL', wrong, expected);
  return { urls, secret: required(env, 'TURN_SECRET', because('TURN_URL')) };
}

/** The first address of this machine that is not loopback. */
export function firstOutsideAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find((entry) => !entry.internal && entry.family === 'IPv4')?.address ?? '127.0.0.1';
}
