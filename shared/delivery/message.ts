import * as z from 'zod/mini';
import { languageSchema } from '../accounts/language.ts';
import { phoneNumberSchema } from '../calls/phone-number.ts';

/** A mail ready to send: nothing in it may be added to, the privacy level is applied. */
const mailMessageSchema = z.object({
  channel: z.literal('email'),
  /** A fax number is the gateway's mailbox for it, see `fax.ts`. */
  to: z.union([z.email(), phoneNumberSchema]),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** With angle brackets; the same on every retry. */
  messageId: z.string(),
  headers: z.record(z.string(), z.string()),
  /** The voicemail to attach; null when there is none or the privacy level keeps it in the portal. */
  recordingId: z.nullable(z.uuid()),
});
export type MailMessage = z.infer<typeof mailMessageSchema>;

const smsMessageSchema = z.object({ channel: z.literal('sms'), to: z.string(), text: z.string(), reference: z.string() });
export type SmsMessage = z.infer<typeof smsMessageSchema>;

/** One notification for every device of the person. */
export const pushMessageSchema = z.object({
  channel: z.literal('push'),
  personId: z.uuid(),
  /** Endpoints that a first attempt could not reach; null means every device of the person. */
  only: z.nullable(z.array(z.string())),
  /** Declarative Web Push JSON. */
  payload: z.string(),
  /** Replaces an undelivered notification of the same note: at most 32 URL-safe characters (RFC 8030 5.4). */
  topic: z.string(),
  urgent: z.boolean(),
  ttlSeconds: z.int(),
});
export type PushMessage = z.infer<typeof pushMessageSchema>;

/** An automatic call: what is said to a person, who answers with a key. */
const callMessageSchema = z.object({
  channel: z.literal('telephone'),
  to: phoneNumberSchema,
  language: languageSchema,
  /** What waits, and which keys there are. */
  words: z.string(),
  /** After 1, and after 3. */
  taken: z.string(),
  passedOn: z.string(),
});
export type CallMessage = z.infer<typeof callMessageSchema>;

/** What the job `telephone` carries. */
export const callJobSchema = z.object({ deliveryId: z.uuid(), message: callMessageSchema });
export type CallJob = z.infer<typeof callJobSchema>;

const messageSchema = z.discriminatedUnion('channel', [mailMessageSchema, smsMessageSchema, pushMessageSchema]);
export type Message = z.infer<typeof messageSchema>;

/**
 * What the jobs `deliver` and `deliver-urgent` carry. `attempt` is 1 at first; an attempt already recorded is not repeated.
 */
export const deliverJobSchema = z.object({
  deliveryId: z.uuid(),
  attempt: z.int(),
  message: messageSchema,
  /** The note is; absent: it is not. */
  urgent: z.optional(z.boolean()),
});
export type DeliverJob = z.infer<typeof deliverJobSchema>;
