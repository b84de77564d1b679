import { parseArgs } from 'node:util';
import { runMatrix } from './matrix.ts';

/*
 * npm run faults                                     every failure in every state, three times
 * npm run faults -- --only server-killed --rounds 1  one failure, or several with commas; server-killed/held: one cell of it
 * npm run faults -- --third 2 --rounds 1 --again     what `npm test` strikes on one day of three
 * npm run faults -- --anew                           forgets what an earlier run found
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    /** 1, 2, 3 or `today`. */
    third: { type: 'string' },
    rounds: { type: 'string' },
    /** Cells that broke are struck once more. */
    again: { type: 'boolean' },
    anew: { type: 'boolean' },
    results: { type: 'string' },
    /** This process has a network of its own already. */
    apart: { type: 'boolean' },
  },
});
const rounds = Number(values.rounds ?? 3);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is a whole number');
const kept = await runMatrix({
  rounds,
  only: values.only ?? null,
  third: thirdOf(values.third),
  again: values.again ?? false,
  anew: values.anew ?? false,
  file: values.results ?? 'build/faults.jsonl',
  apart: values.apart ?? false,
});
process.exit(kept || values.apart ? 0 : 1); // apart, the cells tell whoever asked, and the home's networks would live on

function thirdOf(asked: string | undefined): number | null {
  if (asked === undefined) return null;
  const third = asked === 'today' ? 1 + (Math.floor(Date.now() / 86_400_000) % 3) : Number(asked);
  if (![1, 2, 3].includes(third)) throw new Error('--third is 1, 2, 3 or today');
  console.log(`third ${third} of the failures; it is repeated by: npm run faults -- --third ${third} --rounds 1 --again`);
  return third;
}
