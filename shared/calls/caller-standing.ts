import * as z from 'zod/mini';
import type { PhoneNumber } from './phone-number.ts';
import { addressesIn, userOf } from './sip-address.ts';

/**
 * What is known about the number that calls. `shown`: given by the network; `unauthenticated`: given, but the network says that it
 * could not vouch for it (STIR); `withheld`: the caller keeps it from us; `unknown`: the network has none.
 */
export const callerStandingSchema = z.enum(['shown', 'unauthenticated', 'withheld', 'unknown']);
export type CallerStanding = z.infer<typeof callerStandingSchema>;

/** What a trunk tells about the caller; empty where it tells nothing. `number` is what Asterisk made of it. */
export type SeenCaller = {
  readonly number: string;
  /** Asterisk's words for RFC 3323 and 3325: `allowed…`, `prohib…`, `unavailable`. */
  readonly presentation: string;
  /** The headers `P-Asserted-Identity` and `From`; the one that counts may carry `verstat` (3GPP TS 24.229, 7.2A.20). */
  readonly asserted: string;
  readonly from: string;
  /** RFC 3323 and 3325: `id`, `user;id`, `none`, … */
  readonly privacy: string;
};

/** The number as far as we may know it, and what is known about it: a withheld one is taken away here, and nowhere else. */
export function callerSeen(seen: SeenCaller): { readonly number: string; readonly standing: CallerStanding } {
  const asserted = addressesIn(seen.asserted).map(({ uri }) => userOf(uri));
  const number = asserted.find((user) => user !== '') ?? seen.number;
  const standing = standingOf({ ...seen, number });
  return { number: standing === 'withheld' || standing === 'unknown' ? '' : number, standing };
}

function standingOf({ number, presentation, asserted, from, privacy }: SeenCaller): CallerStanding {
  if (/^prohib/.test(presentation) || isAnonymous(number) || isAnonymous(from)) return 'withheld';
  if (privacy.split(';').some((wanted) => /^\s*(id|user|header|full)\s*$/i.test(wanted))) return 'withheld';
  if (presentation === 'unavailable' || !/\d/.test(number)) return 'unknown';
  const [, verified = ''] = /;\s*verstat\s*=\s*"?([\w-]+)/i.exec(asserted === '' ? from : asserted) ?? [];
  return verified === '' || /^tn-validation-passed/i.test(verified) ? 'shown' : 'unauthenticated';
}

/** RFC 3323, 4.1.1.3, and what networks write besides; as user, or as the name before the address. */
const isAnonymous = (text: string): boolean =>
  /^\s*(?:"?anonymous"?\s*<.*|(?:[^<]*<)?(?:sips?:)?(?:anonymous|restricted|private|withheld)(?:@.*)?|.*@anonymous\.invalid.*)$/is.test(
    text,
  );

/**
 * Numbers that only calling machines may show, by prefix in E.164: in France "numéros polyvalents vérifiés" (Arcep's numbering plan
 * since 2023: 0162, 0163, 0270, 0271, 0377, 0378, 0424, 0425, 0568, 0569, 0948, 0949; overseas 09475–09479).
 */
const platformPrefixes = [162, 163, 270, 271, 377, 378, 424, 425, 568, 569, 948, 949, 9475, 9476, 9477, 9478, 9479].map(
  (prefix) => `+33${prefix}`,
);

/** Whether the number is that of a platform: sales calls, reminders, machines. Calling it back reaches nobody in person. */
export const isPlatform = (number: PhoneNumber): boolean => platformPrefixes.some((prefix) => number.startsWith(prefix));
