import type { PhoneNumber } from './phone-number.ts';

/** The longest number of E.164, in digits; sixteen with our mark still fit into a double exactly. */
const LONGEST = 15;

/** Country codes of one and two digits (ITU-T E.164); all others have three. */
const shortCodes = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** A number's digits as people may begin to say them: with the country's code, or from the area code without the 0. */
export function formsOf(number: PhoneNumber): { readonly international: string | null; readonly national: string } {
  if (!number.startsWith('+')) return { international: null, national: number };
  const digits = number.slice(1);
  const code = shortCodes.exec(digits)?.[0] ?? digits.slice(0, 3);
  return { international: digits, national: digits.slice(code.length).replace(/^0/, '') };
}

/** What was typed as a number; null when it has other things than digits in it, or too few of them to look for. */
export type TypedNumber = {
  /** Digits from the country's code on; null when no code was typed. */
  readonly international: string | null;
  /** Digits from the area code on, without the 0; null when a country's code was typed. */
  readonly national: string | null;
  /** Digits that the number may end with. */
  readonly ending: string;
};

/** Reads `+33 6…`, `0033 6…`, `06…`, and the last digits; at least three. */
export function readTypedNumber(typed: string): TypedNumber | null {
  const bare = typed.normalize('NFKC').replace(/[\s().\-/‐‑–—ー]/g, '');
  if (!/^\+?\d{3,20}$/.test(bare)) return null;
  const digits = bare.replace('+', '');
  const withCode = /^(?:\+|00)([1-9]\d*)$/.exec(bare)?.[1] ?? null;
  return {
    international: withCode,
    national: withCode === null ? digits.replace(/^0/, '') : null,
    ending: withCode ?? digits,
  };
}

/** Digits from the front as a number that sorts like them. */
export const frontKey = (digits: string): number => Number(digits.slice(0, LONGEST).padEnd(LONGEST, '0'));

/** Digits from the end as a number that sorts like them. */
export const backKey = (digits: string): number => frontKey([...digits].reverse().join(''));

/** The keys from `frontKey(digits)` up to, and without, this one begin with the digits. */
export const keyAfter = (digits: string): number => frontKey(digits) + 10 ** (LONGEST - Math.min(digits.length, LONGEST));
