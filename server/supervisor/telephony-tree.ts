import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findMirror, type Mirror } from './apt-sources.ts';
import { lock } from './lock.ts';
import { Problem } from './problem.ts';
import { type Progress, withProgress } from './progress.ts';
import { runCommand } from './run-command.ts';

/** Debian packages of the one tree that holds the telephone exchange, the browsers' gateway and the voice. */
const treePackages = ['asterisk', 'asterisk-core-sounds-en-wav', 'janus', 'espeak-ng'];
const suite = 'sid';

/** An extracted tree; its programs run through its own loader, the host's libraries stay untouched. */
export type Tree = { readonly root: string; readonly lib: string; readonly loader: string };

/** Where the tree of this list of packages stands in the cache. */
export function treeFolder(cache: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([suite, process.arch, treePackages]))
    .digest('hex')
    .slice(0, 12);
  return join(cache, `telephony-${hash}`);
}

/** The programs of an extracted tree. */
export function openTree(root: string): Tree {
  const [triplet, loader] =
    process.arch === 'arm64' ? ['aarch64-linux-gnu', 'ld-linux-aarch64.so.1'] : ['x86_64-linux-gnu', 'ld-linux-x86-64.so.2'];
  const lib = join(root, 'usr/lib', triplet);
  return { root, lib, loader: join(lib, loader) };
}

/** A command line that runs a program of the tree, with more folders of libraries and a library loaded first. */
export function inTree(
  tree: Tree,
  program: string,
  extra: { readonly libraries?: readonly string[]; readonly preload?: string | null } = {},
): [string, ...string[]] {
  const path = [tree.lib, ...(extra.libraries ?? []).map((folder) => join(tree.lib, folder))].join(':');
  const preload = extra.preload ? ['--preload', extra.preload] : [];
  return [tree.loader, ...preload, '--library-path', path, join(tree.root, program)];
}

/** The tree, extracted now when the cache does not hold it. Two starts at once do it once. */
export async function ensureTree(cache: string, progress: Progress): Promise<Tree> {
  const folder = treeFolder(cache);
  if (existsSync(folder)) return openTree(folder);
  mkdirSync(cache, { recursive: true });
  const release = await lock(
    `${folder}.lock`,
    () => existsSync(folder),
    () => progress('another start is fetching Asterisk and Janus: waiting for it'),
  );
  if (release === null) return openTree(folder);
  try {
    progress(`Asterisk, Janus and espeak-ng from Debian ${suite}: fetching about 300 MB into ${folder} (once)`);
    await withProgress(progress, 'Asterisk, Janus and espeak-ng', () => extract(folder));
  } finally {
    release();
  }
  return openTree(folder);
}

async function extract(folder: string): Promise<void> {
  const mirror = readMirror();
  const logFile = `${folder}.log`;
  const fresh = `${folder}.new`;
  rmSync(logFile, { force: true });
  const attempt = async (dateCheck: boolean) => {
    rmSync(fresh, { recursive: true, force: true });
    return runCommand(mmdebstrapCommand(fresh, mirror, dateCheck), { logFile });
  };
  const code = await attempt(true);
  // A mirror may stand still: its release file is then signed, but past its date.
  const expired =
    code !== 0 && /is not valid anymore|Release file .* (is )?expired|E: Release file/i.test(readFileSync(logFile, 'utf8'));
  if (code !== 0 && !(expired && (await attempt(false)) === 0)) {
    throw new Problem(`Asterisk and Janus could not be fetched from ${mirror.url} ${suite}; the reason is in ${logFile}`);
  }
  checkContents(openTree(fresh), logFile);
  chmodSync(fresh, 0o755);
  renameSync(fresh, folder);
}

function mmdebstrapCommand(folder: string, mirror: Mirror, dateCheck: boolean): string[] {
  const signed = `signed-by=${mirror.keyring}`;
  return [
    'mmdebstrap',
    '--mode=chrootless',
    '--variant=extract',
    '--aptopt=APT::Install-Recommends "false"',
    ...(dateCheck ? [] : ['--aptopt=Acquire::Check-Valid-Until "false"']),
    ...['doc', 'man', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
    `--include=${treePackages.join(',')}`,
    suite,
    folder,
    `deb [${dateCheck ? signed : `check-valid-until=no ${signed}`}] ${mirror.url} ${suite} main`,
  ];
}

function checkContents(tree: Tree, logFile: string): void {
  const needed = [
    tree.loader,
    ...['usr/sbin/asterisk', 'usr/bin/janus', 'usr/bin/espeak-ng'].map((name) => join(tree.root, name)),
  ];
  const missing = needed.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Problem(`${basename(missing)} is not in what Debian ${suite} delivered; see ${logFile}`);
}

function readMirror(): Mirror {
  const folder = '/etc/apt/sources.list.d';
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(list|sources)$/.test(name)) : [];
  const paths = ['/etc/apt/sources.list', ...names.map((name) => join(folder, name))].filter((path) => existsSync(path));
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const codename = /^VERSION_CODENAME="?(\w+)/m.exec(release)?.[1] ?? 'stable';
  const mirror = findMirror(files, codename);
  if (mirror !== null) return mirror;
  throw new Problem(
    `no Debian mirror with ${codename} main in /etc/apt: set ARI_URL and JANUS_URL to an Asterisk and a Janus of your own`,
  );
}
