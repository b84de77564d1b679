import { liveCallOf } from '#shared/calls/call-facts.ts';
import type { Call } from '#shared/calls/call-state.ts';
import { mayDial } from '#shared/calls/outbound-policy.ts';
import type { ToServer } from '#shared/live.ts';
import { advance } from './advance-call.ts';
import { callOfOperator, type Floor, legsOf, toPage } from './floor-state.ts';

type Transfer = Extract<ToServer, { t: 'transfer' }>;

/** Calls a third party for the operator's own live call, if the policy lets him; a refusal is told and logged, without the number. */
export function putThrough(floor: Floor, operatorId: string, message: Transfer): void {
  const call = callOfOperator(floor, operatorId);
  const refusal = call?.id === message.callId ? dial(floor, operatorId, { call, to: message.to }) : 'call.not_possible';
  if (refusal === null) return;
  toPage(floor, operatorId, { t: 'refused', code: refusal, callId: message.callId });
  const live = call === undefined ? null : liveCallOf(call);
  if (live !== null) toPage(floor, operatorId, { t: 'call', call: live, draft: null });
}

/** Null when the third party is being called; else why not. */
function dial(
  floor: Floor,
  operatorId: string,
  { call, to }: { readonly call: Call; readonly to: Transfer['to'] },
): string | null {
  const { directory, log } = floor.deps;
  if (call.line === null) return 'call.not_possible';
  const { accountId } = call.line;
  const person = to.kind === 'person' ? directory.person(to.personId) : undefined;
  const number = to.kind === 'number' ? to.number : person?.accountId === accountId ? (person.mobile ?? '') : '';
  const decision = mayDial(number, legsOf(floor, accountId));
  if (decision.dial === 'no') {
    log('transfer.refused', { callId: call.id, accountId, operatorId, reason: decision.reason });
    return `transfer.${decision.reason}`;
  }
  const event = { t: 'transfer', operatorId, number: decision.number, personId: person?.id ?? null } as const;
  return advance(floor, call.id, event) ? null : 'call.not_possible';
}
