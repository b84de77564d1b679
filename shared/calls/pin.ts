import * as z from 'zod/mini';

/** Digits of a PIN. */
export const pinLength = { least: 4, most: 8 } as const;

/** What a client enters by keys to be known on the hotline [P07]. */
export const pinSchema = z.string().check(z.regex(/^\d{4,8}$/));

/** Whether everybody would try it first: one digit repeated, or digits in a row. */
export function isGuessable(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
  return steps.every((step) => step === 0) || steps.every((step) => step === 1) || steps.every((step) => step === -1);
}
