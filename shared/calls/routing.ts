import type { Account } from '../accounts/account.ts';
import { isOpen } from '../accounts/is-open.ts';
import type { OpeningHours } from '../accounts/opening-hours.ts';
import { headStartSeconds, isAskedFor, queueRulesOf } from '../accounts/queue-rules.ts';
import { isRingable, isSignedIn, type OnDuty } from '../operators/presence.ts';
import { type Instant, toMs } from '../time.ts';
import { hasOverflowed } from './call-path.ts';
import type { Call } from './call-state.ts';
import type { ReceptionPlan } from './reception-plan.ts';

/** Where a call goes, and why. */
export type RouteDecision =
  | { readonly to: 'announce'; readonly reason: 'unknown-number' }
  | { readonly to: 'voicemail'; readonly reason: 'closed' | 'nobody-signed-in' }
  | { readonly to: 'offer'; readonly operatorId: string; readonly reason: 'longest-idle' }
  | { readonly to: 'queue'; readonly reason: 'nobody-free' };

/** Where a call that arrives goes: first to what the account says and asks before an operator does. */
export type ArrivalRoute = RouteDecision | { readonly to: 'reception'; readonly plan: ReceptionPlan };

/** When the bureau itself answers [P13]. */
export type BureauHours = { readonly hours: OpeningHours; readonly timeZone: string };

/** Where a call that has just arrived goes: unknown number, closed, nobody signed in, longest idle, queue, in this order. */
export function decideRoute(
  call: Pick<Call, 'offers' | 'path'>,
  account: Account | null,
  operators: Iterable<OnDuty>,
  now: { readonly at: Instant; readonly bureau: BureauHours },
): RouteDecision {
  if (account === null) return { to: 'announce', reason: 'unknown-number' };
  if (!isAnswered(account, now)) return { to: 'voicemail', reason: 'closed' };
  const all = [...operators];
  if (!isAnybodySignedIn(call, account, all, now.at)) {
    // the queue leads on at once, to whatever follows the longest wait
    const isOverflow = queueRulesOf(account).overflow.kind !== 'voicemail' && !hasOverflowed(call);
    return isOverflow ? { to: 'queue', reason: 'nobody-free' } : { to: 'voicemail', reason: 'nobody-signed-in' };
  }
  const free = all.filter((o) => isRingable(o, now.at));
  const chosen = chooseOperator(call, account, free);
  if (chosen === null) return { to: 'queue', reason: 'nobody-free' };
  return { to: 'offer', operatorId: chosen.operator.id, reason: 'longest-idle' };
}

/** Open = account hours ∩ bureau hours. */
export function isAnswered(account: Account, now: { readonly at: Instant; readonly bureau: BureauHours }): boolean {
  return isOpen(account.openingHours, account.timeZone, now.at) && isOpen(now.bureau.hours, now.bureau.timeZone, now.at);
}

/** Somebody who may serve the account has a page, or had one in the last minute; paused ones count. */
export function isAnybodySignedIn(call: Pick<Call, 'path'>, account: Account, operators: Iterable<OnDuty>, at: Instant): boolean {
  for (const o of operators) if (isAsked(o, call, account) && isSignedIn(o, at)) return true;
  return false;
}

/**
 * The operator to ask, of those who are free: language and training are conditions [P29]; those not yet asked for this call
 * first, then the longest idle, then by id so that every machine decides the same.
 */
function chooseOperator(call: Pick<Call, 'offers' | 'path'>, account: Account, free: Iterable<OnDuty>): OnDuty | null {
  let best: OnDuty | null = null;
  let bestAsked = 0;
  for (const o of free) {
    if (!isAsked(o, call, account)) continue;
    const asked = timesAsked(call, o.operator.id);
    if (best === null || asked < bestAsked || (asked === bestAsked && isBefore(o, best))) {
      best = o;
      bestAsked = asked;
    }
  }
  return best;
}

/** Speaks the account's language and is trained for it. */
export function mayServe(o: OnDuty, account: Account): boolean {
  return o.operator.trainedFor.includes(account.id) && o.operator.languages.includes(account.language);
}

/** May serve the account, and belongs to those who are asked for this caller by now. */
const isAsked = (o: OnDuty, call: Pick<Call, 'path'>, account: Account): boolean =>
  mayServe(o, account) && isAskedFor(queueRulesOf(account), o.operator.id, hasOverflowed(call));

/** A caller in the queue, or somebody who kept his place in it. */
export type Waiting = { readonly call: Pick<Call, 'id' | 'arrivedAt' | 'offers' | 'path'>; readonly account: Account };

/** Which waiting call goes to which operator now: callers as they stand in their turn, each operator once. */
export function assign(
  queue: Iterable<Waiting>,
  operators: Iterable<OnDuty>,
  at: Instant,
  canBeAsked = isRingable,
): { readonly callId: string; readonly operatorId: string }[] {
  const free = new Set([...operators].filter((o) => canBeAsked(o, at)));
  if (free.size === 0) return [];
  const pairs: { callId: string; operatorId: string }[] = [];
  // who is free only becomes fewer: an account that nobody serves now need not be looked at again for its next caller
  const unserved = { early: new Set<Account>(), overflowed: new Set<Account>() };
  for (const { call, account } of queue) {
    if (free.size === 0) break;
    const alike = hasOverflowed(call) ? unserved.overflowed : unserved.early;
    if (alike.has(account)) continue;
    const chosen = chooseOperator(call, account, free);
    if (chosen === null) {
      alike.add(account);
      continue;
    }
    free.delete(chosen);
    pairs.push({ callId: call.id, operatorId: chosen.operator.id });
  }
  return pairs;
}

/** Order of arrival, each with the head start of his account. The order of two callers never changes while they wait. */
export function inTurn(waiting: readonly Waiting[]): Waiting[] {
  const from = new Map(waiting.map((w) => [w, countsFrom(w)]));
  return [...waiting].sort((a, b) => (from.get(a) ?? 0) - (from.get(b) ?? 0) || compare(a.call.id, b.call.id));
}

/** Milliseconds since the epoch from which a caller's wait counts in the queue. */
const countsFrom = ({ call, account }: Waiting): number =>
  toMs(call.arrivedAt) - headStartSeconds[queueRulesOf(account).priority] * 1000;

function timesAsked(call: { readonly offers: Call['offers'] }, operatorId: string): number {
  let times = 0;
  for (const o of call.offers) if (o.operatorId === operatorId) times += 1;
  return times;
}

const isBefore = (a: OnDuty, b: OnDuty): boolean =>
  (compare(a.idleSince, b.idleSince) || compare(a.operator.id, b.operator.id)) < 0;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
