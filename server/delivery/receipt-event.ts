import type { DeliveryEvent } from '#shared/delivery/progress.ts';
import type { Instant } from '#shared/time.ts';
import type { SmsStatus } from '../ports/delivery.ts';

/** What a gateway's receipt means for the delivery. */
export function receiptEvent(status: SmsStatus, at: Instant): DeliveryEvent {
  return status === 'failed' ? { kind: 'failed', problem: 'undelivered' } : { kind: status, at };
}
