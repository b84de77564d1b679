import * as z from 'zod/mini';
import { accessOf } from '#shared/accounts/roster.ts';
import { afterAttempt, type WebhookAnswer, type WebhookDelivery, type WebhookEndpoint } from '#shared/delivery/webhook.ts';
import { writeWebhookOffMail } from '#shared/delivery/webhook-mail.ts';
import { present } from '#shared/errors.ts';
import { toMs } from '#shared/time.ts';
import { type PostOutside, type QueueMail, SendFailed } from '../ports/delivery.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { FactsDeps } from './queue-delivery.ts';
import { webhookJob } from './tell-webhooks.ts';
import type { WebhookSecret } from './webhook-secret.ts';

const webhookJobSchema = z.object({ deliveryId: z.uuid(), attempt: z.int() });
type WebhookJob = z.infer<typeof webhookJobSchema>;

export type SendWebhookDeps = FactsDeps & {
  readonly store: Pick<Store, 'transact'>;
  readonly post: PostOutside;
  readonly secret: WebhookSecret;
  /** Real time. */
  readonly nowMs: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly queueMail: QueueMail;
};

type Due = { readonly endpoint: WebhookEndpoint; readonly delivery: WebhookDelivery; readonly body: string };

/** The job `webhook`: hands one event over, records what was answered, asks for the next attempt. */
export const sendWebhook =
  (deps: SendWebhookDeps) =>
  async (payload: unknown): Promise<void> => {
    const job = webhookJobSchema.parse(payload);
    const { result: due } = await deps.store.transact((tx) => dueNow(tx, job));
    if (due === null) return;
    const answer = await post(deps, due);
    await deps.store.transact((tx) => record(deps, tx, job, answer));
  };

/** What is to be sent; null: it was sent, its endpoint is off, or there is nothing to send any more. */
async function dueNow(tx: ServerTransaction, job: WebhookJob): Promise<Due | null> {
  const tried = await toTry(tx, job);
  if (tried === null) return null;
  const { endpoint, delivery } = tried;
  if (delivery.body !== null && endpoint.off === null) return { endpoint, delivery, body: delivery.body };
  await tx.webhooks.saveDelivery({ ...delivery, state: 'failed', problem: delivery.body === null ? 'erased' : 'off' });
  return null;
}

/** The attempt's number keeps a job that runs twice from being recorded twice. */
async function toTry(tx: ServerTransaction, { deliveryId, attempt }: WebhookJob) {
  const delivery = await tx.webhooks.delivery(deliveryId);
  if (delivery?.state !== 'waiting' || delivery.attempts >= attempt) return null;
  const endpoint = await tx.webhooks.endpoint(delivery.endpointId);
  return endpoint && { endpoint, delivery };
}

async function post({ post, secret, clock, nowMs }: SendWebhookDeps, { endpoint, delivery, body }: Due): Promise<WebhookAnswer> {
  const signed = secret.sign(endpoint, { id: delivery.id, body }, { at: clock(), realMs: nowMs() });
  const headers = { 'content-type': 'application/json', 'user-agent': 'Permanence', ...signed };
  try {
    return await post(endpoint.url, { headers, body });
  } catch (error) {
    if (!(error instanceof SendFailed)) throw error;
    return { problem: error.problem };
  }
}

async function record(deps: SendWebhookDeps, tx: ServerTransaction, job: WebhookJob, answer: WebhookAnswer): Promise<void> {
  const tried = await toTry(tx, job);
  if (tried === null) return;
  const { endpoint, delivery, again } = afterAttempt(tried, answer, { at: deps.clock(), spread: deps.random() });
  await tx.webhooks.saveDelivery(delivery);
  await tx.webhooks.saveEndpoint(endpoint);
  if (again !== null) await tx.addJob({ ...webhookJob(delivery), runAt: again });
  if (tried.endpoint.off === null && endpoint.off !== null) await tellOffice(deps, tx, endpoint);
}

/** The client's office learns that its system is told nothing any more. */
async function tellOffice(
  { publicUrl, queueMail }: SendWebhookDeps,
  tx: ServerTransaction,
  { id, accountId, url, off }: WebhookEndpoint,
): Promise<void> {
  const { at, why } = present(off, 'bug.webhook_on');
  const account = present(await tx.get('account', accountId), 'account.not_found');
  const address = publicUrl.replace(/\/+$/, '');
  const written = writeWebhookOffMail({ account, url, why, link: `${address}/portal/webhooks` });
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Permanence-Account': accountId, 'X-Permanence-Kind': 'webhook' };
  for (const person of await tx.list('person', accountId)) {
    if (person.email === null || accessOf(person) !== 'office') continue;
    const key = `webhook.${id}.${toMs(at)}.${person.id}`;
    await queueMail(tx, { ...written, to: person.email, headers, messageId: `<${key}@${new URL(address).hostname}>` }, key);
  }
}
