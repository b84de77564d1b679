import * as z from 'zod/mini';
import { legPriceSchema } from '../calls/leg-price.ts';
import { instantSchema } from '../time.ts';

/** By which a message can be sent. */
export const channelSchema = z.enum(['email', 'sms', 'push']);

const deliveryChannelSchema = z.enum([...channelSchema.options, 'telephone']);
/** By which a person is told; `telephone` is the automatic call, which only steps of the ladder make. */
export type Channel = z.infer<typeof deliveryChannelSchema>;

/**
 * queued → sent → delivered → read → acknowledged
 *       ↘ failed | expired
 */
const deliveryStateSchema = z.enum(['queued', 'sent', 'delivered', 'read', 'acknowledged', 'failed', 'expired']);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** One note to one person on one channel; a retry repeats the key, an escalation step makes a new one. */
export const deliverySchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  noteId: z.uuid(),
  personId: z.uuid(),
  channel: deliveryChannelSchema,
  /** A further address of the person [S12]; absent: the first one. */
  address: z.optional(z.string()),
  /** It waits until then, for the person's quiet hours; absent: it goes at once. */
  notBefore: z.optional(instantSchema),
  /** `note:step:person:channel`, with `.2` and more for further addresses; the step is `taken` when it tells that somebody has acknowledged, `added-<id>` when something was added, `assigned-<id>` when the note was passed to the person. */
  key: z.string(),
  state: deliveryStateSchema,
  attempts: z.int(),
  /** Why it failed, in a word the screens translate; null unless failed or being retried. */
  problem: z.nullable(z.string()),
  queuedAt: instantSchema,
  sentAt: z.nullable(instantSchema),
  deliveredAt: z.nullable(instantSchema),
  /** What an automatic call that was answered costs; absent: nothing. */
  price: z.optional(legPriceSchema),
});
export type Delivery = z.infer<typeof deliverySchema>;
