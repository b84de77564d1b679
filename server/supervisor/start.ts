import { WrongSetting } from '../config/values.ts';
import { readSettings } from '../config.ts';
import { readyLines } from './announce.ts';
import { Instance } from './instance.ts';
import { claim } from './owner.ts';
import { makeFolders, type Places, placesIn, reachableDataDir } from './places.ts';
import { Problem } from './problem.ts';
import { printProgress } from './progress.ts';

/** Two signals closer than this are one: a terminal's Ctrl-C reaches every process of the command. */
const oneKeyPressMs = 300;

try {
  await start();
} catch (error) {
  if (!(error instanceof WrongSetting || error instanceof Problem)) throw error;
  console.error(error.message);
  process.exit(1);
}

async function start(): Promise<void> {
  const read = readSettings(process.env);
  const places = openDataDir(read.dataDir);
  const settings = { ...read, dataDir: places.dataDir };
  const giveBack = claim(places.ownerFile, places.dataDir);
  process.on('exit', giveBack);
  const instance = new Instance(settings, places, printProgress);
  obeySignals(instance);
  const health = await openOrEnd(instance);
  for (const line of readyLines(settings, health.demo ?? settings.demo !== 'no')) console.log(line);
}

function openDataDir(dataDir: string): Places {
  try {
    const places = placesIn(reachableDataDir(dataDir, printProgress));
    makeFolders(places);
    return places;
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new Problem(`DATA_DIR ${dataDir} cannot be used: ${cause.message}`, cause);
  }
}

async function openOrEnd(instance: Instance) {
  try {
    return await instance.open(process.env);
  } catch (error) {
    await instance.end();
    throw error;
  }
}

function obeySignals(instance: Instance): void {
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    printProgress('ending');
    await instance.end();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGHUP', () => void instance.replaceServer());
  process.on(
    'SIGINT',
    onceAskedAbout(instance, () => void end()),
  );
  // The command that started this process was killed: leave as if killed, the next start adopts the children.
  process.on('disconnect', () => process.exit(1));
  // A closed terminal takes no more lines; the work goes on.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}

/** On a terminal, Ctrl-C while calls are up must be pressed twice. */
function onceAskedAbout(instance: Instance, end: () => void): () => void {
  let pressedAt = Number.NEGATIVE_INFINITY;
  let warned = false;
  return async () => {
    const now = performance.now();
    if (now - pressedAt < oneKeyPressMs) return;
    pressedAt = now;
    const calls = process.stdin.isTTY && !warned ? await instance.calls() : 0;
    if (calls === 0) return end();
    warned = true;
    console.log(`${calls === 1 ? 'One call is' : `${calls} calls are`} up and would be cut. Press Ctrl-C again to end.`);
  };
}
