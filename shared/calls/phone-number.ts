import * as z from 'zod/mini';

/** A telephone number in E.164 (`+33199000101`) or a national short code of 3–6 digits [R05]. */
export const phoneNumberSchema = z.string().check(z.regex(/^(\+[1-9]\d{4,14}|\d{3,6})$/));
export type PhoneNumber = z.infer<typeof phoneNumberSchema>;

/** The number dialled or calling, as the trunk gave it, in our form; null when withheld or not a number. */
export function fromTrunk(
  raw: string,
  country: { readonly callingCode: string; readonly trunkPrefix: string },
): PhoneNumber | null {
  const digits = raw.replace(/[\s().-]/g, '');
  const international = digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
  const national =
    country.trunkPrefix !== '' && /^\d{7,}$/.test(international) && international.startsWith(country.trunkPrefix)
      ? `+${country.callingCode}${international.slice(country.trunkPrefix.length)}`
      : international;
  const parsed = phoneNumberSchema.safeParse(national);
  return parsed.success ? parsed.data : null;
}
