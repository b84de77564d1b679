import * as z from 'zod/mini';
import { phoneNumberSchema } from './phone-number.ts';

/** A known caller in one account's directory [P05]. */
export const contactSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  name: z.string().check(z.minLength(1), z.maxLength(120)),
  company: z.string().check(z.maxLength(120)),
  numbers: z.array(phoneNumberSchema),
  vip: z.boolean(),
  /** How to treat this caller [S06]. */
  handling: z.string().check(z.maxLength(500)),
});
export type Contact = z.infer<typeof contactSchema>;
