import * as z from 'zod/mini';
import { dispositionSchema } from '../notes/disposition.ts';
import { instantSchema } from '../time.ts';
import { pathStepSchema } from './call-path.ts';
import { callerStandingSchema } from './caller-standing.ts';
import { dialResultSchema } from './dial-result.ts';
import { hotlineSchema } from './hotline.ts';
import { legPriceSchema } from './leg-price.ts';
import { listenedSchema } from './listened.ts';
import { phoneNumberSchema } from './phone-number.ts';
import { transferAttemptSchema } from './transfer-attempt.ts';
import { voiceFactsSchema } from './voice-quality.ts';

/** What is told of a call that the bureau made itself. */
export const outboundSchema = z.object({
  /** The task that it came of. */
  taskId: z.nullable(z.uuid()),
  /** The number that the called person saw. */
  shown: phoneNumberSchema,
  /** What it costs when he answers; absent: dialled before prices were written. */
  price: z.optional(legPriceSchema),
  /** Null while it is not known. */
  result: z.nullable(dialResultSchema),
});
export type OutboundFacts = z.infer<typeof outboundSchema>;

/** The facts of one call as they happened; a row once the call is known, completed at its end. */
export const callRecordSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  lineId: z.uuid(),
  /** The caller's number; null when withheld. Of a call that the bureau made: the number called. */
  caller: z.nullable(phoneNumberSchema),
  /** What is known about that number. Absent: written before that was asked. */
  callerStanding: z.optional(callerStandingSchema),
  /** The client's line that was forwarded to us, and why [P03, S08, S09], a `DiversionReason`. */
  diversion: z.nullable(z.object({ number: z.nullable(phoneNumberSchema), reason: z.string() })),
  arrivedAt: instantSchema,
  /** Every operator it was offered to, in order. */
  offers: z.array(
    z.object({
      operatorId: z.uuid(),
      at: instantSchema,
      outcome: z.enum(['answered', 'not-shown', 'not-answered', 'withdrawn', 'unreachable']),
      /** His own telephone rang, since his page was away: what that costs the bureau when he takes the call. */
      telephone: z.optional(legPriceSchema),
    }),
  ),
  answeredAt: z.nullable(instantSchema),
  operatorId: z.nullable(z.uuid()),
  /** Holds so far [FIELD: hold]. */
  heldSeconds: z.number(),
  /** How often; absent: written before holds were counted [S23]. */
  holds: z.optional(z.int()),
  endedAt: z.nullable(instantSchema),
  /** Who hung up first [S24]; of a call that was put through, `operator` is the third party. */
  endedBy: z.nullable(z.enum(['caller', 'operator', 'us'])),
  outcome: z.nullable(z.enum(['handled', 'abandoned', 'voicemail', 'announced', 'cut'])),
  /** From arrival to the operator's answer, or to the end when nobody answered; seconds. */
  waitedSeconds: z.nullable(z.number()),
  disposition: z.nullable(dispositionSchema),
  billable: z.nullable(z.boolean()),
  /** Absent: written before calls could be put through. */
  transfers: z.optional(z.array(transferAttemptSchema)),
  /** A client called the bureau itself; absent: somebody called a client. */
  hotline: z.optional(hotlineSchema),
  /** Absent: somebody called us. */
  outbound: z.optional(outboundSchema),
  /** What the caller met before an operator; absent: nothing, or written before that was kept. */
  path: z.optional(z.array(pathStepSchema)),
  /** How the voice was, by operator's leg in order; absent: not measured. */
  voice: z.optional(z.array(voiceFactsSchema)),
  /** Supervisors who followed the call, and how [S15]; absent: nobody did. */
  listened: z.optional(z.array(listenedSchema)),
  /** When who called was erased; absent: it is there, or was withheld. */
  erased: z.optional(instantSchema),
});
export type CallRecord = z.infer<typeof callRecordSchema>;
