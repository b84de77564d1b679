/** Counts events in windows of `windowMs`; answers true from the first one that is more than `most`. */
export function floodGate(most: number, windowMs: number): (nowMs: number) => boolean {
  let window = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (nowMs) => {
    if (nowMs - window > windowMs) {
      window = nowMs;
      count = 0;
    }
    count += 1;
    return count > most;
  };
}
