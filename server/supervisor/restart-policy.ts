/** A child that lived this long was at work and died of something new: counting begins again. */
const forgivenAfterMs = 5_000;

/** Milliseconds to wait before a dead child is started again: at once the first time, then longer, at most 10 s. */
export function restartDelay(deathsInARow: number): number {
  return deathsInARow <= 1 ? 0 : Math.min(10_000, 250 * 2 ** (deathsInARow - 2));
}

/** How many times in a row the child has died, this one included. */
export function deathsInARow(before: number, livedMs: number): number {
  return livedMs >= forgivenAfterMs ? 1 : before + 1;
}
