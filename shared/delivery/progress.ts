import { never } from '../errors.ts';
import type { Instant } from '../time.ts';
import type { Delivery, DeliveryState } from './delivery.ts';

/** What happened to a delivery. Events may come twice and in any order. */
export type DeliveryEvent =
  | { readonly kind: 'sent'; readonly at: Instant }
  | { readonly kind: 'retrying'; readonly problem: string }
  | { readonly kind: 'failed'; readonly problem: string }
  | { readonly kind: 'expired'; readonly problem: string }
  | { readonly kind: 'delivered'; readonly at: Instant }
  | { readonly kind: 'read' }
  | { readonly kind: 'acknowledged' };

/**
 * queued → sent → delivered → read → acknowledged
 *    ↓       ↓
 *    failed | expired            the way forward is never walked back
 */
const rank: Readonly<Record<DeliveryState, number>> = {
  queued: 0,
  sent: 1,
  failed: 2,
  expired: 2,
  delivered: 3,
  read: 4,
  acknowledged: 5,
};

/** The delivery after an event; the same one when the event is older than what is known. */
export function advance(delivery: Delivery, event: DeliveryEvent): Delivery {
  switch (event.kind) {
    case 'sent':
      return { ...forward(delivery, 'sent'), sentAt: delivery.sentAt ?? event.at };
    case 'retrying':
      return delivery.state === 'queued' ? { ...delivery, problem: event.problem } : delivery;
    case 'failed':
    case 'expired':
      return isOver(delivery) ? delivery : { ...delivery, state: event.kind, problem: event.problem };
    case 'delivered':
      return { ...forward(delivery, 'delivered'), deliveredAt: delivery.deliveredAt ?? event.at };
    case 'read':
    case 'acknowledged':
      return isGivenUp(delivery) ? delivery : forward(delivery, event.kind);
    default:
      return never(event);
  }
}

/** Whether nothing more is to be sent for it. */
export const isOver = (delivery: Delivery): boolean => rank[delivery.state] >= rank.failed;

const isGivenUp = ({ state }: Delivery): boolean => state === 'failed' || state === 'expired';

const forward = (delivery: Delivery, state: DeliveryState): Delivery =>
  rank[state] > rank[delivery.state] ? { ...delivery, state, problem: null } : delivery;
