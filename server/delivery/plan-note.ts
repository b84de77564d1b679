import type { DeliverJob } from '#shared/delivery/message.ts';
import { type PlannedDelivery, planDelivery } from '#shared/delivery/plan.ts';
import { present } from '#shared/errors.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Clock, ServerTransaction } from '../ports.ts';
import { deliveryId } from './delivery-id.ts';

export type PlanNoteDeps = { readonly clock: Clock; readonly publicUrl: string };

/** The name of the job that hands one message over. */
export const deliverJobName = 'deliver';

/**
 * Puts the deliveries of a locked note and their jobs into the note's own transaction.
 * A second time for the same note changes nothing. Also for voicemails taken in by the server.
 */
export const planNote =
  (deps: PlanNoteDeps) =>
  async (tx: ServerTransaction, note: Note): Promise<void> => {
    const account = present(await tx.get('account', note.accountId), 'account.not_found');
    const roster = await tx.list('person', note.accountId);
    const publicUrl = deps.publicUrl.replace(/\/+$/, '');
    for (const planned of planDelivery({ note, account, roster, at: deps.clock(), publicUrl, idOf: deliveryId })) {
      await queue(tx, planned);
    }
  };

async function queue(tx: ServerTransaction, { delivery, message }: PlannedDelivery): Promise<void> {
  if (await tx.get('delivery', delivery.id)) return;
  await tx.put('delivery', delivery);
  const payload: DeliverJob = { deliveryId: delivery.id, attempt: 1, message };
  await tx.addJob({ name: deliverJobName, key: delivery.key, payload });
}
