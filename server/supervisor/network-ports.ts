import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Address } from '../config/values.ts';
import type { Settings } from '../config.ts';
import { isRecord, readJson, writeJson } from './json-file.ts';
import { Problem } from './problem.ts';

/** Ports on loopback by which the parts of one instance meet. */
export type InnerPorts = {
  readonly ari: number;
  readonly ami: number;
  readonly operatorSip: number;
  readonly janus: number;
};
type Kind = 'tcp' | 'udp';

/** The inner ports of this data folder: the same as last time as long as they are free or their child lives. */
export async function openInnerPorts(
  run: string,
  alive: { readonly asterisk: boolean; readonly janus: boolean },
): Promise<InnerPorts> {
  const file = join(run, 'ports.json');
  const content = readJson(file);
  const kept = isRecord(content) ? content : {};
  const ports: InnerPorts = {
    ari: await keepOrFind(kept.ari, 'tcp', alive.asterisk),
    ami: await keepOrFind(kept.ami, 'tcp', alive.asterisk),
    operatorSip: await keepOrFind(kept.operatorSip, 'udp', alive.asterisk),
    janus: await keepOrFind(kept.janus, 'tcp', alive.janus),
  };
  writeJson(file, ports);
  return ports;
}

/** Ends the start when another program holds a port of ours. Ports of living children are not looked at. */
export async function refuseBusyPorts(
  settings: Settings,
  alive: { readonly asterisk: boolean; readonly janus: boolean; readonly server: boolean },
): Promise<void> {
  const { listen, trunk } = settings.sip;
  if (!alive.server) await refuseBusy('PORT', 'tcp', settings);
  if (!alive.server && settings.mailIn !== null) await refuseBusy('MAIL_IN_LISTEN', 'tcp', settings.mailIn.listen);
  if (!alive.janus && settings.janusUrl === null) await refuseForeign('MEDIA_IP', settings.media.ip);
  if (alive.asterisk || settings.ariUrl !== null) return;
  await refuseBusy('SIP_LISTEN', 'udp', listen);
  if (trunk.transport !== 'udp') await refuseBusy('SIP_LISTEN', 'tcp', listen);
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(kind: Kind): Promise<number> {
  const taken = await listen(kind, { host: '127.0.0.1', port: 0 });
  if (typeof taken !== 'number') throw new Problem(`no free ${kind} port on 127.0.0.1: ${taken.message}`, taken);
  return taken;
}

/** The first port of so many UDP ports in a row of which none seems taken: both ends and the thirds are tried. */
export async function freeUdpBlock(size: number): Promise<number> {
  for (;;) {
    const first = 22_000 + 2 * Math.floor((Math.random() * (32_000 - 22_000 - size)) / 2);
    const tried = [0, Math.floor(size / 3), Math.floor((2 * size) / 3), size - 1].map((offset) => first + offset);
    const results = await Promise.all(tried.map((port) => listen('udp', { host: '0.0.0.0', port })));
    if (results.every((result) => typeof result === 'number')) return first;
  }
}

async function keepOrFind(kept: unknown, kind: Kind, alive: boolean): Promise<number> {
  if (typeof kept !== 'number') return freePort(kind);
  if (alive) return kept;
  return typeof (await listen(kind, { host: '127.0.0.1', port: kept })) === 'number' ? kept : freePort(kind);
}

async function refuseBusy(setting: string, kind: Kind, address: Address): Promise<void> {
  const result = await listen(kind, address);
  if (typeof result === 'number') return;
  const reason = result.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${result.code})`;
  throw new Problem(`${setting}: ${kind.toUpperCase()} port ${address.port} on ${address.host} ${reason}`, result);
}

/** Janus takes no address but the machine's own, and says nothing of any other. */
async function refuseForeign(setting: string, host: string): Promise<void> {
  const result = await listen('udp', { host, port: 0 });
  if (typeof result !== 'number')
    throw new Problem(`${setting}: ${host} is not an address of this machine (${result.code})`, result);
}

/** Listens for a moment; the port, or why not. */
function listen(kind: Kind, { host, port }: Address): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    if (kind === 'tcp') {
      const server = createServer();
      server.on('error', resolve);
      server.listen({ host, port, exclusive: true }, () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
      });
    } else {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
      socket.on('error', resolve);
      socket.bind({ port, address: host, exclusive: true }, () => {
        const bound = socket.address().port;
        socket.close(() => resolve(bound));
      });
    }
  });
}
