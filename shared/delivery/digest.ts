import * as z from 'zod/mini';

/** The daily overview of all calls, apart from who gets the notes [I07, S11]. */
export const digestSchema = z.object({
  /** General mailboxes. */
  to: z.array(z.email()).check(z.minLength(1), z.maxLength(5)),
  /** `HH:MM` by the account's clock. */
  at: z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/)),
});
export type Digest = z.infer<typeof digestSchema>;
