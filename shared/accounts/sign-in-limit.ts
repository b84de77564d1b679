/** Characters of a password at least. */
export const shortestPassword = 12;

/**
 * Failed sign-ins allowed per key within the window; successes are not counted.
 * Five of one account from one address: a stranger who fails on purpose shuts out his own address, not the account's
 * owner elsewhere. The account as a whole takes more, against guesses from many addresses; who has dozens of addresses
 * can keep it shut for as long as he goes on, and never longer than one window after that.
 */
export const signInLimits = { perAccountAndAddress: 5, perAccount: 50, perAddress: 20, windowSeconds: 900 } as const;

/**
 * Seconds to wait before the next attempt, 0 when it may be made now.
 * `failures` are milliseconds since the epoch of failed attempts of one key, in any order.
 */
export function secondsToWait(failures: readonly number[], limit: number, nowMs: number): number {
  const recent = failures.filter((at) => nowMs - at < signInLimits.windowSeconds * 1000).sort((a, b) => b - a);
  const deciding = recent[limit - 1];
  return deciding === undefined ? 0 : Math.ceil((deciding + signInLimits.windowSeconds * 1000 - nowMs) / 1000);
}
