import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Env, WrongSetting } from '../config/values.ts';
import { readSettings } from '../config.ts';
import { type Count, countCommand, countFaults, countPlaywright, countVitest, sum } from './count-results.ts';
import { testPackages } from './debian-packages.ts';
import { readJson, readText } from './json-file.ts';
import { makeFolders, placesIn, projectRoot } from './places.ts';
import { Problem } from './problem.ts';
import { printProgress } from './progress.ts';
import { provision } from './provision.ts';
import { ensureWebBuild } from './web-build.ts';

/**
 * Everything that must hold, in one command: the checks, all of Vitest, all of Playwright, a third of the failures. What only
 * computes gives way to the adapters' tests, which keep promises in seconds and mostly wait. Failures strike five operators at
 * once and are alone.
 */
async function testAll(folder: string): Promise<Count> {
  const [quick, adapters] = await Promise.all([testQuickly(folder), runVitest('adapters', folder)]);
  printProgress('stories with real parts');
  const stories = await runStories(folder);
  printProgress('failures in every state of a call');
  return sum([...quick, adapters, stories, await runFaults(folder)]);
}

/** The checks and the rules; then the pages are built, before anybody waits for an installation to be ready. */
async function testQuickly(folder: string): Promise<Count[]> {
  printProgress('checks and rules, with the adapters beside them');
  const checks = countCommand(await run(['npm', 'run', '--silent', 'check'], {}, givesWay));
  const rules = await runVitest('rules', folder, givesWay);
  await ensureWebBuild(join(folder, 'pages.log'), printProgress);
  return [checks, rules];
}

async function runVitest(project: 'rules' | 'adapters', folder: string, priority?: number): Promise<Count> {
  const report = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(['vitest', 'run', '--project', project, ...reporters], {}, priority);
  return countVitest(readJson(report), code);
}

async function runStories(folder: string): Promise<Count> {
  const report = join(folder, 'playwright.json');
  const code = await run(['playwright', 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  return countPlaywright(readJson(report), code);
}

/** Another third each day. */
async function runFaults(folder: string): Promise<Count> {
  const report = join(folder, 'faults.jsonl');
  const again = process.env.CI ? ['--again'] : []; // as stories have a second try there
  const what = ['--third', 'today', '--rounds', '1', ...again, '--results', report];
  const code = await run(['node', 'tests/faults/faults.ts', ...what], {});
  return countFaults(readText(report), code);
}

const givesWay = constants.priority.PRIORITY_LOW;
const folder = mkdtempSync(join(tmpdir(), 'permanence-test-'));
chmodSync(folder, 0o711); // PostgreSQL, Asterisk and Janus run as other users below it
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  // An own data folder and loopback media: a running installation beside it is not touched.
  const settings = readSettings({ DATA_DIR: join(folder, 'data'), MEDIA_IP: '127.0.0.1' });
  const places = placesIn(settings.dataDir);
  makeFolders(places);
  await provision({ settings, places, env: process.env, more: testPackages }, printProgress);
  const { passed, failed } = await testAll(folder);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
} catch (error) {
  if (!(error instanceof WrongSetting || error instanceof Problem)) throw error;
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

/** Runs a command of the project with its output shown, at our own priority or at a lower one; the exit code. */
function run(command: readonly [string, ...string[]], more: Env, priority?: number): Promise<number> {
  const [file, ...args] = command;
  const path = [join(projectRoot, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  return new Promise((resolve, reject) => {
    // what one installation of the tests has compiled, the next one reads
    const env = { NODE_COMPILE_CACHE: join(folder, 'compiled'), ...process.env, ...more, PATH: path };
    const child = spawn(file, args, { cwd: projectRoot, stdio: 'inherit', env });
    if (child.pid !== undefined && priority !== undefined) setPriority(child.pid, priority);
    const end = () => void child.kill('SIGTERM');
    process.once('SIGTERM', end);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGTERM', end);
      resolve(code ?? 1);
    });
  });
}
