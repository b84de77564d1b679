import * as z from 'zod/mini';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import type { Account } from './account.ts';

/** Which calls the bureau makes for an account [J04]: none, only back to those who called, or any. */
const outboundCallsSchema = z.enum(['none', 'callbacks', 'all']);

/** What may be dialled for one account; the supervisor decides it. */
export const outboundRulesSchema = z.object({
  calls: outboundCallsSchema,
  /** The client's own number, which he lets us show; null: our number of the account is shown [P23]. */
  shownNumber: z.nullable(phoneNumberSchema),
  /** Whether numbers of other countries than the account's own are called. */
  abroad: z.boolean(),
  /** Legs of ours per day of the bureau, transfers included. */
  legsPerDay: z.int().check(z.minimum(0), z.maximum(10_000)),
  /** What they may cost per day, in cents of a euro. */
  centsPerDay: z.int().check(z.minimum(0), z.maximum(1_000_000)),
});
export type OutboundRules = z.infer<typeof outboundRulesSchema>;

/** Of an account about which nobody has decided. */
const defaultRules: OutboundRules = { calls: 'callbacks', shownNumber: null, abroad: true, legsPerDay: 60, centsPerDay: 6_000 };

/** What may be dialled for the account. */
export const outboundRulesOf = (account: Pick<Account, 'outbound'>): OutboundRules => account.outbound ?? defaultRules;
