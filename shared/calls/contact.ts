import * as z from 'zod/mini';
import { phoneNumberSchema } from './phone-number.ts';

/** A known caller in one account's directory [P05]. */
export const contactSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  name: z.string().check(z.minLength(1), z.maxLength(120)),
  /** How the name is read (よみ), in kana or as the caller says it; absent: nobody has written it. */
  reading: z.optional(z.string().check(z.maxLength(120))),
  company: z.string().check(z.maxLength(120)),
  numbers: z.array(phoneNumberSchema),
  vip: z.boolean(),
  /** How to treat this caller [S06]. */
  handling: z.string().check(z.maxLength(500)),
  /** Contacts that look like this one and are others: they are not proposed as doubles again. */
  apart: z.optional(z.array(z.uuid()).check(z.maxLength(50))),
  /** On no device: one of a directory that is larger than devices hold. Who calls or is saved by hand comes to the devices. */
  elsewhere: z.optional(z.literal(true)),
});
export type Contact = z.infer<typeof contactSchema>;

/** How many contacts of one account devices hold; a file that brings more stays on the server, and is searched there. */
export const mostOnDevices = 100_000;
