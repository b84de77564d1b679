/** Failed sign-ins allowed per key within the window; successes are not counted. */
export const signInLimits = { perAccount: 5, perAddress: 20, windowSeconds: 900 } as const;

/**
 * Seconds to wait before the next attempt, 0 when it may be made now.
 * `failures` are milliseconds since the epoch of failed attempts of one key, in any order.
 */
export function secondsToWait(failures: readonly number[], limit: number, nowMs: number): number {
  const recent = failures.filter((at) => nowMs - at < signInLimits.windowSeconds * 1000).sort((a, b) => b - a);
  const deciding = recent[limit - 1];
  return deciding === undefined ? 0 : Math.ceil((deciding + signInLimits.windowSeconds * 1000 - nowMs) / 1000);
}
