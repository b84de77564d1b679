import { secondsToWait, signInLimits } from '#shared/accounts/sign-in-limit.ts';
import type { SignInFailures } from '../ports/sign-in.ts';

export type SignInAttempt = { readonly email: string; readonly address: string };

/** What failures are counted by; an account that does not exist is counted like any other. */
function keysOf({ email, address }: SignInAttempt) {
  const account = `account:${email.trim().toLowerCase()}`;
  return { pair: `${account} from ${address}`, account, address: `address:${address}` };
}

/**
 * Limits sign-in by its failures, per account and per network address; `attempt` resolves whether it succeeded.
 * An attempt counts as a failure until it has succeeded, so that guesses made at the same moment see each other.
 */
export async function signIn<T>(
  deps: { readonly failures: SignInFailures; readonly nowMs: () => number },
  who: SignInAttempt,
  attempt: () => Promise<{ readonly succeeded: boolean; readonly value: T }>,
): Promise<{ readonly value: T } | { readonly waitSeconds: number }> {
  const { failures } = deps;
  const keys = keysOf(who);
  const now = deps.nowMs();
  await failures.add(Object.values(keys), now);
  const waitSeconds = await secondsLeft(failures, keys, now);
  if (waitSeconds > 0) {
    await failures.takeBack(Object.values(keys), now);
    return { waitSeconds };
  }
  const { succeeded, value } = await attempt();
  if (succeeded) {
    await failures.clear([keys.pair, keys.account]);
    await failures.takeBack([keys.address], now);
  }
  return { value };
}

/** This attempt is among the failures, hence one more than the limit. */
async function secondsLeft(failures: SignInFailures, keys: ReturnType<typeof keysOf>, now: number): Promise<number> {
  const since = now - signInLimits.windowSeconds * 1000;
  const limits = [
    [keys.pair, signInLimits.perAccountAndAddress],
    [keys.account, signInLimits.perAccount],
    [keys.address, signInLimits.perAddress],
  ] as const;
  const waits = limits.map(async ([key, limit]) => secondsToWait(await failures.of(key, since), limit + 1, now));
  return Math.max(...(await Promise.all(waits)));
}
