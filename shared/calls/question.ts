import * as z from 'zod/mini';
import { type Instant, instantSchema, toMs } from '../time.ts';
import { phoneNumberSchema } from './phone-number.ts';

/** What a client says while his caller is on the line. */
const wishSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put-through') }),
  /** He calls back himself, until then. */
  z.object({ kind: z.literal('call-back'), by: instantSchema }),
  z.object({ kind: z.literal('message') }),
  z.object({ kind: z.literal('say'), text: z.string().check(z.minLength(1), z.maxLength(300)) }),
]);
export type Wish = z.infer<typeof wishSchema>;

/** Who is on the line and what he wants, as far as the operator has heard. */
const aboutSchema = z.object({
  name: z.string().check(z.maxLength(120)),
  company: z.string().check(z.maxLength(120)),
  number: z.nullable(phoneNumberSchema),
  matter: z.string().check(z.maxLength(300)),
});

/**
 * "Put him through?": the operator asks the client during a call, the first of its people who answers is heard.
 *
 *   asked → answered → closed      closed: the call is over, or the operator has gone on
 *     └───────────────────┘
 */
export const questionSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  callId: z.uuid(),
  askedAt: instantSchema,
  /** Name of the operator. */
  askedBy: z.string().check(z.maxLength(80)),
  /** The person asked; null: whoever of the roster is there. */
  to: z.nullable(z.uuid()),
  about: aboutSchema,
  answer: z.nullable(z.object({ at: instantSchema, by: z.string(), personId: z.uuid(), wish: wishSchema })),
  closedAt: z.nullable(instantSchema),
});
export type Question = z.infer<typeof questionSchema>;

export const askArgs = z.pick(questionSchema, { id: true, accountId: true, callId: true, to: true, about: true });
export const answerArgs = z.object({ accountId: z.uuid(), questionId: z.uuid(), personId: z.uuid(), wish: wishSchema });

/** Milliseconds in which an answer is waited for; then the client is better called. */
export const answerWithinMs = 45_000;
/** Milliseconds after which nobody waits for an answer any more, also when nobody could say that the call is over. */
const heardUntilMs = 10 * 60_000;

/** Whether an answer would still be heard. */
export const isOpenQuestion = ({ answer, closedAt, askedAt }: Question, now: Instant): boolean =>
  answer === null && closedAt === null && toMs(now) - toMs(askedAt) < heardUntilMs;

/** Whether the operator has waited long enough. */
export const isUnheard = (question: Question, now: Instant): boolean =>
  question.answer === null && toMs(now) - toMs(question.askedAt) >= answerWithinMs;
