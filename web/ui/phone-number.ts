import type { PhoneNumber } from '#shared/calls/phone-number.ts';

/** Reads and writes telephone numbers as people do in one country. */
export type NumberWriter = {
  /** As printed there: `06 39 98 00 01`, or international for numbers of other countries. */
  show(number: PhoneNumber): string;
  /** In E.164; null when what was typed is no possible number. */
  read(typed: string): PhoneNumber | null;
};

/** Until the library is there: E.164 as it is. */
export const plainNumbers: NumberWriter = {
  show: (number) => number,
  read(typed) {
    const bare = typed.replace(/[\s().-]/g, '').replace(/^00/, '+');
    return /^(\+[1-9]\d{4,14}|\d{3,6})$/.test(bare) ? bare : null;
  },
};

/** Loads the rules of the numbering plans; `home` is a number of ours, whose country is the one meant when none is typed. */
export async function loadNumbers(home: PhoneNumber): Promise<NumberWriter> {
  const { parsePhoneNumberFromString: parse } = await import('libphonenumber-js/min');
  return loadNumbersOf(parse(home)?.countryCallingCode);
}

/** The same by a country's calling code, as `33`. */
export async function loadNumbersOf(callingCode: string | undefined): Promise<NumberWriter> {
  const { parsePhoneNumberFromString: parse } = await import('libphonenumber-js/min');
  const known = callingCode === undefined ? {} : { defaultCallingCode: callingCode };
  return {
    show(number) {
      const parsed = number.startsWith('+') ? parse(number) : undefined;
      if (!parsed) return number;
      return parsed.countryCallingCode === callingCode ? parsed.formatNational() : parsed.formatInternational();
    },
    read(typed) {
      const short = /^\d{3,6}$/.test(typed.trim()) ? typed.trim() : null;
      const parsed = parse(typed, known);
      return parsed?.isPossible() ? parsed.number : short;
    },
  };
}
