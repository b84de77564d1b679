import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WrongSetting } from '../../server/config/values.ts';
import { readSettings } from '../../server/config.ts';
import { testPackages } from '../../server/supervisor/debian-packages.ts';
import { makeFolders, placesIn } from '../../server/supervisor/places.ts';
import { Problem } from '../../server/supervisor/problem.ts';
import { printProgress } from '../../server/supervisor/progress.ts';
import { provision } from '../../server/supervisor/provision.ts';
import { b1 } from './b1.ts';
import { b1Large } from './b1-100k.ts';
import { b2 } from './b2.ts';
import { b3 } from './b3.ts';
import { b4 } from './b4.ts';
import { b5 } from './b5.ts';
import { b6 } from './b6.ts';
import { b6Offline } from './b6-offline.ts';
import { b7 } from './b7.ts';
import { b7Batch } from './b7-batch.ts';
import { b7Push } from './b7-push.ts';
import { b7Wave } from './b7-wave.ts';
import { describeLoad, describeMachine, untilCalm } from './calm.ts';
import { type Figure, isMet, table } from './figures.ts';
import { load } from './load.ts';
import { memory } from './memory.ts';
import type { Scenario } from './scenario.ts';

/*
 * `npm run bench [-- NAME… --strict]`: measures on installations of its own and prints a table beside the bars.
 * With --strict a missed bar is a failure; a scenario that could not be measured always is.
 */
const scenarios: readonly Scenario[] = [b1, b1Large, b2, b3, b4, memory, load, b7, b7Push, b7Batch, b7Wave, b6, b6Offline, b5];

const names = process.argv.slice(2).filter((word) => word !== '--strict');
const strict = process.argv.includes('--strict');
const unknown = names.filter((name) => scenarios.every((scenario) => scenario.name !== name));
if (unknown.length > 0)
  end(`${unknown.join(', ')}: not measured here; there are ${scenarios.map(({ name }) => name).join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 'permanence-bench-'));
chmodSync(folder, 0o711); // PostgreSQL, Asterisk and Janus run as other users below it
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  await prepare();
  const outcomes = [];
  for (const scenario of scenarios.filter(({ name }) => names.length === 0 || names.includes(name))) {
    outcomes.push(await outcomeOf(scenario));
  }
  const figures = outcomes.flatMap((outcome) => outcome.figures);
  console.log(`\n${describeMachine()}`);
  for (const { name, load } of outcomes) console.log(`${name}: ${load}`);
  console.log(`\n${table(figures).join('\n')}`);
  const failed = outcomes.some((outcome) => outcome.failed) || (strict && !figures.every(isMet));
  process.exit(failed ? 1 : 0);
} catch (error) {
  if (!(error instanceof WrongSetting || error instanceof Problem)) throw error;
  end(error.message);
}

/** What this machine and clone lack, as `npm test` gets it. */
async function prepare(): Promise<void> {
  const settings = readSettings({ DATA_DIR: join(folder, 'data'), MEDIA_IP: '127.0.0.1' });
  const places = placesIn(settings.dataDir);
  makeFolders(places);
  await provision({ settings, places, env: process.env, more: testPackages }, printProgress);
}

type Outcome = { readonly name: string; readonly load: string; readonly figures: readonly Figure[]; readonly failed: boolean };

async function outcomeOf({ name, isTimed, measure }: Scenario): Promise<Outcome> {
  const load = isTimed ? describeLoad(await untilCalm(printProgress)) : 'no durations';
  printProgress(name);
  try {
    return { name, load, figures: await measure(printProgress), failed: false };
  } catch (error) {
    console.error(error);
    return { name, load: `${load}; could not be measured`, figures: [], failed: true };
  }
}

function end(line: string): never {
  console.error(line);
  process.exit(1);
}
