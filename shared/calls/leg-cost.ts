import type { CallRecord } from './call-record.ts';
import { costOf } from './leg-price.ts';

/** The name of a leg of ours: the attempt of a transfer, from 1, or 0 for the call that the bureau made itself. */
export const legId = (callId: string, attempt: number): string => `${callId}.${attempt}`;

/** What the legs of a call have cost, those of which it is known, in cents. */
export function legCosts(call: CallRecord): { readonly id: string; readonly cents: number }[] {
  const transfers = (call.transfers ?? []).flatMap(({ outcome, price }, i) =>
    outcome === null ? [] : [{ id: legId(call.id, i + 1), cents: costOf(price, outcome === 'connected') }],
  );
  const { outbound } = call;
  if (!outbound?.result) return transfers;
  return [{ id: legId(call.id, 0), cents: costOf(outbound.price, outbound.result === 'answered') }, ...transfers];
}
