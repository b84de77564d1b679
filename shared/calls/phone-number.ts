import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import * as z from 'zod/mini';

/** A telephone number in E.164 (`+33199000101`) or a national short code of 3–6 digits [R05]. */
export const phoneNumberSchema = z.string().check(z.regex(/^(\+[1-9]\d{4,14}|\d{3,6})$/));
export type PhoneNumber = z.infer<typeof phoneNumberSchema>;

/**
 * The number dialled or calling, as the trunk gave it, in our form; null when withheld or not a number.
 * `country` (ISO 3166-1, `SIP_COUNTRY`) is whose national and 00 forms are understood.
 */
export function fromTrunk(raw: string, country: string): PhoneNumber | null {
  const short = phoneNumberSchema.safeParse(raw.replace(/[\s().-]/g, ''));
  if (short.success) return short.data;
  const parsed = parsePhoneNumberFromString(raw, isSupportedCountry(country) ? country : undefined);
  return parsed?.isPossible() === true ? parsed.number : null;
}
