import * as z from 'zod/mini';
import { webhookDeliverySchema, webhookEndpointSchema } from '../delivery/webhook.ts';
import { strayDecisionSchema, strayNoteSchema, strayOutcomeSchema } from '../notes/stray-note.ts';
import { storableText } from '../storable-text.ts';
import { instantSchema } from '../time.ts';
import { endpoint, nothing, ok } from './endpoint.ts';

export const outboxItemSchema = z.object({
  id: z.string(),
  at: instantSchema,
  channel: z.enum(['email', 'sms', 'push']),
  to: z.string(),
  subject: z.string(),
  body: z.string(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

/** A text that came back from a client's telephone and fits no single note. */
const unmatchedReplySchema = z.object({ id: z.string(), at: instantSchema, from: z.string(), text: z.string() });
export type UnmatchedReply = z.infer<typeof unmatchedReplySchema>;

const shownEndpointSchema = z.omit(webhookEndpointSchema, { accountId: true, secretVersion: true });
const shownWebhookSchema = z.extend(z.omit(webhookDeliverySchema, { accountId: true, body: true }), { isErased: z.boolean() });

/** An account's own systems, oldest first, and what they were told last, newest first. */
const webhooksSchema = z.object({ endpoints: z.array(shownEndpointSchema), deliveries: z.array(shownWebhookSchema) });
export type ShownEndpoint = z.infer<typeof shownEndpointSchema>;
export type ShownWebhook = z.infer<typeof shownWebhookSchema>;
export type Webhooks = z.infer<typeof webhooksSchema>;

/** `not-outside`: no address that the server may call. The secret is told now and never again. */
const addedWebhookSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('added'), id: z.uuid(), secret: z.string() }),
  z.object({ outcome: z.enum(['not-outside', 'too-many']) }),
]);
export type AddedWebhook = z.infer<typeof addedWebhookSchema>;

const webhookActSchema = z.enum(['rotate', 'turn-on', 'test', 'remove']);
export type WebhookAct = z.infer<typeof webhookActSchema>;

const webhooksPath = '/api/accounts/:accountId/webhooks';
const webhookPath = `${webhooksPath}/:webhookId`;

/** Where notes go, and what came back. */
export const deliveryApi = {
  pushKey: endpoint({
    method: 'GET',
    path: '/api/push/key',
    who: ['person'],
    input: nothing,
    output: z.object({ key: z.string() }),
  }),
  pushSubscribe: endpoint({
    method: 'POST',
    path: '/api/push/subscriptions',
    who: ['person'],
    input: z.object({
      endpoint: z.url().check(z.maxLength(1000)),
      keys: z.object({ p256dh: storableText(200), auth: storableText(100) }),
    }),
    output: ok,
  }),
  pushUnsubscribe: endpoint({
    method: 'DELETE',
    path: '/api/push/subscriptions',
    who: ['person'],
    input: z.object({ endpoint: z.url() }),
    output: ok,
  }),
  /** Browsers of the person that take notifications. */
  pushDevices: endpoint({
    method: 'GET',
    path: '/api/push/subscriptions',
    who: ['person'],
    input: nothing,
    output: z.object({
      items: z.array(z.object({ endpoint: z.string(), browser: z.nullable(z.string()), since: instantSchema })),
    }),
  }),
  /** For the client's office, like the next three: `access.denied` for others. */
  webhooks: endpoint({
    method: 'GET',
    path: webhooksPath,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid() }),
    output: webhooksSchema,
  }),
  addWebhook: endpoint({
    method: 'POST',
    path: webhooksPath,
    who: ['person', 'supervisor'],
    input: z.object({
      accountId: z.uuid(),
      url: webhookEndpointSchema.shape.url,
      events: webhookEndpointSchema.shape.events,
    }),
    output: addedWebhookSchema,
  }),
  /** Answers the new secret of `rotate`, told once. `webhook.not_found`; `webhook.conflict`: it is off, so no test is sent. */
  actOnWebhook: endpoint({
    method: 'POST',
    path: webhookPath,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid(), webhookId: z.uuid(), act: webhookActSchema }),
    output: z.object({ secret: z.nullable(z.string()) }),
  }),
  /** `webhook.not_found`; `webhook.conflict`: it is off, or the contents were erased. */
  sendWebhookAgain: endpoint({
    method: 'POST',
    path: `${webhookPath}/deliveries/:deliveryId`,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid(), webhookId: z.uuid(), deliveryId: z.uuid() }),
    output: ok,
  }),
  outbox: endpoint({
    method: 'GET',
    path: '/api/outbox',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(outboxItemSchema) }),
  }),
  /** Newest first. */
  smsReplies: endpoint({
    method: 'GET',
    path: '/api/sms-replies',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(unmatchedReplySchema) }),
  }),
  /** Somebody has seen to a text that fits no note; a second time changes nothing. */
  putReplyAside: endpoint({
    method: 'POST',
    path: '/api/sms-replies',
    who: ['supervisor'],
    input: z.object({ id: storableText(200) }),
    output: ok,
  }),
  /** Notes that nobody was allowed to lock and about which nobody has decided, oldest first. */
  strayNotes: endpoint({
    method: 'GET',
    path: '/api/notes/stray',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(strayNoteSchema) }),
  }),
  settleStrayNote: endpoint({
    method: 'POST',
    path: '/api/notes/stray',
    who: ['supervisor'],
    input: z.object({ id: strayNoteSchema.shape.id, decision: strayDecisionSchema }),
    output: z.object({ outcome: strayOutcomeSchema }),
  }),
} as const;
