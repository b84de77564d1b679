import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '#shared/errors.ts';
import { asteriskConfiguration } from '../../server/adapters/asterisk/configuration.ts';
import type { DidFrom, Trunk } from '../../server/config/telephone.ts';
import { cacheFolder } from '../../server/supervisor/places.ts';
import { inTree, openTree, type Tree, treeFolder } from '../../server/supervisor/telephony-tree.ts';
import { writeToneWav } from '../e2e/tones.ts';

export type AsteriskInstance = {
  readonly ariUrl: string;
  readonly trunkPort: number;
  /** Where outbound legs go; nobody listens there by itself. */
  readonly farPort: number;
  readonly operatorPort: number;
  /** Asterisk's manager, for the state of a registration. */
  readonly amiUrl: string;
  readonly spool: string;
  /** Folder of its configuration. */
  readonly etc: string;
  readonly pid: number;
  log(): string;
  stop(): Promise<void>;
};

const password = 'asterisk-of-a-test';
/** Heard by callers who wait. */
export const musicHz = 440;

type Options = {
  readonly rtpFirst: number;
  /** Instead of a trunk without credentials to `farPort`. */
  readonly trunk?: Trunk;
  readonly trunkPeers?: readonly string[];
  readonly didFrom?: DidFrom;
};

/** An Asterisk of its own with the project's configuration; its folder goes with it. */
export async function startAsterisk(options: Options): Promise<AsteriskInstance> {
  const tree = treeOfThisMachine();
  const root = mkdtempSync(join(tmpdir(), 'permanence-asterisk-'));
  chmodSync(root, 0o755);
  makeFolders(root, tree);
  writeToneWav(join(root, 'moh/music.wav'), musicHz, 20, 8000);
  const [ariPort, trunkPort, operatorPort, elsewhere] = await freePorts(4);
  const [amiPort] = await freePorts(1);
  const files = asteriskConfiguration({
    root,
    tree: tree.root,
    lib: tree.lib,
    ariPort,
    ariPassword: password,
    guardianPassword: password,
    amiPort,
    amiPassword: password,
    operatorPort,
    rtp: { first: options.rtpFirst, last: options.rtpFirst + 199 },
    listen: { host: '127.0.0.1', port: trunkPort },
    trunkPeers: options.trunkPeers ?? ['127.0.0.0/8'],
    trunk: options.trunk ?? plainTrunk(elsewhere),
    didFrom: options.didFrom ?? 'request-uri',
  });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, 'etc', name), content);
  const [program, ...args] = inTree(tree, 'usr/sbin/asterisk', { libraries: ['asterisk'] });
  const consoleLog = openSync(join(root, 'log/console.log'), 'a');
  const child = spawn(program, [...args, '-C', join(root, 'etc/asterisk.conf'), '-f', '-n'], {
    env: { HOME: join(root, 'run'), PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', consoleLog, consoleLog],
  });
  closeSync(consoleLog);
  const ariUrl = `http://permanence:${password}@127.0.0.1:${ariPort}`;
  await ready(ariPort);
  return {
    ariUrl,
    trunkPort,
    farPort: elsewhere,
    operatorPort,
    amiUrl: `tcp://permanence:${password}@127.0.0.1:${amiPort}`,
    spool: join(root, 'spool'),
    etc: join(root, 'etc'),
    pid: child.pid ?? 0,
    log: () => execFileSync('sh', ['-c', `cat ${join(root, 'log')}/* || true`]).toString(),
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const plainTrunk = (port: number): Trunk => ({
  host: '127.0.0.1',
  port,
  transport: 'udp',
  credentials: null,
  register: false,
  authorities: '/etc/ssl/certs/ca-certificates.crt',
});

/** The tree that `npm start` and `npm test` provision. */
export function treeOfThisMachine(): Tree {
  const folder = treeFolder(cacheFolder(process.env));
  if (!existsSync(folder))
    throw new CodedError('test.no_asterisk', `no tree with Asterisk in ${folder}: run npm test or npm start`);
  return openTree(folder);
}

export async function freePorts(count: number): Promise<[number, number, number, number]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  for (const server of servers) server.close();
  const [a = 0, b = 0, c = 0, d = 0] = ports;
  return [a, b, c, d];
}

function makeFolders(root: string, tree: Tree): void {
  for (const name of [
    'etc',
    'lib',
    'run',
    'log',
    'moh',
    'spool/recording',
    'spool/unattended',
    'spool/prompts',
    'spool/apology',
  ]) {
    mkdirSync(join(root, name), { recursive: true });
  }
  symlinkSync(join(tree.root, 'usr/share/asterisk/documentation'), join(root, 'lib/documentation'));
}

async function ready(ariPort: number): Promise<void> {
  const authorization = `Basic ${Buffer.from(`permanence:${password}`).toString('base64')}`;
  const until = Date.now() + 20_000;
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${ariPort}/ari/asterisk/ping`, { headers: { authorization } }).catch(
      () => null,
    );
    if (response?.ok) return;
    if (Date.now() > until) throw new CodedError('test.asterisk_silent', 'Asterisk did not answer in 20 s');
    await new Promise((resolve) => setTimeout(resolve, 100)); // a process outside has no event to wait for
  }
}
