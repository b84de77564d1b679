import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';
import { lockNoteArgs } from './note-mutations.ts';

/** A note that nobody was allowed to lock [NO2]: it reaches no client until the supervisor has decided. */
export const strayNoteSchema = z.object({
  /** Number of its entry in history. */
  id: z.string().check(z.regex(/^\d{1,18}$/)),
  /** When it was finished, by the device's clock. */
  at: instantSchema,
  note: lockNoteArgs,
});
export type StrayNote = z.infer<typeof strayNoteSchema>;

/** Given to an account, whose persons are told as of any note, or put aside for a reason. */
export const strayDecisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assign'), accountId: z.uuid() }),
  z.object({ kind: z.literal('put-aside'), reason: z.string().check(z.minLength(1), z.maxLength(500)) }),
]);
export type StrayDecision = z.infer<typeof strayDecisionSchema>;

/** `gone`: somebody else has decided; `no-account`: it is not there any more. */
export const strayOutcomeSchema = z.enum(['settled', 'gone', 'no-account']);
export type StrayOutcome = z.infer<typeof strayOutcomeSchema>;
