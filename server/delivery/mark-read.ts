import { deliveryKey } from '#shared/delivery/delivery-key.ts';
import { faxNth } from '#shared/delivery/fax.ts';
import { advance } from '#shared/delivery/progress.ts';
import type { ServerTransaction } from '../ports/store.ts';
import { deliveryId } from './delivery-id.ts';

/** Every way to a person, its further addresses and its fax included. */
const ways = [
  ...[1, 2, 3, 4, 5, 6, faxNth].map((nth) => ({ channel: 'email', nth }) as const),
  { channel: 'sms' },
  { channel: 'push' },
  { channel: 'telephone' },
] as const;

export type Reading = {
  readonly noteId: string;
  readonly personId: string;
  readonly kind: 'read' | 'acknowledged';
};

/** The person has read or acknowledged the note: so are all messages about it, of every step, that reached this person. */
export async function markRead(tx: ServerTransaction, { noteId, personId, kind }: Reading): Promise<void> {
  const steps = (await tx.get('note', noteId))?.climb?.step ?? 1;
  for (let step = 1; step <= steps; step++) {
    for (const way of ways) await markOne(tx, deliveryId(deliveryKey({ noteId, step, personId, ...way })), kind);
  }
}

async function markOne(tx: ServerTransaction, id: string, kind: Reading['kind']): Promise<void> {
  const delivery = await tx.get('delivery', id);
  if (delivery === undefined) return;
  const next = advance(delivery, { kind });
  if (next.state !== delivery.state) await tx.put('delivery', next);
}
