/**
 * How long after each cause its effect came, before the next cause; `Infinity` when it did not come, so that a lost one
 * never makes a figure look better. Instants in order, milliseconds; throws when effects have no cause of their own.
 */
export function pairInTurn(causes: readonly number[], effects: readonly number[]): number[] {
  const pairs = causes.map((cause, i) => {
    const next = causes[i + 1] ?? Number.POSITIVE_INFINITY;
    const own = effects.filter((effect) => effect > cause && effect < next);
    if (own.length > 1) throw new Error(`cause ${i + 1} has ${own.length} effects`);
    return (own[0] ?? Number.POSITIVE_INFINITY) - cause;
  });
  const paired = pairs.filter(Number.isFinite).length;
  if (paired !== effects.length) throw new Error(`${effects.length - paired} effects have no cause`);
  return pairs;
}
