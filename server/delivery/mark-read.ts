import type { Channel } from '#shared/delivery/delivery.ts';
import { deliveryKey } from '#shared/delivery/plan.ts';
import { advance } from '#shared/delivery/progress.ts';
import type { ServerTransaction } from '../ports.ts';
import { deliveryId } from './delivery-id.ts';

const channels: readonly Channel[] = ['email', 'sms', 'push'];

export type Reading = {
  readonly noteId: string;
  readonly personId: string;
  readonly kind: 'read' | 'acknowledged';
};

/** The person has read or acknowledged the note: so are all messages about it that reached this person. */
export async function markRead(tx: ServerTransaction, { noteId, personId, kind }: Reading): Promise<void> {
  for (const channel of channels) {
    const delivery = await tx.get('delivery', deliveryId(deliveryKey(noteId, personId, channel)));
    if (delivery === undefined) continue;
    const next = advance(delivery, { kind });
    if (next.state !== delivery.state) await tx.put('delivery', next);
  }
}
