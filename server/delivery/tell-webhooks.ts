import { planWebhook } from '#shared/delivery/plan.ts';
import type { WebhookDelivery, WebhookEndpoint } from '#shared/delivery/webhook.ts';
import type { NoteEvent } from '#shared/delivery/webhook-body.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Job, ServerTransaction } from '../ports/store.ts';
import { deliveryId } from './delivery-id.ts';
import { type FactsDeps, factsOf } from './queue-delivery.ts';

/** The name of the job that hands an event over to a system of the client. */
export const webhookJobName = 'webhook';

/** In the transaction of what happened to a note: every system of the account that asked for it is told. Twice is once. */
export async function tellWebhooks(deps: FactsDeps, tx: ServerTransaction, note: Note, happened: NoteEvent): Promise<void> {
  const { type, at } = happened;
  const endpoints = (await tx.webhooks.endpoints(note.accountId)).filter(
    ({ off, events }) => off === null && events.includes(type),
  );
  if (endpoints.length === 0) return;
  const body = planWebhook(await factsOf(deps, tx, note), happened);
  if (body === null) return;
  for (const endpoint of endpoints) await queueWebhook(tx, endpoint, { key: `${type}:${note.id}:${at}`, type, at, body });
}

type Event = Pick<WebhookDelivery, 'type' | 'at' | 'body'> & { readonly key: string };

/** Leaves an event to be handed over after the commit; a second time for the same key changes nothing. */
export async function queueWebhook(
  tx: ServerTransaction,
  { id: endpointId, accountId }: WebhookEndpoint,
  event: Event,
): Promise<void> {
  const { key, ...what } = event;
  const id = deliveryId(`webhook:${endpointId}:${key}`);
  const untried = { state: 'waiting', attempts: 0, triedAt: null, status: null, problem: null } as const;
  const delivery: WebhookDelivery = { id, endpointId, accountId, ...what, ...untried };
  if (await tx.webhooks.addDelivery(delivery)) await tx.addJob(webhookJob(delivery));
}

/** The next attempt. Those of one endpoint are made one after the other: a slow system keeps nobody waiting but itself. */
export const webhookJob = ({ id, endpointId, attempts }: WebhookDelivery): Job => ({
  name: webhookJobName,
  key: `webhook:${id}`,
  queue: `webhook:${endpointId}`,
  payload: { deliveryId: id, attempt: attempts + 1 },
});
