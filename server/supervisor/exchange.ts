import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asteriskConfiguration } from '../adapters/asterisk/configuration.ts';
import type { Settings } from '../config.ts';
import { writePrompts } from './apology.ts';
import type { ChildPlan } from './child.ts';
import type { InnerPorts } from './network-ports.ts';
import { isRoot, type Places } from './places.ts';
import { Problem } from './problem.ts';
import type { Secrets } from './secrets.ts';
import { inTree, type Tree } from './telephony-tree.ts';

/** Asterisk and Janus face the network: under root they run as a user that owns nothing else. */
export const telephonyUser = (): { readonly uid: number; readonly gid: number } | null =>
  isRoot() ? { uid: 62061, gid: 62061 } : null;

export type ExchangeParts = {
  readonly places: Places;
  readonly settings: Settings;
  readonly tree: Tree;
  readonly ports: InnerPorts;
  readonly secrets: Secrets;
};

/** Writes Asterisk's folders, configuration and sounds; how it is run. */
export async function prepareExchange(parts: ExchangeParts): Promise<ChildPlan> {
  const { places, settings, tree, ports, secrets } = parts;
  const root = places.asterisk;
  makeFolders(root, tree);
  await writePrompts({ moh: join(root, 'moh'), apology: join(places.spool, 'apology') }, espeakIn(tree));
  const { trunk } = settings.sip;
  const etc = join(root, 'etc');
  const configuration = asteriskConfiguration({
    root,
    tree: tree.root,
    lib: tree.lib,
    ariPort: ports.ari,
    ariPassword: secrets.ariPassword,
    guardianPassword: secrets.guardianPassword,
    amiPort: ports.ami,
    amiPassword: secrets.amiPassword,
    operatorPort: ports.operatorSip,
    rtp: settings.media.asterisk,
    ...settings.sip,
    trunk: { ...trunk, authorities: join(etc, authoritiesFile) },
  });
  const authorities = trunk.transport === 'tls' ? { [authoritiesFile]: readAuthorities(trunk.authorities) } : {};
  const files = { ...configuration, ...authorities };
  writeConfiguration(etc, files);
  const program = inTree(tree, 'usr/sbin/asterisk', { libraries: ['asterisk'] });
  return {
    name: 'asterisk',
    command: [...program, '-C', join(etc, 'asterisk.conf'), '-f', '-n'],
    env: { HOME: join(root, 'run'), PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    cwd: root,
    user: telephonyUser(),
    logFile: join(places.log, 'asterisk.log'),
    settings: files,
    endSignal: 'SIGTERM',
    prepare: async () => undefined,
    isReady: async () => answers(`http://127.0.0.1:${ports.ari}/ari/asterisk/ping`, secrets),
  };
}

const authoritiesFile = 'authorities.pem';

/** A copy is kept beside the configuration: the user of the telephony reads it, whoever owns the original. */
function readAuthorities(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Problem(`SIP_TRUNK: no file ${file} with the authorities of TLS; SSL_CERT_FILE names another`, cause);
  }
}

/** The command of the tree's voice, before its own options. */
export function espeakIn(tree: Tree): readonly string[] {
  return [...inTree(tree, 'usr/bin/espeak-ng', { libraries: ['pulseaudio'] }), `--path=${tree.lib}`];
}

/** Writes files with secrets in them: readable by the user of the telephony, writable by nobody but us. */
export function writeConfiguration(folder: string, files: Readonly<Record<string, string>>): void {
  const user = telephonyUser();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o750 });
  if (user !== null) chownSync(folder, 0, user.gid);
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    writeFileSync(file, content, { mode: 0o640 });
    if (user !== null) chownSync(file, 0, user.gid);
  }
}

function makeFolders(root: string, tree: Tree): void {
  const user = telephonyUser();
  mkdirSync(root, { recursive: true, mode: 0o711 });
  const owned = ['lib', 'lib/sounds', 'lib/keys', 'run', 'log', 'spool', 'spool/recording', 'spool/unattended'];
  for (const name of owned) mkdirSync(join(root, name), { recursive: true, mode: 0o700 });
  if (user !== null) for (const name of owned) chownSync(join(root, name), user.uid, user.gid);
  for (const name of ['moh', 'spool/apology', 'spool/prompts']) mkdirSync(join(root, name), { recursive: true, mode: 0o755 });
  const shared = join(tree.root, 'usr/share/asterisk');
  link(join(root, 'lib/documentation'), join(shared, 'documentation'));
  const english = readdirSync(join(shared, 'sounds')).find((name) => name.startsWith('en_'));
  if (english !== undefined) link(join(root, 'lib/sounds/en'), join(shared, 'sounds', english));
}

function link(from: string, to: string): void {
  rmSync(from, { force: true });
  if (existsSync(to)) symlinkSync(to, from);
}

async function answers(url: string, secrets: Secrets): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`permanence-guardian:${secrets.guardianPassword}`).toString('base64')}`;
  try {
    const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(1000) });
    return response.ok;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
