import * as z from 'zod/mini';
import type { LegPrice } from '../calls/leg-price.ts';
import { type DialDecision, mayDial } from '../calls/outbound-policy.ts';
import { type PhoneNumber, phoneNumberSchema } from '../calls/phone-number.ts';

/** An operator's own telephone; `use` is his choice: when his page is away, it rings. */
export const fallbackTelephoneSchema = z.object({ number: phoneNumberSchema, use: z.boolean() });
export type FallbackTelephone = z.infer<typeof fallbackTelephoneSchema>;

/** A telephone that may ring, with what a call taken there costs. */
export type RingingTelephone = { readonly number: PhoneNumber; readonly price: LegPrice };

/** Whether such a number can be an operator's telephone: dialled by the policy that holds for every leg, in the operator's own country. */
export const asFallback = (number: string): DialDecision => mayDial(number, { legs: 0, home: number, abroad: true });

/** The telephone that rings; null when he has none, or has not chosen that it rings. */
export function ringingTelephone(telephone: FallbackTelephone | undefined): RingingTelephone | null {
  if (telephone?.use !== true) return null;
  const decision = asFallback(telephone.number);
  return decision.dial === 'yes' ? { number: decision.number, price: decision.price } : null;
}

/** What is kept of a wish: only the operator himself can choose that his telephone rings; the supervisor can write the number, or end it. */
export function telephoneAsWished(
  wish: FallbackTelephone,
  { by, before }: { readonly by: 'operator' | 'supervisor'; readonly before: FallbackTelephone | undefined },
): FallbackTelephone {
  if (by === 'operator') return wish;
  return { ...wish, use: wish.use && before?.use === true && before.number === wish.number };
}
