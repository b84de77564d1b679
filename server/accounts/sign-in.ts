import { secondsToWait, signInLimits } from '#shared/accounts/sign-in-limit.ts';
import type { SignInFailures } from '../ports.ts';

export type SignInAttempt = { readonly email: string; readonly address: string };

const keysOf = ({ email, address }: SignInAttempt) => ({
  account: `account:${email.trim().toLowerCase()}`,
  address: `address:${address}`,
});

/** Limits sign-in by its failures, per account and per network address; `attempt` resolves whether it succeeded. */
export async function signIn<T>(
  deps: { readonly failures: SignInFailures; readonly nowMs: () => number },
  who: SignInAttempt,
  attempt: () => Promise<{ readonly succeeded: boolean; readonly value: T }>,
): Promise<{ readonly value: T } | { readonly waitSeconds: number }> {
  const keys = keysOf(who);
  const now = deps.nowMs();
  const since = now - signInLimits.windowSeconds * 1000;
  const [ofAccount, ofAddress] = await Promise.all([
    deps.failures.of(keys.account, since),
    deps.failures.of(keys.address, since),
  ]);
  const waitSeconds = Math.max(
    secondsToWait(ofAccount, signInLimits.perAccount, now),
    secondsToWait(ofAddress, signInLimits.perAddress, now),
  );
  if (waitSeconds > 0) return { waitSeconds };
  const { succeeded, value } = await attempt();
  if (succeeded) await deps.failures.clear(keys.account);
  else await deps.failures.add([keys.account, keys.address], now);
  return { value };
}
