import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type PhoneNumber, phoneNumberSchema } from './phone-number.ts';

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

/** Whether numbers of this country (ISO 3166, two capital letters) can be read. */
export const isNumberCountry = (country: string): boolean => isSupportedCountry(country);
