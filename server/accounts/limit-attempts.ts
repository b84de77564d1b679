import { secondsToWait, signInLimits } from '#shared/accounts/sign-in-limit.ts';
import type { SignInFailures } from '../ports/sign-in.ts';

/** What attempts are counted by, and how many there may be within the window of sign-in. */
export type Limit = { readonly key: string; readonly most: number };

/**
 * Counts an attempt under each key; resolves with the seconds to wait, 0 when it may be made. One that may not be made is not
 * counted, so waiting is not prolonged by asking.
 */
export const limitAttempts =
  ({ failures, nowMs }: { readonly failures: SignInFailures; readonly nowMs: () => number }) =>
  async (limits: readonly Limit[]): Promise<number> => {
    const now = nowMs();
    const keys = limits.map(({ key }) => key);
    await failures.add(keys, now);
    const since = now - signInLimits.windowSeconds * 1000;
    const waits = limits.map(async ({ key, most }) => secondsToWait(await failures.of(key, since), most + 1, now));
    const longest = Math.max(...(await Promise.all(waits)));
    if (longest > 0) await failures.takeBack(keys, now);
    return longest;
  };
