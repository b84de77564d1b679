import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';
import { legPriceSchema } from './leg-price.ts';
import { phoneNumberSchema } from './phone-number.ts';

/** What an announced transfer came to [P09]. */
const transferOutcomeSchema = z.enum([
  'connected',
  'no-answer',
  'busy',
  'refused',
  'voicemail-reached',
  'forwarded-back-to-us',
  'failed',
]);
export type TransferOutcome = z.infer<typeof transferOutcomeSchema>;

/** All three spoke together, from when to when, and who left first; both null while it lasts. */
const conferenceSchema = z.object({
  since: instantSchema,
  until: z.nullable(instantSchema),
  endedBy: z.nullable(z.enum(['caller', 'operator', 'third'])),
});
export type Conference = z.infer<typeof conferenceSchema>;

/** One attempt to put the caller through, as a rule announced to the third party first [P08, P09]; its place in the list is its number, from 1. */
export const transferAttemptSchema = z.object({
  number: phoneNumberSchema,
  /** The person of the roster who was meant; null for a number that was typed. */
  personId: z.nullable(z.uuid()),
  /** What it costs when the two are joined; absent: dialled before prices were written. */
  price: z.optional(legPriceSchema),
  /** False: put through without a word to the third party before. Absent: announced. */
  announced: z.optional(z.boolean()),
  dialledAt: instantSchema,
  answeredAt: z.nullable(instantSchema),
  /** Null while it runs. */
  outcome: z.nullable(transferOutcomeSchema),
  /** Absent: the three were never together. */
  conference: z.optional(conferenceSchema),
});
export type TransferAttempt = z.infer<typeof transferAttemptSchema>;

/** The attempts, the last of which has become a conference: that is a connection, and costs like one. */
export const confered = (transfers: readonly TransferAttempt[], conference: Conference): TransferAttempt[] =>
  transfers.map((t, i) => (i === transfers.length - 1 ? { ...t, outcome: 'connected', conference } : t));

/** The attempts, with the end of a conference that was still going on. */
export const conferenceOver = (
  transfers: readonly TransferAttempt[],
  { until, endedBy }: Pick<Conference, 'until' | 'endedBy'>,
): TransferAttempt[] =>
  transfers.map((t) => (t.conference?.until === null ? { ...t, conference: { ...t.conference, until, endedBy } } : t));

/** What the operator can say of an attempt when he goes back to the caller; what the exchange tells comes by itself. */
export const returnReasonSchema = z.enum(['no-answer', 'busy', 'refused', 'voicemail-reached']);
export type ReturnReason = z.infer<typeof returnReasonSchema>;
