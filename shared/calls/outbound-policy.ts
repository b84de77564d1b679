import { type LegPrice, legPrice } from './leg-price.ts';
import { classOf, countryCodeOf, type NumberClass } from './number-classes.ts';
import { type PhoneNumber, phoneNumberSchema } from './phone-number.ts';

/** Why a leg is not dialled. */
type DialRefusal = 'unreadable-number' | 'too-many-legs' | 'abroad-not-allowed' | Exclude<NumberClass, LegPrice['class']>;

export type DialDecision =
  | { readonly dial: 'yes'; readonly number: PhoneNumber; readonly price: LegPrice }
  | { readonly dial: 'no'; readonly reason: DialRefusal };

/** Most legs of ours that one account may have at the telephone network at once, joined ones included. */
const mostLegs = 4;

/** Whether an account that has so many legs may have another. */
export const isLegFree = (legs: number): boolean => legs < mostLegs;

/** Legs of one operator per day of the bureau, and what they may cost, in cents. */
export const operatorLimits = { legs: 150, cents: 15_000 } as const;

export type DialFor = {
  /** How many legs the account has already. */
  readonly legs: number;
  /** The account's number: where it is at home. */
  readonly home: PhoneNumber;
  /** Whether it lets us call other countries. */
  readonly abroad: boolean;
};

/** Whether a leg may be dialled for an account [P10], and its price: one policy for all. `number` as somebody typed it or a row has it. */
export function mayDial(number: string, { legs, home, abroad }: DialFor): DialDecision {
  const bare = number.replace(/[\s().-]/g, '');
  if (/^\d{2,6}$/.test(bare)) return refuseShort(bare);
  const parsed = phoneNumberSchema.safeParse(bare);
  if (!parsed.success) return { dial: 'no', reason: 'unreadable-number' };
  const kind = classOf(parsed.data);
  if (kind !== 'mobile' && kind !== 'fixed') return { dial: 'no', reason: kind };
  if (!abroad && countryCodeOf(parsed.data) !== countryCodeOf(home)) return { dial: 'no', reason: 'abroad-not-allowed' };
  if (!isLegFree(legs)) return { dial: 'no', reason: 'too-many-legs' };
  return { dial: 'yes', number: parsed.data, price: legPrice(kind) };
}

/** Short codes are services with a price, or emergency: those the caller dials himself, from where he is. */
function refuseShort(digits: string): DialDecision {
  return { dial: 'no', reason: classOf(digits) === 'emergency' ? 'emergency' : 'short' };
}
