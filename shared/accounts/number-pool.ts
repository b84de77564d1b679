import * as z from 'zod/mini';
import { classOf } from '../calls/number-classes.ts';
import { type PhoneNumber, phoneNumberSchema } from '../calls/phone-number.ts';
import { fromMs, type Instant, instantSchema, toMs } from '../time.ts';
import { countryOfLine } from './forwarding-codes.ts';

/*
 *            give                 take back
 *   free ──────────────→ given ──────────────→ quarantined
 *    ↑  └── take back: gone                          │
 *    └───────────────── `freeFrom` has come ─────────┘
 */
/** A number of the bureau that a client may get. */
export const poolNumberSchema = z.object({
  number: phoneNumberSchema,
  /** ISO 3166: whose callers pay an ordinary call to it [S02]. */
  country: z.string(),
  class: z.enum(['fixed', 'mobile']),
  state: z.enum(['free', 'given', 'quarantined']),
  accountId: z.nullable(z.uuid()),
  since: instantSchema,
  /** When a number in quarantine may be given again; null of the others. */
  freeFrom: z.nullable(instantSchema),
});
export type PoolNumber = z.infer<typeof poolNumberSchema>;

/** How long callers may still dial the number for its former owner [P20]. */
const quarantineDays = 180;

/** From when a number that is taken back now may be given again. */
export const quarantineEnds = (at: Instant): Instant => fromMs(toMs(at) + quarantineDays * 24 * 3600_000);

/** Most numbers that are added in one go. */
export const longestRange = 1000;

export type RangeProblem = 'unreadable' | 'backwards' | 'too-many' | 'not-ours-to-give';

/** The free numbers from one to another in E.164, both included; of fixed or mobile class, in a country that we know. */
export function numbersOfRange(from: string, to: string, at: Instant): readonly PoolNumber[] | RangeProblem {
  const isReadable = [from, to].every((number) => number.startsWith('+') && phoneNumberSchema.safeParse(number).success);
  if (!isReadable || from.length !== to.length) return 'unreadable';
  const [first, last] = [BigInt(from.slice(1)), BigInt(to.slice(1))];
  if (last < first) return 'backwards';
  if (last - first >= BigInt(longestRange)) return 'too-many';
  const numbers = Array.from({ length: Number(last - first) + 1 }, (_, i) => freeNumber(`+${first + BigInt(i)}`, at));
  return numbers.every((number) => number !== null) ? numbers : 'not-ours-to-give';
}

function freeNumber(number: PhoneNumber, at: Instant): PoolNumber | null {
  const [country, kind] = [countryOfLine(number), classOf(number)];
  if (country === null || (kind !== 'fixed' && kind !== 'mobile')) return null;
  return { number, country, class: kind, state: 'free', accountId: null, since: at, freeFrom: null };
}
