import * as z from 'zod/mini';
import { quoteSchema } from '../billing/price-book.ts';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import { scriptTrades } from '../notes/script-templates/trades.ts';
import { type Instant, instantSchema, toMs } from '../time.ts';
import { forwardingCountries } from './forwarding-codes.ts';
import { languageSchema } from './language.ts';
import { openingHoursSchema } from './opening-hours.ts';

/** What a new client does [P01]; `other`: a trade for which nothing is ready. */
export const applicationTrades = [...scriptTrades, 'other'] as const;
const applicationTradeSchema = z.enum(applicationTrades);
export type ApplicationTrade = z.infer<typeof applicationTradeSchema>;

const text = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
/** Longest text of a name that others write into mails and screens. */
const longestName = 120;

const countryCodes = forwardingCountries.map(({ country }) => country);
const countrySchema = z.enum(countryCodes);
export type Country = z.infer<typeof countrySchema>;
export const isCountry = (code: string): code is Country => countrySchema.safeParse(code).success;

const timeZoneSchema = z.string().check(z.maxLength(60), z.refine(isTimeZone));

/** What somebody writes who wants to become a client [P02]. */
export const applicationFormSchema = z.object({
  trade: applicationTradeSchema,
  /** The legal entity that makes the agreement, the only one answered for [J13]. */
  firm: text(longestName),
  /** What its callers call it. */
  name: text(longestName),
  country: countrySchema,
  timeZone: timeZoneSchema,
  /** By which it is identified for VAT, where that decides about the tax; `readVatNumber`. */
  vatNumber: z.optional(z.string().check(z.maxLength(20))),
  /** In which its callers are spoken to. */
  language: languageSchema,
  /** The telephone that will be forwarded. */
  officeNumber: phoneNumberSchema,
  /** Who writes this: the first of the roster [J10]. */
  person: z.object({
    name: text(longestName),
    role: z.string().check(z.trim(), z.maxLength(longestName)),
    email: z.email().check(z.maxLength(200)),
    mobile: phoneNumberSchema,
  }),
  openingHours: openingHoursSchema,
  greeting: text(400),
  planId: z.string().check(z.maxLength(40)),
  optionIds: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)),
  agreement: z.object({ version: z.string().check(z.maxLength(40)), acceptedBy: text(longestName) }),
});
export type ApplicationForm = z.infer<typeof applicationFormSchema>;

/** The agreement as it was accepted; kept as long as the account. */
const acceptanceSchema = z.object({
  firm: z.string(),
  /** The number for which no tax was charged; absent where there is none. */
  vatNumber: z.optional(z.string()),
  version: z.string(),
  language: languageSchema,
  acceptedBy: z.string(),
  acceptedAt: instantSchema,
  quote: quoteSchema,
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

/*
 *   unconfirmed ──code or link──→ confirmed ──password──→ live
 *     ↻ written anew                  └──password, no number free──→ waiting ──a number is added──→ live
 */
/** A form that has been sent, until its client is served. */
export const applicationSchema = z.object({
  id: z.uuid(),
  state: z.enum(['unconfirmed', 'confirmed', 'waiting', 'live']),
  form: applicationFormSchema,
  acceptance: acceptanceSchema,
  /** Whose sign-in the password is for: the person's id once there is an account. */
  personId: z.uuid(),
  /** Counts the mails with a code; only the latest one's counts. */
  round: z.int(),
  /** Wrong codes of this round. */
  wrong: z.int(),
  sentAt: instantSchema,
  confirmedAt: z.nullable(instantSchema),
  liveAt: z.nullable(instantSchema),
  accountId: z.nullable(z.uuid()),
  number: z.nullable(phoneNumberSchema),
});
export type Application = z.infer<typeof applicationSchema>;

/** How long a form that has led to nothing is kept, here and on the device, days. */
export const applicationKeptDays = 30;

/** How long a code counts, hours, and how often it may be typed wrong. */
const codeLimits = { hours: 24, wrong: 5 } as const;

/** Whether the code of the latest mail can still be typed. */
export const takesCode = ({ state, wrong, sentAt }: Application, now: Instant): boolean =>
  state === 'unconfirmed' && wrong < codeLimits.wrong && toMs(now) - toMs(sentAt) < codeLimits.hours * 3600_000;

/** Within which a new client is to be served, counted from the confirmation of his address [S13]. */
const activationTargetMs = 3600_000;

/** How long the new client has waited, or waited until he was served; null before his address is confirmed. */
export function activationClock(
  { confirmedAt, liveAt }: Pick<Application, 'confirmedAt' | 'liveAt'>,
  now: Instant,
): { readonly ms: number; readonly isLate: boolean } | null {
  if (confirmedAt === null) return null;
  const ms = Math.max(0, toMs(liveAt ?? now) - toMs(confirmedAt));
  return { ms, isLate: ms > activationTargetMs };
}

/** What the next step waits for. */
export type MissingStep = 'confirmation' | 'password' | 'number' | 'first-call' | 'nothing';

/** The next step of an application; `hasCalls`: a call has come to its number. */
export function missingStep({ state }: Pick<Application, 'state'>, hasCalls: boolean): MissingStep {
  if (state === 'unconfirmed') return 'confirmation';
  if (state === 'confirmed') return 'password';
  if (state === 'waiting') return 'number';
  return hasCalls ? 'nothing' : 'first-call';
}

const urgency: readonly Application['state'][] = ['waiting', 'confirmed', 'unconfirmed', 'live'];

/** Who waits for a number first, who is served last; within a step the longest wait first. */
export const byUrgency = <T extends Pick<Application, 'state' | 'sentAt' | 'confirmedAt'>>(all: readonly T[]): T[] =>
  [...all].sort(
    (a, b) =>
      urgency.indexOf(a.state) - urgency.indexOf(b.state) || ((a.confirmedAt ?? a.sentAt) < (b.confirmedAt ?? b.sentAt) ? -1 : 1),
  );

/** Whether this machine knows the zone; the lists of browsers differ in which of its names they tell. */
function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}
