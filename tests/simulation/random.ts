/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export type Random = {
  /** 0 ≤ n < 1. */
  unit(): number;
  /** A whole number of the range, both ends included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Waiting time of a memoryless event, exponential around its mean. */
  around(mean: number): number;
  /** A stream of its own: what one part draws does not move the others. */
  fork(): Random;
};

export function createRandom(seed: number): Random {
  let state = seed | 0;
  function unit(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const between = (least: number, most: number): number => least + Math.floor(unit() * (most - least + 1));
  return {
    unit,
    between,
    chance: (probability) => unit() < probability,
    pick(list) {
      const chosen = list[between(0, list.length - 1)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
    around: (mean) => Math.round(-Math.log(1 - unit()) * mean),
    fork: () => createRandom(between(0, 2 ** 31)),
  };
}
