import { randomInt } from 'node:crypto';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { moments } from './moments.ts';
import { killInMidNote } from './run.ts';

/*
 * npm run kills                          200 SIGKILLs of an operator's browser in mid-note, on an installation of its own
 * npm run kills -- --kills 20 --seed 17
 * npm run kills -- --only losing          a moment of moments.ts alone
 */
const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } } });
const kills = Number(values.kills ?? 200);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) throw new Error('--kills and --seed are whole numbers');
const only = moments.find((moment) => moment === values.only);
if (values.only !== undefined && only === undefined) throw new Error(`--only is one of ${moments.join(', ')}`);
console.log(`${kills} kills from seed ${seed}`);
const began = performance.now();
const killed = await killInMidNote({ kills, seed, ...(only && { only }), tell: console.log });
const seconds = ((performance.now() - began) / 1000).toFixed(0);
const counts = Object.entries(killed.kills).map(([moment, times]) => `${moment} ${times}`);
console.log(`${counts.join(', ')}; ${seconds} s, load average ${loadavg()[0]?.toFixed(1)}`);
console.log(`${killed.notes} notes, each in PostgreSQL once${killed.broken.length > 0 ? ' except:' : ''}`);
for (const line of killed.broken) console.log(`  ${line}`);
console.log(`databases that the browser lost by itself: ${killed.lostByItself}`);
console.log(`characters lost that no page had called kept: at most ${killed.lostKeys}`);
process.exitCode = killed.broken.length === 0 && killed.notes === kills ? 0 : 1;
