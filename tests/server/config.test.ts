import { describe, expect, test } from 'vitest';
import { WrongSetting } from '../../server/config/values.ts';
import { readServerConfig, readSettings } from '../../server/config.ts';

const read = (env: Record<string, string>) => readSettings(env, () => '192.0.2.7');

test('without any setting the contract gives its defaults', () => {
  const settings = read({});
  expect(settings).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    publicUrl: 'http://localhost:8080',
    databaseUrl: null,
    sip: {
      listen: { host: '127.0.0.1', port: 5060 },
      trunkPeers: ['127.0.0.0/8'],
      trunk: { host: '127.0.0.1', port: 5080, transport: 'udp', credentials: null, register: false },
      didFrom: 'request-uri',
      country: 'FR',
    },
    media: { ip: '192.0.2.7' },
    ariUrl: null,
    janusUrl: null,
    sms: null,
    demo: 'if-empty',
    demoNow: null,
  });
  expect(settings.dataDir.endsWith('/data')).toBe(true);
});

test('the media ports are three thirds that begin at even ports and do not overlap', () => {
  const { asterisk, janusWebrtc, janusSip } = read({}).media;
  expect([asterisk, janusWebrtc, janusSip]).toEqual([
    { first: 20000, last: 20665 },
    { first: 20666, last: 21331 },
    { first: 21332, last: 21999 },
  ]);
});

test('an outside HOST never loads the demonstration by itself', () => {
  expect(read({ HOST: '0.0.0.0' }).demo).toBe('no');
});

const credentials = { user: 'bureau', password: 'geheim' };
test.each([
  ['sip:sip.example.org', { host: 'sip.example.org', port: 5060, transport: 'udp', credentials: null, register: false }],
  ['sip:bureau:geheim@sip.example.org:5070', { port: 5070, transport: 'udp', credentials, register: false }],
  ['sip:sip.example.org;transport=tcp', { port: 5060, transport: 'tcp', credentials: null, register: false }],
  ['sip:sip.example.org;transport=tls', { port: 5061, transport: 'tls', credentials: null, register: false }],
  ['sip:bureau:geheim@sip.example.org;transport=tls;register=1', { port: 5061, transport: 'tls', credentials, register: true }],
  ['sip:bureau:geheim@sip.example.org;register=1;transport=udp', { port: 5060, transport: 'udp', credentials, register: true }],
  [
    'sip:bureau:p%40ss%3B1%25@[2001:db8::1];register=0',
    { host: '2001:db8::1', credentials: { user: 'bureau', password: 'p@ss;1%' } },
  ],
  ['sip:bureau:100%@sip.example.org', { credentials: { user: 'bureau', password: '100%' } }],
])('the trunk %s', (given, trunk) => {
  expect(read({ SIP_TRUNK: given, SIP_TRUNK_PEERS: '192.0.2.0/24' }).sip.trunk).toMatchObject(trunk);
});

test.each(['request-uri', 'to', 'p-called-party-id'])('the number dialled can stand in %s', (place) => {
  expect(read({ SIP_DID_FROM: place }).sip.didFrom).toBe(place);
});

test("the authorities of a TLS trunk are the machine's own, or those of the file that OpenSSL is told", () => {
  expect(read({}).sip.trunk.authorities).toBe('/etc/ssl/certs/ca-certificates.crt');
  expect(read({ SSL_CERT_FILE: '/etc/own.pem' }).sip.trunk.authorities).toBe('/etc/own.pem');
});

test('a relay can have several addresses', () => {
  const TURN_URL = 'turn:turn.example:3478?transport=udp,turns:turn.example:443?transport=tcp,turn:[2001:db8::1]';
  expect(read({ TURN_URL, TURN_SECRET: 'geheim' }).turn).toEqual({ urls: TURN_URL.split(','), secret: 'geheim' });
  expect(read({}).turn).toBeNull();
});

