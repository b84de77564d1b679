import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type PhoneNumber, phoneNumberSchema } from './phone-number.ts';

/**
 * The number dialled or calling, as the trunk gave it, in our form; null when withheld or not a number. `country` (ISO 3166-1,
 * `SIP_COUNTRY`) is whose national forms are understood; besides +, 00 and, where it is no number of the country, E.164 with
 * neither.
 */
export function fromTrunk(raw: string, country: string): PhoneNumber | null {
  const digits = raw.replace(/[\s().-]/g, '');
  const short = phoneNumberSchema.safeParse(digits);
  if (short.success) return short.data;
  return possible(raw, country) ?? (/^\d{7,}$/.test(digits) ? possible(`+${digits.replace(/^00/, '')}`, country) : null);
}

function possible(text: string, country: string): PhoneNumber | null {
  const parsed = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined);
  return parsed?.isPossible() === true ? parsed.number : null;
}

/** Whether numbers of this country (ISO 3166, two capital letters) can be read. */
export const isNumberCountry = (country: string): boolean => isSupportedCountry(country);
