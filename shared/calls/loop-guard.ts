import { type Instant, toMs } from '../time.ts';
import type { Call } from './call-state.ts';
import type { PhoneNumber } from './phone-number.ts';

/** Milliseconds during which a call on the account's own line may be our own leg that was forwarded back. */
const comesBackWithinMs = 30_000;

type Arriving = {
  readonly accountId: string;
  readonly caller: PhoneNumber | null;
  readonly diversion: { readonly number: PhoneNumber | null } | null;
  readonly at: Instant;
};

/**
 * The call whose third party's telephone is forwarded to us: our own leg arrives on the account's own line, from the number that
 * we show, or forwarded by the number that we dialled. Undefined for every other caller.
 */
export function legComingBack(calls: Iterable<Call>, arriving: Arriving): Call | undefined {
  return [...calls].find((call) => {
    const leg = legThatRings(call);
    if (leg === null || call.line?.accountId !== arriving.accountId) return false;
    if (toMs(arriving.at) - toMs(leg.since) > comesBackWithinMs) return false;
    return isOurs(leg, arriving);
  });
}

/** The same for an automatic call that rings: whether it is the one that comes back. */
export const isPersonsCallBack = (leg: Leg & { readonly accountId: string }, arriving: Arriving): boolean =>
  leg.accountId === arriving.accountId && toMs(arriving.at) - toMs(leg.since) <= comesBackWithinMs && isOurs(leg, arriving);

const isOurs = (leg: Leg, { caller, diversion }: Arriving): boolean =>
  caller === leg.shown || caller === leg.number || diversion?.number === leg.number;

type Leg = { readonly number: PhoneNumber | null; readonly shown: PhoneNumber | undefined; readonly since: Instant };

/** The leg of ours that rings at somebody's; null when none does. */
function legThatRings({ state, transfers, line, caller, outbound }: Call): Leg | null {
  if (state.name === 'telephoning') return { number: state.number, shown: line?.number, since: state.since };
  if (state.name === 'dialling') return { number: caller, shown: outbound?.shown, since: state.since };
  const last = transfers.at(-1);
  const rings = (state.name === 'consulting' || state.name === 'forwarding') && state.party === 'ringing';
  if (!rings || last === undefined) return null;
  return { number: last.number, shown: line?.number, since: last.dialledAt };
}
