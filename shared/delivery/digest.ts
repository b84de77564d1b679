import * as z from 'zod/mini';
import { clockTimeSchema } from '../accounts/opening-hours.ts';

/** The daily overview of all calls, apart from who gets the notes [I07, S11]. */
export const digestSchema = z.object({
  /** General mailboxes. */
  to: z.array(z.email()).check(z.minLength(1), z.maxLength(5)),
  /** By the account's clock. */
  at: clockTimeSchema,
});
