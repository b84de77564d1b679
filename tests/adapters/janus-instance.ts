import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { CodedError } from '#shared/errors.ts';
import { janusConfiguration, loopbackLibrarySource } from '../../server/adapters/janus/configuration.ts';
import { inTree } from '../../server/supervisor/telephony-tree.ts';
import { freePorts, treeOfThisMachine } from './asterisk-instance.ts';

export type JanusInstance = {
  readonly url: string;
  readonly tokenSecret: string;
  /** Kills it and starts it anew on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** A Janus of its own with the project's configuration, its media on 127.0.0.1. */
export async function startJanus(options: { readonly rtpFirst: number }): Promise<JanusInstance> {
  const tree = treeOfThisMachine();
  const root = mkdtempSync(join(tmpdir(), 'permanence-janus-'));
  chmodSync(root, 0o755);
  const etc = join(root, 'etc');
  mkdirSync(etc);
  const [webSocketPort] = await freePorts(1);
  const tokenSecret = 'janus-of-a-test';
  const files = janusConfiguration({
    etc,
    lib: tree.lib,
    webSocketPort,
    tokenSecret,
    adminSecret: tokenSecret,
    webrtc: { first: options.rtpFirst, last: options.rtpFirst + 99 },
    sip: { first: options.rtpFirst + 100, last: options.rtpFirst + 199 },
    mediaIp: '127.0.0.1',
  });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(etc, name), content);
  const preload = join(root, 'loopback-ice.so');
  execFileSync('cc', ['-shared', '-fPIC', '-o', preload, loopbackLibrarySource]);
  const [program, ...args] = inTree(tree, 'usr/bin/janus', { preload });
  const url = `ws://127.0.0.1:${webSocketPort}`;
  const start = async () => {
    const child = spawn(program, [...args, '-F', etc, '-C', join(etc, 'janus.jcfg')], { stdio: 'ignore' });
    await answers(url);
    return child;
  };
  let child = await start();
  const kill = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url,
    tokenSecret,
    async restart() {
      await kill();
      child = await start();
    },
    async stop() {
      await kill();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    const socket = new WebSocket(url, 'janus-protocol');
    const open = await Promise.race([once(socket, 'open').then(() => true), once(socket, 'close').then(() => false)]).catch(
      () => false,
    );
    socket.close();
    if (open) return;
    if (Date.now() > until) throw new CodedError('test.janus_silent', 'Janus did not answer in 20 s');
    await new Promise((resolve) => setTimeout(resolve, 100)); // a process outside has no event to wait for
  }
}
