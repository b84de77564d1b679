import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cutDeliveries } from './cut-deliveries.ts';

/*
 * npm run cuts                        2,000 deliveries cut between their acceptance and our record of it
 * npm run cuts -- --cuts 100 --seed 17
 */

const { values } = parseArgs({ options: { cuts: { type: 'string' }, seed: { type: 'string' } } });
const cuts = Number(values.cuts ?? 2_000);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isInteger(cuts) || !Number.isInteger(seed)) throw new Error('--cuts and --seed are whole numbers');
console.log(`${cuts} cuts from seed ${seed}`);
const stopped = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopped.abort(new Error('stopped')));

const began = performance.now();
const pace = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
const every = Math.max(1, Math.round(cuts / 20));
let told = 0;
const outcome = await cutDeliveries({ cuts, seed, signal: stopped.signal }, (now) => {
  if (now.cuts < told + every) return;
  told = now.cuts;
  console.log(`${now.cuts} cuts in ${now.kills} kills, ${pace()}`);
});
for (const line of outcome.broken) console.log(line);
const doubles = Object.entries(outcome.doubles).map(([channel, count]) => `${count} ${channel}`);
console.log(`${outcome.cuts} cuts in ${outcome.kills} kills, ${outcome.deliveries} deliveries, ${pace()}`);
console.log(`arrived once more, each with its key: ${doubles.join(', ')}; broken promises: ${outcome.broken.length}`);
process.exitCode = outcome.broken.length === 0 ? 0 : 1;
