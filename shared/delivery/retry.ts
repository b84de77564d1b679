const second = 1000;
const minute = 60 * second;

/** How long is waited after the first, second, … failed attempt; the last one repeats. */
const pauses = [2 * second, 5 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute];

/** A note that could not be handed over for this long is given up and shown as expired, in milliseconds. */
export const givenUpAfter = 24 * 60 * minute;

/** Milliseconds until the next attempt after `attempt` failed ones, `elapsedMs` after it was queued, at least as long as the other side asked for; null gives up. */
export function pauseBeforeRetry(attempt: number, elapsedMs: number, askedMs = 0): number | null {
  const pause = Math.max(pauses[Math.min(Math.max(attempt, 1), pauses.length) - 1] ?? 15 * minute, askedMs);
  return elapsedMs + pause > givenUpAfter ? null : pause;
}
