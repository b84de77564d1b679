import { assign, type Waiting } from '#shared/calls/routing.ts';
import { isPageAway, isRingableByTelephone } from '#shared/operators/presence.ts';
import { advance } from './advance-call.ts';
import type { Floor } from './floor-state.ts';

/** An operator lost his page in the conversation: his own telephone rings for the same caller, who hears music. */
export function ringForOwnCallers(floor: Floor): void {
  const at = floor.deps.clock();
  for (const call of floor.calls.values()) {
    if (call.state.name !== 'rejoining' || call.outbound !== null) continue;
    const o = floor.operators.get(call.state.operatorId);
    if (o !== undefined && isPageAway(o, at)) ring(floor, call.id, o.operator.id);
  }
}

/** Callers for whom nobody is free at his page: the telephones of those whose page is away. */
export function ringTelephones(floor: Floor, queue: readonly Waiting[]): void {
  const at = floor.deps.clock();
  const still = queue.filter(({ call }) => floor.calls.get(call.id) === call);
  for (const { callId, operatorId } of assign(still, floor.operators.values(), at, isRingableByTelephone)) {
    ring(floor, callId, operatorId);
  }
}

function ring(floor: Floor, callId: string, operatorId: string): void {
  const telephone = floor.operators.get(operatorId)?.telephone;
  if (telephone) advance(floor, callId, { t: 'telephone', operatorId, ...telephone });
}
