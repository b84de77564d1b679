import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { janusConfiguration, loopbackLibrarySource, needsLoopbackLibrary } from '../adapters/janus/configuration.ts';
import type { Address } from '../config/values.ts';
import type { ChildPlan } from './child.ts';
import { type ExchangeParts, telephonyUser, writeConfiguration } from './exchange.ts';
import { Problem } from './problem.ts';
import { runCommand } from './run-command.ts';
import { inTree } from './telephony-tree.ts';

/** Writes Janus' configuration, compiles the loopback library when it needs one; how it is run. */
export async function prepareGateway(parts: ExchangeParts): Promise<ChildPlan> {
  const { places, settings, tree, ports, secrets } = parts;
  const etc = join(places.janus, 'etc');
  mkdirSync(places.janus, { recursive: true, mode: 0o711 });
  const files = janusConfiguration({
    etc,
    lib: tree.lib,
    webSocketPort: ports.janus,
    tokenSecret: secrets.janusToken,
    adminSecret: secrets.janusAdmin,
    webrtc: settings.media.janusWebrtc,
    sip: settings.media.janusSip,
    mediaIp: settings.media.ip,
  });
  writeConfiguration(etc, files);
  const preload = needsLoopbackLibrary(settings.media.ip) ? await compileLoopbackLibrary(places.janus, places.log) : null;
  return {
    name: 'janus',
    command: [...inTree(tree, 'usr/bin/janus', { preload }), '-F', etc, '-C', join(etc, 'janus.jcfg')],
    env: { HOME: places.janus, PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    cwd: places.janus,
    user: telephonyUser(),
    logFile: join(places.log, 'janus.log'),
    settings: files,
    endSignal: 'SIGTERM',
    prepare: async () => undefined,
    isReady: async () => accepts({ host: '127.0.0.1', port: ports.janus }),
  };
}

async function compileLoopbackLibrary(folder: string, log: string): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(loopbackLibrarySource)).digest('hex').slice(0, 12);
  const library = join(folder, `loopback-ice-${hash}.so`);
  if (existsSync(library)) return library;
  const logFile = join(log, 'gcc.log');
  const code = await runCommand(['gcc', '-shared', '-fPIC', '-O1', '-o', library, loopbackLibrarySource, '-ldl'], { logFile });
  if (code !== 0) {
    rmSync(library, { force: true });
    throw new Problem(`the loopback library of MEDIA_IP 127.0.0.1 could not be compiled; the reason is in ${logFile}`);
  }
  chmodSync(library, 0o755);
  return library;
}

function accepts({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(false));
  });
}
