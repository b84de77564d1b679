import { expect, test } from 'vitest';
import { simulateDay } from './day.ts';
import { plantedBugs } from './planted-bugs.ts';

/** A bug that hides longer than this would hide from `npm test`. */
const mostDays = 5;

test.each(Object.entries(plantedBugs))(
  '[F1] it is found within days when %s',
  async (_name, { plant, breaks }) => {
    const broken = new Set<string>();
    for (let seed = 1; seed <= mostDays && broken.size === 0; seed += 1) {
      for (const { promise } of (await simulateDay(seed, { plant, until: breaks })).violations) broken.add(promise);
    }
    expect(breaks.filter((promise) => broken.has(promise))).not.toEqual([]);
  },
  120_000,
);
