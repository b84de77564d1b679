import type { Delivery } from '#shared/delivery/delivery.ts';
import type { ServerTransaction } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';

/** The person's address took no mail: it stands on the roster and on the floor until somebody has looked at it [J01]. */
export async function addressRefused(
  { clock }: { readonly clock: Clock },
  tx: ServerTransaction,
  { delivery, status }: { readonly delivery: Delivery; readonly status: string },
): Promise<void> {
  const person = await tx.get('person', delivery.personId);
  const address = delivery.address ?? person?.email ?? null;
  if (person === undefined || address === null || delivery.channel !== 'email') return;
  await tx.put('person', { ...person, mailRefused: { at: clock(), address, status } });
}
