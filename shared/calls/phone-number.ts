import * as z from 'zod/mini';

/** A telephone number in E.164 (`+33199000101`) or a national short code of 3–6 digits [R05]. */
export const phoneNumberSchema = z.string().check(z.regex(/^(\+[1-9]\d{4,14}|\d{3,6})$/));
export type PhoneNumber = z.infer<typeof phoneNumberSchema>;
