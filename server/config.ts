import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { isNumberCountry } from '#shared/calls/trunk-number.ts';
import { fromMs, type Instant } from '#shared/time.ts';

export type Env = Readonly<Record<string, string | undefined>>;
export type Address = { readonly host: string; readonly port: number };
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

export type MailInSettings = {
  readonly listen: Address;
  /** Of the return addresses. */
  readonly domain: string;
  /** Paths of PEM files; null: without encryption. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
};

/** The contract with the outside: what an installation may set. */
export type Settings = {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly sip: {
    readonly listen: Address;
    readonly trunkPeers: readonly string[];
    readonly trunk: Trunk;
    readonly didFrom: DidFrom;
    readonly country: string;
  };
  readonly media: {
    readonly ip: string;
    readonly asterisk: PortRange;
    readonly janusWebrtc: PortRange;
    readonly janusSip: PortRange;
  };
  /** Relay of the operators' media: addresses as browsers take them, and the secret shared with it; null: none. */
  readonly turn: { readonly urls: readonly string[]; readonly secret: string } | null;
  /** Null: children of the supervisor. */
  readonly ariUrl: string | null;
  readonly janusUrl: string | null;
  readonly mail: {
    readonly smtpUrl: string | null;
    readonly from: string;
    /** Mails to number@ this domain come out of a fax; null: there is no such gateway. */
    readonly faxDomain: string | null;
  };
  /** Null: answers to mails and reports of their return are not taken in. */
  readonly mailIn: MailInSettings | null;
  readonly sms: { readonly url: string; readonly token: string; readonly from: string } | null;
  readonly vapidSubject: string;
  readonly demo: 'yes' | 'no' | 'if-empty';
  readonly demoNow: Instant | null;
};

/**
 * What the server needs besides the contract. The supervisor sets these; whoever brings his own Asterisk,
 * Janus or PostgreSQL sets them himself (`npm run telephony:config` prints them).
 */
export type ServerConfig = Settings & {
  /** `DATABASE_URL` */
  readonly databaseUrl: string;
  /** `ARI_URL`: http://user:password@host:port. */
  readonly ari: string;
  /** `JANUS_URL` (ws://host:port) and `JANUS_TOKEN_SECRET`, Janus' `token_auth_secret`. */
  readonly janus: { readonly url: string; readonly tokenSecret: string };
  /** `OPERATOR_SIP`: host:port of Asterisk's second transport, where Janus registers the operators' endpoints. */
  readonly operatorSip: Address;
  /** `AMI_URL`: tcp://user:password@host:port of Asterisk's manager, which knows whether the trunk is registered; null: it does not register. */
  readonly ami: string | null;
  /** `SPOOL_DIR`: Asterisk's spool folder as both see it: `recording/`, `unattended/`, `apology/`, `prompts/`. */
  readonly spoolDir: string;
  /** `ESPEAK_COMMAND`: JSON array, the words of the command before espeak-ng's own options. */
  readonly espeak: readonly string[];
  /** `STATUS_FILE`: JSON of the supervisor, each child's state and restarts; null without a supervisor. */
  readonly statusFile: string | null;
};

/** A setting that cannot be used. Its message is the one line that ends the start. */
export class WrongSetting extends Error {
  readonly code = 'config.wrong_setting';
  readonly setting: string;
  constructor(setting: string, given: string, expected: string) {
    super(`${setting}=${given}: expected ${expected}`);
    this.name = 'WrongSetting';
    this.setting = setting;
  }
}

/** Every setting of the contract, checked; throws `WrongSetting`. `firstAddress` is the machine's first non-loopback address. */
export function readSettings(env: Env, firstAddress: () => string = firstOutsideAddress): Settings {
  const host = env.HOST || '127.0.0.1';
  if (!isHost(host)) throw new WrongSetting('HOST', host, 'an IP address or a host name');
  const port = readPort(env, 'PORT', 8080);
  const mail = readMail(env);
  return {
    host,
    port,
    publicUrl: readUrl(env, 'PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${port}`,
    dataDir: readDataDir(env),
    databaseUrl: readUrl(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    sip: readSip(env),
    media: readMedia(env, firstAddress),
    turn: readTurn(env),
    ariUrl: readUrl(env, 'ARI_URL', ['http:', 'https:']),
    janusUrl: readUrl(env, 'JANUS_URL', ['ws:', 'wss:']),
    mail,
    mailIn: readMailIn(env, mail.from),
    sms: readSms(env),
    vapidSubject: readVapidSubject(env, mail.from),
    ...readDemo(env, host),
  };
}

/** The settings of the running server, those of the supervisor included; throws `WrongSetting`. */
export function readServerConfig(env: Env): ServerConfig {
  const settings = readSettings(env);
  const { databaseUrl } = settings;
  if (databaseUrl === null) throw new WrongSetting('DATABASE_URL', '', 'the database; npm start sets it');
  return {
    ...settings,
    databaseUrl,
    ari: readAri(env),
    janus: {
      url: required(env, 'JANUS_URL', 'ws://host:port'),
      tokenSecret: required(env, 'JANUS_TOKEN_SECRET', "Janus' token_auth_secret"),
    },
    operatorSip: readAddress('OPERATOR_SIP', required(env, 'OPERATOR_SIP', 'address:port')),
    ami: readUrl(env, 'AMI_URL', ['tcp:']),
    spoolDir: required(env, 'SPOOL_DIR', 'the spool folder of Asterisk'),
    espeak: readEspeak(env),
    statusFile: env.STATUS_FILE || null,
  };
}

/** Whether only this machine can reach what listens on this address. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

function readDataDir(env: Env): string {
  const dataDir = resolve(env.DATA_DIR || './data');
  // The path stands in Asterisk's and Janus' files, which cannot quote it.
  if (/[\s,;"'`()[\]{}$&|<>*?!\\]/.test(dataDir)) {
    throw new WrongSetting('DATA_DIR', dataDir, 'a folder without spaces, quotes, brackets and the like in its path');
  }
  return dataDir;
}

function readSip(env: Env): Settings['sip'] {
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

function readMedia(env: Env, firstAddress: () => string): Settings['media'] {
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

function readTurn(env: Env): Settings['turn'] {
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

function readMail(env: Env): Settings['mail'] {
  const smtpUrl = readUrl(env, 'SMTP_URL', ['smtp:', 'smtps:']);
  const from = env.MAIL_FROM || 'Permanence <permanence@localhost>';
  if (addressOf(from) === null) throw new WrongSetting('MAIL_FROM', from, 'an address, as in Permanence <notes@example.org>');
  if (smtpUrl !== null && !env.MAIL_FROM) throw new WrongSetting('MAIL_FROM', '', 'the sender of mails, because SMTP_URL is set');
  const faxDomain = env.FAX_MAIL_DOMAIN || null;
  if (faxDomain !== null && !isHost(faxDomain)) {
    throw new WrongSetting('FAX_MAIL_DOMAIN', faxDomain, 'the domain of a gateway that faxes mails to number@domain');
  }
  return { smtpUrl, from, faxDomain };
}

function readMailIn(env: Env, mailFrom: string): MailInSettings | null {
  const dependent = ['MAIL_IN_DOMAIN', 'MAIL_IN_CERT', 'MAIL_IN_KEY'].find((name) => env[name]);
  if (!env.MAIL_IN_LISTEN) {
    if (dependent) throw new WrongSetting(dependent, env[dependent] ?? '', 'MAIL_IN_LISTEN beside it');
    return null;
  }
  const listen = readAddress('MAIL_IN_LISTEN', env.MAIL_IN_LISTEN);
  if (isIP(listen.host) === 0) throw new WrongSetting('MAIL_IN_LISTEN', env.MAIL_IN_LISTEN, 'address:port, as in 192.0.2.7:25');
  const domain = env.MAIL_IN_DOMAIN || (addressOf(mailFrom) ?? '').split('@')[1] || '';
  if (!isHost(domain)) throw new WrongSetting('MAIL_IN_DOMAIN', domain, 'a domain whose mail comes here, as in in.example.org');
  return { listen, domain, tls: readMailInTls(env) };
}

function readMailInTls(env: Env): MailInSettings['tls'] {
  const { MAIL_IN_CERT: certFile, MAIL_IN_KEY: keyFile } = env;
  if (!certFile && !keyFile) return null;
  const because = 'the path of a PEM file: certificate and key go together';
  return { certFile: required(env, 'MAIL_IN_CERT', because), keyFile: required(env, 'MAIL_IN_KEY', because) };
}

function readSms(env: Env): Settings['sms'] {
  const url = readUrl(env, 'SMS_URL', ['http:', 'https:']);
  if (url === null) return null;
  const because = 'a value, because SMS_URL is set';
  return { url, token: required(env, 'SMS_TOKEN', because), from: required(env, 'SMS_FROM', because) };
}

function readVapidSubject(env: Env, mailFrom: string): string {
  const subject = env.VAPID_SUBJECT || `mailto:${addressOf(mailFrom) ?? ''}`;
  if (!/^(mailto:[^@\s]+@\S+|https:\/\/\S+)$/.test(subject)) {
    throw new WrongSetting('VAPID_SUBJECT', subject, 'mailto:address or https:// address');
  }
  return subject;
}

function readDemo(env: Env, host: string): Pick<Settings, 'demo' | 'demoNow'> {
  const given = env.DEMO || '';
  if (!['', '0', '1'].includes(given)) throw new WrongSetting('DEMO', given, '0 or 1');
  if (given === '1' && !isLoopback(host)) {
    throw new WrongSetting('DEMO', given, 'HOST on loopback: the passwords of the demonstration are known to everybody');
  }
  const demo = given === '1' ? 'yes' : given === '' && isLoopback(host) ? 'if-empty' : 'no';
  if (!env.DEMO_NOW) return { demo, demoNow: null };
  if (demo === 'no') throw new WrongSetting('DEMO_NOW', env.DEMO_NOW, 'DEMO=1 beside it');
  const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(env.DEMO_NOW);
  const ms = Date.parse(env.DEMO_NOW);
  if (!rfc3339 || Number.isNaN(ms)) throw new WrongSetting('DEMO_NOW', env.DEMO_NOW, 'an instant, as in 2026-11-20T09:30:00Z');
  return { demo, demoNow: fromMs(ms) };
}

function readAri(env: Env): string {
  const given = required(env, 'ARI_URL', 'http://user:password@host:port');
  const url = new URL(given);
  if (!url.username || !url.password) throw new WrongSetting('ARI_URL', url.origin, 'http://user:password@host:port');
  return url.href;
}

function readEspeak(env: Env): readonly string[] {
  const given = env.ESPEAK_COMMAND;
  if (!given) return ['espeak-ng'];
  const words: unknown = JSON.parse(given);
  if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string')) return words;
  throw new WrongSetting('ESPEAK_COMMAND', given, 'a JSON array of words, as in ["espeak-ng"]');
}

function required(env: Env, name: string, expected: string): string {
  const value = env[name];
  if (!value) throw new WrongSetting(name, '', expected);
  return value;
}

function readPort(env: Env, name: string, otherwise: number): number {
  const given = env[name];
  return given ? toPort(name, given) : otherwise;
}

function toPort(name: string, given: string): number {
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65535) throw new WrongSetting(name, given, 'a port between 1 and 65535');
  return port;
}

function readAddress(name: string, given: string): Address {
  const [, host, port] = /^(?:\[(?=.*:))?([^\s[\]]+?)\]?:(\d+)$/.exec(given) ?? [];
  if (!host || !port) throw new WrongSetting(name, given, 'address:port, as in 127.0.0.1:5060');
  return { host, port: toPort(name, port) };
}

function readUrl(env: Env, name: string, protocols: readonly string[]): string | null {
  const given = env[name];
  if (!given) return null;
  const expected = `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  // The value may hold a password: only what stands before the first colon is shown.
  const shown = `${given.split(':', 1)[0]}:…`;
  if (!URL.canParse(given) || !protocols.includes(new URL(given).protocol)) throw new WrongSetting(name, shown, expected);
  return given.replace(/\/$/, '');
}

const isHost = (text: string): boolean => isIP(text) !== 0 || /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/.test(text);

function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** The bare address of `Name <address>` or `address`. */
function addressOf(from: string): string | null {
  return /^(?:[^<>@]*<)?([^<>@\s]+@[^<>@\s]+)>?$/.exec(from.trim())?.[1] ?? null;
}

function firstOutsideAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find((entry) => !entry.internal && entry.family === 'IPv4')?.address ?? '127.0.0.1';
}
