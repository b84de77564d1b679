import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort, freeUdpBlock } from '../../server/supervisor/network-ports.ts';
import { Desk } from './desk.ts';
import { startInstance } from './instance.ts';
import { dial } from './telephone.ts';
import { lines } from './world.ts';

const secret = 'shared-with-the-relay';

/** Debian's coturn on loopback, as README describes it. */
async function startRelay(folder: string): Promise<{ readonly port: number; readonly process: ChildProcess; log(): string }> {
  const port = await freePort('udp');
  const first = await freeUdpBlock(40);
  const file = join(folder, 'turnserver.conf');
  const settings = [
    ...['listening-ip=127.0.0.1', 'relay-ip=127.0.0.1', `listening-port=${port}`, `min-port=${first}`, `max-port=${first + 39}`],
    ...['use-auth-secret', `static-auth-secret=${secret}`, 'realm=permanence.test', 'fingerprint'],
    ...['denied-peer-ip=0.0.0.0-255.255.255.255', 'allowed-peer-ip=127.0.0.1'],
    // the exchange of this test stands on loopback
    ...['allow-loopback-peers', 'no-cli', 'no-tls', 'no-dtls', 'log-file=stdout', 'simple-log', 'verbose'],
    ...[`pidfile=${join(folder, 'pid')}`, `userdb=${join(folder, 'turndb')}`],
  ];
  writeFileSync(file, `${settings.join('\n')}\n`, { mode: 0o600 });
  const child = spawn('turnserver', ['-c', file], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  try {
    await expect.poll(() => printed, { timeout: 20_000 }).toContain(`UDP listener opened on: 127.0.0.1:${port}`);
  } catch (error) {
    child.kill('SIGTERM');
    throw error;
  }
  return { port, process: child, log: () => printed };
}

/** Runs in the page: a network that lets nothing through but the relay. */
function onlyByRelay(): void {
  const { RTCPeerConnection: Original } = window;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

/** Runs in the page: the way that the media of the newest connection takes. */
async function wayOfMedia() {
  const { lastPeer } = window as Window & { lastPeer?: RTCPeerConnection };
  const stats = new Map<string, Record<string, unknown>>();
  (await lastPeer?.getStats())?.forEach((each) => void stats.set(each.id, each));
  const transport = [...stats.values()].find(({ type }) => type === 'transport');
  const pair = stats.get(String(transport?.selectedCandidatePairId));
  const local = stats.get(String(pair?.localCandidateId));
  const [server] = lastPeer?.getConfiguration().iceServers ?? [];
  return {
    type: local?.candidateType,
    relay: local?.url,
    sent: Number(transport?.bytesSent),
    received: Number(transport?.bytesReceived),
    credential: String(server?.credential),
  };
}

test('an operator whose network lets nothing through takes a call over the relay, and both are heard', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'permanence-relay-'));
  const relay = await startRelay(folder);
  const turnUrl = `turn:127.0.0.1:${relay.port}?transport=udp`;
  const instance = await startInstance({ env: { DEMO: '1', TURN_URL: turnUrl, TURN_SECRET: secret } });
  try {
    const lea = await Desk.open(instance.url, 'lea@permanence.test', 1000, onlyByRelay);
    await lea.ready();
    const caller = await dial({ sipPort: instance.sipPort, did: lines.martin, from: '+33639980001', toneHz: 600 });
    await lea.state('offered');
    await lea.press('F2');
    await lea.state('talking');
    await caller.hears(1000);
    await expect.poll(() => lea.heardHz(), { timeout: 10_000 }).toBeCloseTo(600, -2);

    const before = await lea.page.evaluate(wayOfMedia);
    expect(before).toMatchObject({ type: 'relay', relay: turnUrl });
    await caller.hears(1000);
    const growth = async () => {
      const { type, sent, received } = await lea.page.evaluate(wayOfMedia);
      return { type, grows: sent > before.sent && received > before.received };
    };
    await expect.poll(growth).toEqual({ type: 'relay', grows: true });
    expect(relay.log()).toMatch(/ALLOCATE processed, success/);

    const logs = join(instance.dataDir, 'log');
    for (const name of readdirSync(logs)) {
      expect(readFileSync(join(logs, name), 'utf8')).not.toContain(secret);
      expect(readFileSync(join(logs, name), 'utf8')).not.toContain(before.credential);
    }
    caller.hangUp();
    caller.close();
    await lea.close();
  } finally {
    await instance.stop();
    const gone = once(relay.process, 'exit');
    relay.process.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
});
