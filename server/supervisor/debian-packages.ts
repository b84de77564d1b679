import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { isRoot } from './places.ts';
import { Problem } from './problem.ts';
import { type Progress, withProgress } from './progress.ts';
import { runCommand } from './run-command.ts';

/** A Debian package and how to see that it, or something as good, is there. */
export type DebianPackage = { readonly name: string; readonly isThere: () => boolean };

const withCommand = (name: string, command: string): DebianPackage => ({ name, isThere: () => commandIsThere(command) });

export const mmdebstrap = withCommand('mmdebstrap', 'mmdebstrap');
/** The compiler for the library of MEDIA_IP 127.0.0.1. */
export const compiler: readonly DebianPackage[] = [
  withCommand('gcc', 'gcc'),
  { name: 'libc6-dev', isThere: () => existsSync('/usr/include/dlfcn.h') },
];
/** What the tests drive and measure with. */
export const testPackages: readonly DebianPackage[] = [
  withCommand('chromium', 'chromium'),
  withCommand('firefox-esr', 'firefox-esr'),
  withCommand('sip-tester', 'sipp'),
  withCommand('sox', 'sox'),
  withCommand('coturn', 'turnserver'),
  withCommand('iproute2', 'ip'),
  withCommand('openssl', 'openssl'),
  { name: 'fonts-noto-cjk', isThere: () => existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') },
];

/** Installs what is missing as root, after asking on a terminal; otherwise ends with the command that installs it. */
export async function ensurePackages(packages: readonly DebianPackage[], logFile: string, progress: Progress): Promise<void> {
  const missing = packages.filter((each) => !each.isThere()).map((each) => each.name);
  if (missing.length === 0) return;
  const command = `apt-get install -y ${missing.join(' ')}`;
  if (!commandIsThere('apt-get'))
    throw new Problem(`missing: ${missing.join(', ')} (names of Debian's packages; there is no apt-get here)`);
  if (!isRoot()) throw new Problem(`missing Debian packages; install them with: sudo ${command}`);
  if (!(await isAllowed(command))) throw new Problem(`missing Debian packages; install them with: ${command}`);
  progress(`Debian packages: ${missing.join(', ')}`);
  await withProgress(progress, 'Debian packages', () => install(missing, logFile));
}

/** Whether a command of this name is on the PATH. */
function commandIsThere(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
  });
}

async function isAllowed(command: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return true;
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asking.question(`Debian packages are missing. Run "${command}" now? [Y/n] `).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'AbortError') return 'n'; // Ctrl-C or Ctrl-D
    throw error;
  });
  asking.close();
  return /^(y|yes|)$/i.test(answer.trim());
}

async function install(names: readonly string[], logFile: string): Promise<void> {
  const apt = ['apt-get', '-o', 'DPkg::Lock::Timeout=300', '-y'];
  const options = { logFile, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const attempt = () => runCommand([...apt, 'install', '--no-install-recommends', ...names], options);
  // The lists of packages may be absent or older than the mirror: then once more with new ones.
  if ((await attempt()) === 0) return;
  await runCommand([...apt, 'update'], options);
  if ((await attempt()) === 0) return;
  throw new Problem(`apt-get install ${names.join(' ')} failed; its words are in ${logFile}`);
}
