import { resolve } from 'node:path';
import { fromMs, type Instant } from '#shared/time.ts';
import {
  type MailInSettings,
  type MailSettings,
  readMail,
  readMailIn,
  readSms,
  readVapidSubject,
  type SmsSettings,
} from './config/mail.ts';
import {
  firstOutsideAddress,
  type MediaSettings,
  type Relay,
  readMedia,
  readSip,
  readTurn,
  type SipSettings,
} from './config/telephone.ts';
import {
  type Address,
  type Env,
  isHost,
  isLoopback,
  readAddress,
  readPort,
  readUrl,
  required,
  WrongSetting,
} from './config/values.ts';

/** The contract with the outside: what an installation may set. */
export type Settings = {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly sip: SipSettings;
  readonly media: MediaSettings;
  /** Null: the operators' media find their way without a relay. */
  readonly turn: Relay | null;
  /** Null: children of the supervisor. */
  readonly ariUrl: string | null;
  readonly janusUrl: string | null;
  readonly mail: MailSettings;
  /** Null: answers to mails and reports of their return are not taken in. */
  readonly mailIn: MailInSettings | null;
  /** Null: no gateway, texts go to the outbox. */
  readonly sms: SmsSettings | null;
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

function readDataDir(env: Env): string {
  const dataDir = resolve(env.DATA_DIR || './data');
  // The path stands in Asterisk's and Janus' files, which cannot quote it.
  if (/[\s,;"'`()[\]{}$&|<>*?!\\]/.test(dataDir)) {
    throw new WrongSetting('DATA_DIR', dataDir, 'a folder without spaces, quotes, brackets and the like in its path');
  }
  return dataDir;
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
