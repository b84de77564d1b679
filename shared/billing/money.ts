import * as z from 'zod/mini';

/** An amount in the smallest unit of its currency (ISO 4217): cents of a euro, whole yen. */
export const moneySchema = z.object({ amount: z.int(), currency: z.string().check(z.regex(/^[A-Z]{3}$/)) });
export type Money = z.infer<typeof moneySchema>;

/** A share of an amount in hundredths of a percent, rounded half away from zero: 2000 of 69.00 is 13.80. */
export const shareOf = ({ amount, currency }: Money, basisPoints: number): Money => ({
  amount: Math.sign(amount) * Math.round((Math.abs(amount) * basisPoints) / 10_000),
  currency,
});
