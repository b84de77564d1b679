import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { attack } from './attack.ts';

/*
 * npm run guess                          100,000 random SIP requests and /janus frames at an installation of its own
 * npm run guess -- --guesses 5000 --seed 17
 */

const { values } = parseArgs({ options: { guesses: { type: 'string' }, seed: { type: 'string' } } });
const guesses = Number(values.guesses ?? 100_000);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isInteger(guesses) || !Number.isInteger(seed)) throw new Error('--guesses and --seed are whole numbers');
console.log(`${guesses} guesses from seed ${seed}`);
const { outbound, restarts, calls, answered, arrived, sipAnswers, ...told } = await attack({ guesses, perSecond: 1000, seed });
console.log(`${told.sip} SIP requests (${sipAnswers} answers), ${told.frames} frames in ${told.seconds.toFixed(0)} s`);
console.log(
  `outbound requests: ${outbound}; restarts: ${restarts}; ordinary calls answered: ${answered} of ${calls}; calls seen: ${arrived}`,
);
process.exitCode = outbound === 0 && restarts === 0 && arrived === calls && answered >= 0.99 * calls && sipAnswers > 0 ? 0 : 1;
