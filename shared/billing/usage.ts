import type { ClientCall } from '../calls/client-call.ts';
import { never } from '../errors.ts';
import { fromMs, type Instant, toMs } from '../time.ts';

/** Whether a call counts, or why it does not [P25]. */
export type Counting =
  | 'counted'
  | 'unanswered'
  | 'voicemail'
  | 'not-greeted'
  | 'test-call'
  | 'wrong-number'
  | 'hung-up'
  | 'not-billed'
  | 'to-bureau'
  | 'by-bureau';

/** Who hangs up sooner after the answer has not heard the greeting's first words. */
export const greetedAfterMs = 3000;

/** A call counts when an operator answered it, the caller was greeted, and what it came to is billed. */
export function counting(call: ClientCall): Counting {
  if (call.kind === 'out') return 'by-bureau';
  if (call.kind === 'bureau') return 'to-bureau';
  if (call.answeredAt === null) return call.outcome === 'voicemail' ? 'voicemail' : 'unanswered';
  if (call.endedAt !== null && toMs(call.endedAt) - toMs(call.answeredAt) < greetedAfterMs) return 'not-greeted';
  return call.billable === false ? whyNotBilled(call.disposition) : 'counted';
}

function whyNotBilled(disposition: ClientCall['disposition']): Counting {
  switch (disposition) {
    case 'test-call':
    case 'wrong-number':
    case 'hung-up':
      return disposition;
    case null:
    case 'message':
    case 'transferred':
    case 'appointment':
    case 'information':
      return 'not-billed';
    default:
      return never(disposition);
  }
}

/** A month by the account's calendar; `to` is exclusive. */
export type Month = { readonly from: Instant; readonly to: Instant };

/** A call stands in the month of its answer; without one, of its arrival. */
export function isOfMonth({ answeredAt, arrivedAt }: ClientCall, { from, to }: Month): boolean {
  const at = answeredAt ?? arrivedAt;
  return from <= at && at < to;
}

const longestBeforeAnswerMs = 86_400_000;

/** No call of the month arrived earlier: it stands where it was answered, which may be after midnight of the first. */
export const arrivedFrom = ({ from }: Month): Instant => fromMs(toMs(from) - longestBeforeAnswerMs);

/** How many calls of the month count. */
export const countedOf = (calls: readonly ClientCall[], month: Month): number =>
  calls.filter((call) => isOfMonth(call, month) && counting(call) === 'counted').length;

/** Opened time of the month so far and in all, in any one unit. */
export type Opened = { readonly soFar: number; readonly inAll: number };

/** What the month comes to at the pace of the opened hours so far [I07], never less than is used; null: no hours to go by yet. */
export function forecast(used: number, { soFar, inAll }: Opened): number | null {
  return soFar <= 0 ? null : Math.max(used, Math.round((used * inAll) / soFar));
}

/** Percent of a plan at which somebody is told [I08]. */
const thresholds = [80, 95, 100] as const;
export type Threshold = (typeof thresholds)[number];

/** The thresholds that so many calls have reached, the lowest first. */
export const reachedOf = (used: number, capacity: number): Threshold[] =>
  thresholds.filter((percent) => used * 100 >= capacity * percent);
