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
    const { state, line } = call;
    const last = call.transfers.at(-1);
    if (state.name !== 'consulting' || state.party !== 'ringing' || line?.accountId !== arriving.accountId || !last) return false;
    if (toMs(arriving.at) - toMs(last.dialledAt) > comesBackWithinMs) return false;
    const { caller, diversion } = arriving;
    return caller === line.number || caller === last.number || diversion?.number === last.number;
  });
}
