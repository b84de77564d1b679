import { liveCallOf } from '#shared/calls/call-facts.ts';
import { mayServe } from '#shared/calls/routing.ts';
import { isRingable } from '#shared/operators/presence.ts';
import { advance } from './advance-call.ts';
import { callOfOperator, type Floor, toPage } from './floor-state.ts';

/** Gives the operator's own caller to a colleague who is free and may serve the account; else both stay where they are. */
export function handOver(floor: Floor, operatorId: string, wish: { readonly callId: string; readonly to: string }): void {
  const { callId, to } = wish;
  const done = isFree(floor, callId, to) && advance(floor, callId, { t: 'hand-over', operatorId, to });
  if (done) return;
  floor.deps.log('hand_over.refused', { callId, operatorId, to });
  toPage(floor, operatorId, { t: 'refused', code: 'call.colleague_not_free', callId });
  const call = callOfOperator(floor, operatorId);
  const live = call === undefined ? null : liveCallOf(call);
  if (live !== null) toPage(floor, operatorId, { t: 'call', call: live, draft: null });
}

function isFree(floor: Floor, callId: string, to: string): boolean {
  const accountId = floor.calls.get(callId)?.line?.accountId;
  const account = accountId === undefined ? undefined : floor.deps.directory.account(accountId);
  const colleague = floor.operators.get(to);
  if (account === undefined || colleague === undefined) return false;
  return mayServe(colleague, account) && isRingable(colleague, floor.deps.clock());
}
