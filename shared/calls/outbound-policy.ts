import { classOf, type NumberClass } from './number-classes.ts';
import { type PhoneNumber, phoneNumberSchema } from './phone-number.ts';

/** Why a leg is not dialled. */
type DialRefusal = 'unreadable-number' | 'too-many-legs' | Exclude<NumberClass, 'ordinary'>;

export type DialDecision =
  | { readonly dial: 'yes'; readonly number: PhoneNumber }
  | { readonly dial: 'no'; readonly reason: DialRefusal };

/** Most legs of ours that one account may have at the telephone network at once, joined ones included. */
const mostLegs = 4;

/**
 * Whether a leg may be dialled for an account [P10]: one policy for all. `number` as somebody typed it or the roster has it;
 * `legs` is how many the account has already.
 */
export function mayDial(number: string, legs: number): DialDecision {
  const bare = number.replace(/[\s().-]/g, '');
  if (/^\d{2,6}$/.test(bare)) return refuseShort(bare);
  const parsed = phoneNumberSchema.safeParse(bare);
  if (!parsed.success) return { dial: 'no', reason: 'unreadable-number' };
  const kind = classOf(parsed.data);
  if (kind !== 'ordinary') return { dial: 'no', reason: kind };
  return legs >= mostLegs ? { dial: 'no', reason: 'too-many-legs' } : { dial: 'yes', number: parsed.data };
}

/** Short codes are services with a price, or emergency: those the caller dials himself, from where he is. */
function refuseShort(digits: string): DialDecision {
  return { dial: 'no', reason: classOf(digits) === 'emergency' ? 'emergency' : 'short' };
}
