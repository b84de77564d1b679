import { parseArgs } from 'node:util';
import { runMatrix } from './matrix.ts';

/*
 * npm run faults                                     every failure in every state, three times
 * npm run faults -- --only server-killed --rounds 1  one failure; server-killed/held: one cell of it
 * npm run faults -- --anew                           forgets what an earlier run found
 */
const { values } = parseArgs({
  options: { only: { type: 'string' }, rounds: { type: 'string' }, anew: { type: 'boolean' }, results: { type: 'string' } },
});
const rounds = Number(values.rounds ?? 3);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is a whole number');
const kept = await runMatrix({
  rounds,
  only: values.only ?? null,
  anew: values.anew ?? false,
  file: values.results ?? 'build/faults.jsonl',
});
process.exitCode = kept ? 0 : 1;
