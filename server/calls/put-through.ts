import { liveCallOf } from '#shared/calls/call-facts.ts';
import type { Call } from '#shared/calls/call-state.ts';
import { legId } from '#shared/calls/leg-cost.ts';
import type { ToServer } from '#shared/live.ts';
import { advance } from './advance-call.ts';
import { callOfOperator, type Floor, toPage } from './floor-state.ts';
import { giveBack, judge, reserveLeg } from './reserve-leg.ts';

type Transfer = Extract<ToServer, { t: 'transfer' }>;

/** Calls a third party for the operator's own live call, if the policy lets him; a refusal is told and logged, without the number. */
export async function putThrough(floor: Floor, operatorId: string, message: Transfer): Promise<void> {
  const call = callOfOperator(floor, operatorId);
  const refusal = call?.id === message.callId ? await dial(floor, operatorId, call, message) : 'call.not_possible';
  floor.tidy();
  if (refusal === null) return;
  toPage(floor, operatorId, { t: 'refused', code: refusal, callId: message.callId });
  const now = callOfOperator(floor, operatorId);
  const live = now === undefined ? null : liveCallOf(now);
  if (live !== null) toPage(floor, operatorId, { t: 'call', call: live, draft: null });
}

/** Null when the third party is being called; else why not. */
async function dial(
  floor: Floor,
  operatorId: string,
  call: Call,
  { to, announced = true }: Pick<Transfer, 'to' | 'announced'>,
): Promise<string | null> {
  const { directory, log } = floor.deps;
  const account = call.line === null ? undefined : directory.account(call.line.accountId);
  if (call.line === null || account === undefined) return 'call.not_possible';
  const person = to.kind === 'person' ? directory.person(to.personId) : undefined;
  const number = to.kind === 'number' ? to.number : person?.accountId === account.id ? (person.mobile ?? '') : '';
  const wanted = { account, operatorId, home: call.line.number, number };
  const refused = (reason: string): string => {
    log('transfer.refused', { callId: call.id, accountId: account.id, operatorId, reason });
    return `transfer.${reason}`;
  };
  const decision = judge(floor, wanted);
  if (decision.dial === 'no') return refused(decision.reason);
  const attempt = call.transfers.length + 1;
  const reason = await reserveLeg(floor, legId(call.id, attempt), wanted, decision.price);
  if (reason !== null) return refused(reason);
  const { price } = decision;
  const event = { t: 'transfer', operatorId, number: decision.number, personId: person?.id ?? null, price, announced } as const;
  if (advance(floor, call.id, event)) return null;
  const begun = floor.calls.get(call.id)?.transfers.length ?? 0;
  if (begun < attempt) giveBack(floor, legId(call.id, attempt));
  return 'call.not_possible';
}
