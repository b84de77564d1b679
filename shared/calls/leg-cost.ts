import type { CallRecord } from './call-record.ts';
import { costOf } from './leg-price.ts';

/** The name of a leg of ours: the attempt of a transfer, from 1, or 0 for the call that the bureau made itself. */
export const legId = (callId: string, attempt: number): string => `${callId}.${attempt}`;

/** The name of a leg to an operator's own telephone: which offer of the call it was, from 1. */
export const telephoneLegId = (callId: string, offer: number): string => `${callId}.t${offer}`;

/** What the legs of a call have cost, those of which it is known, in cents. */
export function legCosts(call: CallRecord): { readonly id: string; readonly cents: number }[] {
  const transfers = (call.transfers ?? []).flatMap(({ outcome, price }, i) =>
    outcome === null ? [] : [{ id: legId(call.id, i + 1), cents: costOf(price, outcome === 'connected') }],
  );
  const telephones = call.offers.flatMap(({ outcome, telephone }, i) =>
    telephone === undefined || (outcome === 'withdrawn' && call.endedAt === null)
      ? []
      : [{ id: telephoneLegId(call.id, i + 1), cents: costOf(telephone, outcome === 'answered') }],
  );
  const { outbound } = call;
  if (!outbound?.result) return [...telephones, ...transfers];
  const own = { id: legId(call.id, 0), cents: costOf(outbound.price, outbound.result === 'answered') };
  return [own, ...telephones, ...transfers];
}
