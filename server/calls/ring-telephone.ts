import type { Call, CallEffect } from '#shared/calls/call-state.ts';
import { telephoneLegId } from '#shared/calls/leg-cost.ts';
import { mayDial } from '#shared/calls/outbound-policy.ts';
import { type Floor, legsOf } from './floor-state.ts';
import { giveBack, reserveLeg } from './reserve-leg.ts';

type Ring = Extract<CallEffect, { do: 'ring-telephone' }>;

/** Calls an operator's own telephone for a call, if the policy for every leg lets us; `failed` when it does not, or the exchange refuses. */
export async function ringTelephone(floor: Floor, call: Call, effect: Ring, failed: () => void): Promise<void> {
  const { log } = floor.deps;
  const { operatorId, offer } = effect;
  const legId = telephoneLegId(call.id, offer);
  const refusal = await begin(floor, call, effect, legId).catch((cause: unknown) => {
    giveBack(floor, legId);
    return String(cause);
  });
  if (refusal === null) return;
  log('telephone.not_rung', { callId: call.id, operatorId, reason: refusal });
  failed();
}

/** Null when it rings, or is not wanted any more; else why not. */
async function begin(floor: Floor, call: Call, { operatorId, offer, number }: Ring, legId: string): Promise<string | null> {
  const account = call.line === null ? undefined : floor.deps.directory.account(call.line.accountId);
  if (call.line === null || account === undefined) return 'no-account';
  const decision = mayDial(number, { legs: legsOf(floor, account.id, call.id), home: number, abroad: true });
  if (decision.dial === 'no') return decision.reason;
  const reason = await reserveLeg(floor, legId, { account, operatorId, home: number, number }, decision.price);
  if (reason !== null) return reason;
  if (!isWanted(floor, call.id, offer)) {
    giveBack(floor, legId);
    return null;
  }
  const telephone = { callId: call.id, offer };
  await floor.deps.telephony.perform({ do: 'ring-telephone', telephone, operatorId, number, shown: call.line.number });
  if (!isWanted(floor, call.id, offer)) await floor.deps.telephony.perform({ do: 'end-telephone', telephone });
  return null;
}

/** While the limits were looked up the caller may have gone. */
function isWanted(floor: Floor, callId: string, offer: number): boolean {
  const call = floor.calls.get(callId);
  return call?.state.name === 'telephoning' && call.offers.length === offer;
}
