import * as z from 'zod/mini';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import type { Account } from './account.ts';
import { outboundRulesOf } from './outbound-rules.ts';

export const queuePriorities = ['first', 'usual', 'later'] as const;
export type QueuePriority = (typeof queuePriorities)[number];

/**
 * Seconds that a caller counts as having waited before he arrived. A head start ages with everybody's wait: nobody is
 * overtaken by somebody who arrived later than this after him [FIELD: queue order].
 */
export const headStartSeconds: Readonly<Record<QueuePriority, number>> = { first: 120, usual: 0, later: -60 };

/** What follows the longest wait: voicemail, more operators than those asked first, or the client's own number. */
const overflowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('voicemail') }),
  /** Everybody who is trained for the account and speaks its language. */
  z.object({ kind: z.literal('everybody') }),
  z.object({ kind: z.literal('operators'), operatorIds: z.array(z.uuid()).check(z.maxLength(200)) }),
  z.object({ kind: z.literal('number'), number: phoneNumberSchema }),
]);

/** How callers of one account wait; the supervisor decides it. The longest wait is a field of the account itself. */
export const queueRulesSchema = z.object({
  priority: z.enum(queuePriorities),
  /** The operators who are asked first; empty: everybody who is trained for the account. */
  first: z.array(z.uuid()).check(z.maxLength(200)),
  overflow: overflowSchema,
  /** Key 2: the caller hangs up, keeps his place and is called back when it is his turn. */
  keepPlace: z.boolean(),
});
export type QueueRules = z.infer<typeof queueRulesSchema>;

const defaultRules: QueueRules = { priority: 'usual', first: [], overflow: { kind: 'voicemail' }, keepPlace: false };

/** How callers of the account wait. */
export const queueRulesOf = (account: Pick<Account, 'queue'>): QueueRules => account.queue ?? defaultRules;

/** Whether callers may ask to be called back: the account must let us call at all [J04]. */
export const keepsPlaces = (account: Pick<Account, 'queue' | 'outbound'>): boolean =>
  queueRulesOf(account).keepPlace && outboundRulesOf(account).calls !== 'none';

/** Whether this operator is asked for callers of the account; `more`: their longest wait is over. */
export function isAskedFor(rules: QueueRules, operatorId: string, more: boolean): boolean {
  const { first, overflow } = rules;
  if (first.length === 0 || first.includes(operatorId)) return true;
  if (!more) return false;
  return overflow.kind === 'everybody' || (overflow.kind === 'operators' && overflow.operatorIds.includes(operatorId));
}
