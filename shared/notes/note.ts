import * as z from 'zod/mini';
import { hotlineSchema } from '../calls/hotline.ts';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import { climbSchema } from '../delivery/ladder.ts';
import { instantSchema } from '../time.ts';
import { dispositionSchema } from './disposition.ts';
import { answerSchema } from './script.ts';

const text = (max: number) => z.string().check(z.maxLength(max));

/** Who the caller wants: a person of the roster, or nobody named, which goes to position 1 [J10, J11]. */
const forWhomSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), personId: z.uuid() }),
  z.object({ kind: z.literal('nobody-named') }),
]);
export type ForWhom = z.infer<typeof forWhomSchema>;

export const callbackSchema = z.enum(['please-call-back', 'will-call-again', 'for-information']);
export type Callback = z.infer<typeof callbackSchema>;

/** What the operator writes: the fixed fields of [J07], [J11], [J16]. */
export const noteContentSchema = z.object({
  forWhom: forWhomSchema,
  fromWhom: text(120),
  company: text(120),
  /** Number to call back; null when the caller gave none. */
  number: z.nullable(phoneNumberSchema),
  numberVerified: z.boolean(),
  matter: text(4000),
  /** What the account's script asked; absent: nothing was. */
  answers: z.optional(z.array(answerSchema).check(z.maxLength(24))),
  /** The account's criteria of urgency that are met, in its words; empty: each was asked for; absent: none was. */
  criteria: z.optional(z.array(text(200)).check(z.maxLength(12))),
  callback: callbackSchema,
  /** Until when the caller was promised to be called back [S23]; absent: nothing was promised. */
  promisedBy: z.optional(instantSchema),
  urgent: z.boolean(),
  disposition: dispositionSchema,
});
export type NoteContent = z.infer<typeof noteContentSchema>;

const markSchema = z.nullable(z.object({ at: instantSchema, by: z.string() }));

/** Who is to see to the note from then on; `to` null: whoever gets the account's notes. */
const assignmentSchema = z.object({ id: z.uuid(), at: instantSchema, by: z.string(), to: z.nullable(z.uuid()) });

/**
 * A locked note. Its content is immutable; corrections are addenda; progress is what the client did with it.
 *
 *   draft (device only) → finished → locked → synced → delivering → delivered → read → acknowledged → done
 */
export const noteSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  callId: z.nullable(z.uuid()),
  kind: z.enum(['message', 'voicemail']),
  content: noteContentSchema,
  /** Shown to the client as who handled the call [J03]. */
  handledBy: text(80),
  operatorId: z.nullable(z.uuid()),
  lockedAt: instantSchema,
  voicemail: z.nullable(z.object({ recordingId: z.uuid(), seconds: z.number() })),
  read: markSchema,
  acknowledged: markSchema,
  callingBack: markSchema,
  done: markSchema,
  /** To whom the client's people passed it, the last one holds; absent: nobody did. */
  assignments: z.optional(z.array(assignmentSchema)),
  addenda: z.array(z.object({ id: z.uuid(), at: instantSchema, by: z.string(), text: text(2000) })),
  /** Taken from a client who called the bureau itself [P07]: who, and how sure that is. */
  hotline: z.optional(hotlineSchema),
  /** Read out on the telephone, by whom of the bureau and to whom; `acknowledged` is by that person then. */
  readOut: z.optional(z.object({ at: instantSchema, by: z.string(), personId: z.uuid() })),
  /** How far an urgent note has climbed the ladder; absent: it does not climb, or the server does not have it yet. */
  climb: z.optional(climbSchema),
  /** When its contents were erased, by retention or because its caller asked for it; absent: they are there. */
  erased: z.optional(instantSchema),
});
export type Note = z.infer<typeof noteSchema>;

/** A note still being written, on the device only; every field may be incomplete. */
export const draftSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  callId: z.nullable(z.uuid()),
  state: z.enum(['writing', 'finished']),
  /** When Ctrl+Enter was pressed; the note locks 8 s later, at once if urgent. */
  finishedAt: z.nullable(instantSchema),
  /** What stands in the For whom field; a roster choice when `forWhom` is set. */
  forWhom: z.nullable(forWhomSchema),
  forWhomText: text(120),
  fromWhom: text(120),
  company: text(120),
  number: text(40),
  numberVerified: z.boolean(),
  matter: text(4000),
  answers: noteContentSchema.shape.answers,
  criteria: noteContentSchema.shape.criteria,
  callback: callbackSchema,
  promisedBy: z.optional(z.nullable(instantSchema)),
  urgent: z.boolean(),
  disposition: dispositionSchema,
  changedAt: instantSchema,
});
export type Draft = z.infer<typeof draftSchema>;