test('the sender of mails is the contact for push services, without its name', () => {
  expect(read({ MAIL_FROM: 'Bureau <notes@example.org>' }).vapidSubject).toBe('mailto:notes@example.org');
});

test('faxes go to the domain of a gateway, or nowhere', () => {
  expect(read({}).mail.faxDomain).toBeNull();
  expect(read({ FAX_MAIL_DOMAIN: 'fax.example.org' }).mail.faxDomain).toBe('fax.example.org');
});

test('answers to mails come to the domain of the sender, or to one of their own', () => {
  const env = { MAIL_FROM: 'Bureau <notes@example.org>', MAIL_IN_LISTEN: '192.0.2.7:25' };
  expect(read({}).mailIn).toBeNull();
  expect(read(env).mailIn).toEqual({ listen: { host: '192.0.2.7', port: 25 }, domain: 'example.org', tls: null });
  expect(read({ ...env, MAIL_IN_DOMAIN: 'in.example.org', MAIL_IN_CERT: '/c.pem', MAIL_IN_KEY: '/k.pem' }).mailIn).toMatchObject({
    domain: 'in.example.org',
    tls: { certFile: '/c.pem', keyFile: '/k.pem' },
  });
});

test('an instant of the demonstration is kept in UTC', () => {
  expect(read({ DEMO: '1', DEMO_NOW: '2026-11-20T10:30:00+01:00' }).demoNow).toBe('2026-11-20T09:30:00.000Z');
});

