import type { Account } from '#shared/accounts/account.ts';
import type { decideRoute, Waiting } from '#shared/calls/routing.ts';
import type { OnDuty } from '#shared/operators/presence.ts';

/*
 * Routing as somebody would write it who has read the rules and not the code: every list is built, filtered and sorted
 * anew. It is slow, and says what is right.
 */

type Call = Parameters<typeof decideRoute>[0];
type Decision = ReturnType<typeof decideRoute>;

/** Accounts of these days are open; hours have their own tests. */
export function naiveRoute(call: Call, account: Account | null, operators: readonly OnDuty[], at: string): Decision {
  if (account === null) return { to: 'announce', reason: 'unknown-number' };
  const asked = operators.filter((o) => isAskedNow(o, call, account));
  if (!asked.some((o) => isThere(o, at))) {
    const leadsOn = (account.queue?.overflow.kind ?? 'voicemail') !== 'voicemail' && !waitedTooLong(call);
    return leadsOn ? { to: 'queue', reason: 'nobody-free' } : { to: 'voicemail', reason: 'nobody-signed-in' };
  }
  const [first] = asked.filter((o) => isFree(o, at)).toSorted(byTurnToBeAsked(call));
  if (first === undefined) return { to: 'queue', reason: 'nobody-free' };
  return { to: 'offer', operatorId: first.operator.id, reason: 'longest-idle' };
}

/** Who gets whom: the caller whose turn it is takes his operator away from those after him. */
export function naiveAssign(waiting: readonly Waiting[], operators: readonly OnDuty[], at: string) {
  let free = operators.filter((o) => isFree(o, at));
  const pairs: { callId: string; operatorId: string }[] = [];
  for (const { call, account } of waiting.toSorted(byTurn)) {
    const [first] = free.filter((o) => isAskedNow(o, call, account)).toSorted(byTurnToBeAsked(call));
    if (first === undefined) continue;
    free = free.filter((o) => o !== first);
    pairs.push({ callId: call.id, operatorId: first.operator.id });
  }
  return pairs;
}

const agoMs = (instant: string, at: string): number => Date.parse(at) - Date.parse(instant);

/** Wants a call, has none, and his page, microphone and leg are alive. */
function isFree(o: OnDuty, at: string): boolean {
  const hasPage = o.page.open && o.page.beatAt !== null && agoMs(o.page.beatAt, at) <= 3_000;
  const hasSound = o.page.mic === 'live' && o.phone === 'registered' && o.leg === 'alive' && o.line === 'page';
  return o.intent.kind === 'ready' && o.work.kind === 'free' && hasPage && hasSound && !o.notShown;
}

/** At his page, away from it for a minute at most, or reached by his own telephone for a shift. */
function isThere(o: OnDuty, at: string): boolean {
  const awayMs = agoMs(o.page.seenAt, at);
  const byTelephone = o.telephone !== null && o.intent.kind === 'ready' && awayMs > 10_000 && awayMs < 4 * 3_600_000;
  return o.page.open || awayMs <= 60_000 || byTelephone;
}

function isAskedNow({ operator }: OnDuty, call: Pick<Call, 'path'>, account: Account): boolean {
  if (!operator.languages.includes(account.language) || !operator.trainedFor.includes(account.id)) return false;
  const { first = [], overflow } = account.queue ?? {};
  if (first.length === 0 || first.includes(operator.id)) return true;
  if (!waitedTooLong(call)) return false;
  return overflow?.kind === 'everybody' || (overflow?.kind === 'operators' && overflow.operatorIds.includes(operator.id));
}

const waitedTooLong = ({ path }: Pick<Call, 'path'>): boolean =>
  path.some((step) => step.what === 'more-operators' || (step.what === 'forwarded' && step.key === null));

/** Not yet asked before asked, longest idle before others, then by id. */
const byTurnToBeAsked =
  ({ offers }: Pick<Call, 'offers'>) =>
  (a: OnDuty, b: OnDuty): number => {
    const times = (o: OnDuty): number => offers.filter(({ operatorId }) => operatorId === o.operator.id).length;
    return times(a) - times(b) || agoMs(b.idleSince, a.idleSince) || (a.operator.id < b.operator.id ? -1 : 1);
  };

const headStarts = { first: 120_000, usual: 0, later: -60_000 };

function byTurn(a: Waiting, b: Waiting): number {
  const from = ({ call, account }: Waiting): number =>
    Date.parse(call.arrivedAt) - headStarts[account.queue?.priority ?? 'usual'];
  return from(a) - from(b) || (a.call.id < b.call.id ? -1 : 1);
}
