import type { CallJob, DeliverJob } from '#shared/delivery/message.ts';
import type { PlanFacts, PlannedDelivery } from '#shared/delivery/plan.ts';
import { present } from '#shared/errors.ts';
import type { Note } from '#shared/notes/note.ts';
import type { ServerTransaction } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import { deliveryId } from './delivery-id.ts';

/** The name of the job that hands one message over. */
export const deliverJobName = 'deliver';
/** The same of an urgent note, which waits behind no other. */
export const deliverUrgentJobName = 'deliver-urgent';
/** The name of the job that ends automatic calls about a note that somebody has taken. */
export const endCallsJobName = 'end-calls';
/** The name of the job that makes an automatic call; it lasts as long as the call. */
export const telephoneJobName = 'telephone';

export type FactsDeps = { readonly clock: Clock; readonly publicUrl: string };

/** What the rules of delivery ask about a note, read in the transaction. */
export async function factsOf({ clock, publicUrl }: FactsDeps, tx: ServerTransaction, note: Note): Promise<PlanFacts> {
  const account = present(await tx.get('account', note.accountId), 'account.not_found');
  const roster = await tx.list('person', note.accountId);
  const instructions = await tx.list('instruction', note.accountId);
  return { note, account, roster, instructions, at: clock(), publicUrl: publicUrl.replace(/\/+$/, ''), idOf: deliveryId };
}

/** The row of a delivery and its job; a second time for the same key changes nothing. */
export async function queue(tx: ServerTransaction, { content }: Note, { delivery, message }: PlannedDelivery): Promise<void> {
  if (await tx.get('delivery', delivery.id)) return;
  await tx.put('delivery', delivery);
  const { id, key, notBefore } = delivery;
  if (message.channel === 'telephone') {
    const payload: CallJob = { deliveryId: id, message };
    return tx.addJob({ name: telephoneJobName, key, payload });
  }
  const payload: DeliverJob = { deliveryId: id, attempt: 1, message, urgent: content.urgent };
  await tx.addJob({ name: deliverJobOf(payload), key, payload, ...(notBefore === undefined ? {} : { runAt: notBefore }) });
}

/** The name of the job that hands this over. */
export const deliverJobOf = ({ urgent }: DeliverJob): string => (urgent === true ? deliverUrgentJobName : deliverJobName);
