/**
 * How long after each cause its effect came, when each cause has exactly one effect before the next cause. Instants in
 * order, milliseconds; rejects what does not pair, so that no lost or doubled event makes a figure look better.
 */
export function pairInTurn(causes: readonly number[], effects: readonly number[]): number[] {
  if (causes.length !== effects.length) throw new Error(`${causes.length} causes have ${effects.length} effects`);
  return causes.map((cause, i) => {
    const effect = effects[i] ?? Number.NaN;
    const next = causes[i + 1] ?? Number.POSITIVE_INFINITY;
    if (!(effect > cause && effect < next)) throw new Error(`effect ${i + 1} is not between its cause and the next`);
    return effect - cause;
  });
}
