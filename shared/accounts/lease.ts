/** When the server last gave this device its data, and for how long they may be shown without it. */
export type Lease = { readonly seenAtMs: number; readonly leaseSeconds: number };

/** A clock that was corrected by so much did not run out of anything; one set back by more proves nothing. */
const correctionMs = 5 * 60_000;

/**
 * Milliseconds for which the device may still show its data; 0 when the lease is over. `nowMs` is the device's own
 * clock, as `seenAtMs` was.
 */
export function leaseLeft({ seenAtMs, leaseSeconds }: Lease, nowMs: number): number {
  const age = nowMs - seenAtMs;
  if (age < -correctionMs) return 0;
  return Math.max(0, leaseSeconds * 1000 - Math.max(0, age));
}
