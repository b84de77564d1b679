import type { Call } from '#shared/calls/call-state.ts';
import { isLegFree } from '#shared/calls/outbound-policy.ts';
import { assign, inTurn, isAnybodySignedIn, type Waiting } from '#shared/calls/routing.ts';
import { whyUnreachable } from '#shared/operators/presence.ts';
import { toMs } from '#shared/time.ts';
import { advance } from './advance-call.ts';
import { type Floor, legsOf } from './floor-state.ts';
import { askForTurn, placesInTurn } from './kept-places.ts';
import { ringForOwnCallers, ringTelephones } from './offer-telephones.ts';

/** Asks free operators for the callers who wait, or kept their place, takes back offers that cannot be heard, and leaves nobody without hope. */
export function offerCalls(floor: Floor): void {
  if (!floor.inCharge) return;
  withdrawUnheard(floor);
  noticeLostLegs(floor);
  giveUpHope(floor);
  ringForOwnCallers(floor);
  const waiting = callersWaiting(floor);
  waiting.push(...placesInTurn(floor).filter(({ account }) => isLegFree(legsOf(floor, account.id))));
  if (waiting.length === 0) return;
  const queue = inTurn(waiting);
  for (const { callId, operatorId } of assign(queue, floor.operators.values(), floor.deps.clock())) {
    if (floor.calls.has(callId)) advance(floor, callId, { t: 'offer', operatorId });
    else askForTurn(floor, callId, operatorId);
  }
  ringTelephones(floor, queue);
}

function callersWaiting(floor: Floor): Waiting[] {
  const waiting: Waiting[] = [];
  for (const call of floor.calls.values()) {
    const account = call.line === null || !isWaiting(call) ? undefined : floor.deps.directory.account(call.line.accountId);
    if (account !== undefined) waiting.push({ call, account });
  }
  return waiting;
}

const isWaiting = (call: Call): boolean => call.state.name === 'ringing' || call.state.name === 'waiting';

/** The operator's page, sound or heartbeat went after he was asked. */
function withdrawUnheard(floor: Floor): void {
  const at = floor.deps.clock();
  for (const call of floor.calls.values()) {
    if (call.state.name !== 'offered') continue;
    const operator = floor.operators.get(call.state.operatorId);
    if (operator !== undefined && whyUnreachable(operator, at) === null) continue;
    advance(floor, call.id, { t: 'operator-unreachable', operatorId: call.state.operatorId });
  }
}

const onLeg: readonly Call['state']['name'][] = ['dialling', 'talking', 'held', 'consulting', 'conference'];

/** A call whose operator has no leg, or talks on one that fell silent during a hold: the caller must not sit in silence. */
function noticeLostLegs(floor: Floor): void {
  for (const call of floor.calls.values()) {
    const { state } = call;
    if (!onLeg.includes(state.name) || !('operatorId' in state)) continue;
    const { operatorId } = state;
    const leg = floor.operators.get(operatorId)?.leg ?? 'none';
    const isLost = leg === 'none' || (leg === 'silent' && state.name === 'talking');
    if (isLost) advance(floor, call.id, { t: 'leg-lost', operatorId });
  }
}

/** Nobody who could take the call is signed in any more: voicemail at once. */
function giveUpHope(floor: Floor): void {
  const at = floor.deps.clock();
  if (toMs(at) < floor.graceUntilMs) return;
  for (const call of floor.calls.values()) {
    if (!isWaiting(call) || call.line === null) continue;
    const account = floor.deps.directory.account(call.line.accountId);
    if (account === undefined || isAnybodySignedIn(call, account, floor.operators.values(), at)) continue;
    advance(floor, call.id, { t: 'nobody-signed-in' });
  }
}