describe('a wrong setting is one line that names it', () => {
  test.each([
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '70000' }],
    ['HOST', { HOST: 'my host' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'localhost' }],
    ['DATA_DIR', { DATA_DIR: '/tmp/my data' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://x' }],
    ['SIP_LISTEN', { SIP_LISTEN: '5060' }],
    ['SIP_LISTEN', { SIP_LISTEN: 'host.example:5060' }],
    ['SIP_TRUNK_PEERS', { SIP_TRUNK_PEERS: '192.0.2.0/24,carrier' }],
    ['SIP_TRUNK_PEERS', { SIP_TRUNK_PEERS: '192.0.2.0/33' }],
    ['SIP_TRUNK', { SIP_TRUNK: 'carrier' }],
    ['SIP_TRUNK', { SIP_TRUNK: 'sip:carrier.example;lr' }],
    ['SIP_TRUNK', { SIP_TRUNK: 'sip:carrier.example;transport=sctp' }],
    ['SIP_TRUNK', { SIP_TRUNK: 'sip:carrier.example;register=1' }],
    ['SIP_TRUNK', { SIP_TRUNK: 'sip:a:b@carrier.example;register=yes' }],
    ['SIP_TRUNK', { SIP_TRUNK: 'sip:a:two%20words@carrier.example' }],
    ['SIP_TRUNK', { SIP_TRUNK: 'sip:a:line%0Abreak@carrier.example' }],
    ['SIP_TRUNK_PEERS', { SIP_TRUNK: 'sip:a:b@carrier.example;register=1' }],
    ['SIP_DID_FROM', { SIP_DID_FROM: 'from' }],
    ['SIP_COUNTRY', { SIP_COUNTRY: 'France' }],
    ['SIP_COUNTRY', { SIP_COUNTRY: 'XX' }],
    ['RTP_PORTS', { RTP_PORTS: '20000' }],
    ['RTP_PORTS', { RTP_PORTS: '20000-20010' }],
    ['MEDIA_IP', { MEDIA_IP: 'eth0' }],
    ['TURN_URL', { TURN_SECRET: 'x' }],
    ['TURN_SECRET', { TURN_URL: 'turn:turn.example' }],
    ['TURN_URL', { TURN_URL: 'https://turn.example', TURN_SECRET: 'x' }],
    ['TURN_URL', { TURN_URL: 'turn:user@turn.example', TURN_SECRET: 'x' }],
    ['TURN_URL', { TURN_URL: 'turn:turn.example?transport=sctp', TURN_SECRET: 'x' }],
    ['ARI_URL', { ARI_URL: 'ws://127.0.0.1' }],
    ['JANUS_URL', { JANUS_URL: 'http://127.0.0.1' }],
    ['SMTP_URL', { SMTP_URL: 'mail.example' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example' }],
    ['MAIL_FROM', { MAIL_FROM: 'nobody' }],
    ['FAX_MAIL_DOMAIN', { FAX_MAIL_DOMAIN: 'fax@gateway.example' }],
    ['MAIL_IN_LISTEN', { MAIL_IN_LISTEN: '25' }],
    ['MAIL_IN_LISTEN', { MAIL_IN_LISTEN: 'mail.example:25' }],
    ['MAIL_IN_DOMAIN', { MAIL_IN_LISTEN: '127.0.0.1:25', MAIL_IN_DOMAIN: 'my domain' }],
    ['MAIL_IN_DOMAIN', { MAIL_IN_DOMAIN: 'in.example.org' }],
    ['MAIL_IN_KEY', { MAIL_IN_LISTEN: '127.0.0.1:25', MAIL_IN_CERT: '/tmp/cert.pem' }],
    ['SMS_TOKEN', { SMS_URL: 'https://sms.example', SMS_FROM: 'Bureau' }],
    ['SMS_FROM', { SMS_URL: 'https://sms.example', SMS_TOKEN: 'x' }],
    ['VAPID_SUBJECT', { VAPID_SUBJECT: 'bureau' }],
    ['DEMO', { DEMO: 'yes' }],
    ['DEMO', { DEMO: '1', HOST: '0.0.0.0' }],
    ['DEMO_NOW', { DEMO: '1', DEMO_NOW: 'tomorrow' }],
    ['DEMO_NOW', { DEMO: '0', DEMO_NOW: '2026-11-20T09:30:00Z' }],
  ])('%s of %o', (setting, env) => {
    expect(() => read(env)).toThrow(WrongSetting);
    expect(() => read(env)).toThrow(new RegExp(`^${setting}=[^\\n]*: expected [^\\n]+$`));
  });
});

test('a refused address with a password in it does not repeat the password', () => {
  expect(() => read({ SIP_TRUNK: 'sip:a:geheim@carrier.example;register=yes' })).toThrow(/^(?!.*geheim)/);
  expect(() => read({ DATABASE_URL: 'mysql://u:geheim@x' })).toThrow(/^(?!.*geheim)/);
});

describe('the server', () => {
  const inner = {
    DATABASE_URL: 'postgresql://permanence@%2Ftmp%2Fx/permanence',
    ARI_URL: 'http://permanence:s%3Acret@127.0.0.1:8088',
    JANUS_URL: 'ws://127.0.0.1:8188',
    JANUS_TOKEN_SECRET: 'key',
    OPERATOR_SIP: '127.0.0.1:5062',
    SPOOL_DIR: '/tmp/spool',
    ESPEAK_COMMAND: '["ld.so","espeak-ng"]',
  };

  test('finds its other parts in the settings of the supervisor', () => {
    expect(readServerConfig(inner)).toMatchObject({
      databaseUrl: 'postgresql://permanence@%2Ftmp%2Fx/permanence',
      ari: 'http://permanence:s%3Acret@127.0.0.1:8088/',
      janus: { url: 'ws://127.0.0.1:8188', tokenSecret: 'key' },
      operatorSip: { host: '127.0.0.1', port: 5062 },
      espeak: ['ld.so', 'espeak-ng'],
      statusFile: null,
    });
  });

  test.each(['DATABASE_URL', 'ARI_URL', 'JANUS_URL', 'JANUS_TOKEN_SECRET', 'OPERATOR_SIP', 'SPOOL_DIR'])(
    'does not start without %s',
    (name) => {
      expect(() => readServerConfig({ ...inner, [name]: '' })).toThrow(new RegExp(`^${name}=`));
    },
  );
});
