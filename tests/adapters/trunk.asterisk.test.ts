import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ariRequests } from '../../server/adapters/asterisk/ari.ts';
import { askRegistration } from '../../server/adapters/asterisk/registration.ts';
import { createAsteriskTelephony } from '../../server/adapters/asterisk/telephony.ts';
import type { Trunk } from '../../server/config/telephone.ts';
import type { TelephonyEvent } from '../../server/ports/telephony.ts';
import { uuid } from '../fixtures/telephony.ts';
import { type AsteriskInstance, startAsterisk } from './asterisk-instance.ts';
import { type Carrier, type Identity, openCarrier } from './carrier.ts';

const credentials = { user: 'bureau', password: 'p;a#ss=>[1]\\' };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function carrier(identity: Identity | null = null): Promise<Carrier> {
  const opened = await openCarrier(credentials, identity);
  closing.push(opened.close);
  return opened;
}

async function exchange(trunk: Partial<Trunk>): Promise<AsteriskInstance> {
  const plain = { host: '127.0.0.1', port: 0, transport: 'udp', credentials, register: true, authorities: '' } as const;
  const asterisk = await startAsterisk({ rtpFirst: 23_000, trunkPeers: ['127.0.0.1/32'], trunk: { ...plain, ...trunk } });
  closing.push(asterisk.stop);
  return asterisk;
}

function telephonyOf({ ariUrl }: AsteriskInstance) {
  const events: TelephonyEvent[] = [];
  const log = (event: string, fields: unknown) => console.error(event, fields);
  const telephony = createAsteriskTelephony({ ariUrl, operatorTransport: 'operators', legFormats: 'alaw', nowMs: Date.now, log });
  telephony.listen((event) => void events.push(event));
  telephony.start();
  closing.push(telephony.stop);
  return {
    telephony,
    events,
    connected: () => vi.waitFor(() => expect(telephony.isConnected()).toBe(true), { timeout: 10_000 }),
  };
}

const state = (asterisk: AsteriskInstance, is: string) =>
  vi.waitFor(async () => expect(await askRegistration(asterisk.amiUrl, requestsTo(asterisk))).toBe(is), {
    timeout: 30_000,
    interval: 100,
  });
const requestsTo = ({ ariUrl }: AsteriskInstance) => ariRequests({ url: ariUrl, application: 'permanence' });

/** A certificate for a name, and the authority that vouches for it (PEM). */
function certificate(folder: string, name: string): Identity & { readonly authorities: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const who = ['-subj', '/CN=carrier', '-addext', `subjectAltName=${name}`];
  execFileSync('openssl', ['req', ...kind, ...who, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8'), authorities: cert };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'permanence-trunk-'));
  closing.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Registers, is called on the registration, and calls out: both ways, whatever the transport. */
async function livesWith(far: Carrier, asterisk: AsteriskInstance): Promise<void> {
  const { telephony, events, connected } = telephonyOf(asterisk);
  await connected();
  expect(await far.registered()).toMatch(/^sip:bureau@127\.0\.0\.1/);
  await state(asterisk, 'registered');
  const to = '<sip:+33199000101@carrier.example>';
  const answer = await far.call({ target: '+33199000101', to, from: '<sip:+33639980001@carrier.example>', headers: [] });
  expect(answer).toMatch(/^SIP\/2\.0 180 /);
  await vi.waitFor(() =>
    expect(events).toContainEqual(
      expect.objectContaining({
        t: 'caller-arrived',
        dialled: '+33199000101',
        caller: { number: '+33639980001', standing: 'shown' },
      }),
    ),
  );
  const third = { callId: uuid(1), attempt: 1 };
  await telephony.perform({ do: 'dial-third', third, number: '+33639980101', shown: '+33199000101' });
  expect(await far.leg()).toMatch(/^INVITE sip:\+33639980101@127\.0\.0\.1/);
  expect(far.refused).toContainEqual({ method: 'INVITE', why: 'no password' });
  expect(far.refused).not.toContainEqual(expect.objectContaining({ why: 'wrong password' }));
  expect(asterisk.log()).not.toContain('a#ss');
}

/** The first answer to an INVITE from another address of this machine. */
async function answerToStranger(port: number, address: string, user: string): Promise<string> {
  const socket = createSocket('udp4');
  closing.push(() => socket.close());
  socket.bind(0, address);
  await once(socket, 'listening');
  const own = `${address}:${socket.address().port}`;
  const lines = [
    `INVITE sip:+33199000101@127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP ${own};branch=z9hG4bK${user.replace('+', '')};rport`,
    `From: <sip:${user}@carrier.example>;tag=1`,
    `To: <sip:+33199000101@127.0.0.1>`,
    `Call-ID: ${user}`,
    'CSeq: 1 INVITE',
    `Contact: <sip:${user}@${own}>`,
    'Max-Forwards: 70',
    'Content-Length: 0',
    '',
    '',
  ];
  socket.send(lines.join('\r\n'), port, '127.0.0.1');
  const [answer] = await once(socket, 'message');
  return String(answer);
}

test('[F4] a stranger is not let in, whatever he calls himself', async () => {
  const far = await carrier();
  const asterisk = await exchange({ port: far.port });
  const { events, connected } = telephonyOf(asterisk);
  await connected();
  await far.registered();
  for (const user of ['trunk', 'bureau', '+33639980001'])
    expect(await answerToStranger(asterisk.trunkPort, '127.0.0.2', user)).toMatch(/^SIP\/2\.0 401 /);
  expect(events.map((event) => event.t)).toEqual(['connected']);
});

describe('a trunk that registers', () => {
  test('over UDP with a password: calls come on the registration, outbound legs are challenged and let in', async () => {
    const far = await carrier();
    await livesWith(far, await exchange({ port: far.port }));
  });

  test('over TLS with a carrier whose certificate is vouched for', async () => {
    const { authorities, ...identity } = certificate(folder(), 'IP:127.0.0.1');
    const far = await carrier(identity);
    await livesWith(far, await exchange({ port: far.port, transport: 'tls', authorities }));
  });

  test.each([
    ['whom nobody vouches for', 'IP:127.0.0.1', '/etc/ssl/certs/ca-certificates.crt', 'certificate is untrusted'],
    ['who has the certificate of another', 'DNS:another.example', null, 'server identity does not match'],
  ])('over TLS does not tell its password to a carrier %s', async (_, name, others, why) => {
    const { authorities, ...identity } = certificate(folder(), name);
    const far = await carrier(identity);
    const asterisk = await exchange({ port: far.port, transport: 'tls', authorities: others ?? authorities });
    await vi.waitFor(() => expect(asterisk.log()).toContain(why), { timeout: 15_000, interval: 100 });
    await state(asterisk, 'not registered');
    expect(far.refused).toEqual([]);
  });

  test('a wrong password is told as such, and tried again', async () => {
    const far = await carrier();
    const asterisk = await exchange({ port: far.port, credentials: { ...credentials, password: 'wrong' } });
    await state(asterisk, 'refused');
    expect(far.refused).toContainEqual({ method: 'REGISTER', why: 'wrong password' });
  });

  test('a carrier that does not answer is not registered with', async () => {
    await state(await exchange({ port: 9 }), 'not registered');
  });
});
