import type { Account, Line } from '#shared/accounts/account.ts';
import { keepsPlaces, queueRulesOf } from '#shared/accounts/queue-rules.ts';
import { arrive } from '#shared/calls/call.ts';
import type { Call } from '#shared/calls/call-state.ts';
import { isPersonsCallBack, legComingBack } from '#shared/calls/loop-guard.ts';
import { planReception } from '#shared/calls/reception-plan.ts';
import { type ArrivalRoute, decideRoute, type RouteDecision } from '#shared/calls/routing.ts';
import { fromTrunk } from '#shared/calls/trunk-number.ts';
import { toMs } from '#shared/time.ts';
import type { TelephonyEvent } from '../ports/telephony.ts';
import { advance, settle } from './advance-call.ts';
import { inTurn } from './execute.ts';
import { callOfChannel, type Floor } from './floor-state.ts';
import { receiveHotline } from './receive-hotline.ts';

type Arrival = Omit<Extract<TelephonyEvent, { t: 'caller-arrived' }>, 't'>;

/** A caller has dialled one of our numbers: decides where he goes, and starts it. */
export function receiveCall(floor: Floor, arrival: Arrival): void {
  const { clock, newId, log } = floor.deps;
  if (callOfChannel(floor, arrival.channelId) !== undefined) return;
  if (!floor.deps.directory.isLoaded()) {
    leaveUnattended(floor, arrival.channelId);
    return;
  }
  const id = newId();
  const at = clock();
  const called = calledLine(floor, arrival.dialled);
  if (called !== null && isComingBack(floor, arrival, called)) return;
  mark(floor, arrival.channelId, id);
  const facts = { id, channelId: arrival.channelId, arrivedAt: at, ...numbersOf(floor, arrival) };
  if (called?.line.kind === 'hotline') return void settle(floor, receiveHotline(floor, facts, called));
  const route = arrivalOf(floor, called?.account ?? null);
  const reason = route.to === 'reception' ? null : route.reason;
  log('call.arrived', { callId: id, accountId: called?.account.id ?? null, to: route.to, reason });
  settle(floor, arrive(facts, called === null ? null : lineOf(called), route));
  if (called?.account.largeDirectory && facts.caller !== null) floor.deps.bringContacts(called.account.id, facts.caller);
}

/** Milliseconds until a mark that the exchange refused is tried again. */
const markAgainMs = 1_000;

/** A later server finds the call by this: it is tried until it stands, or the call is over. */
export function mark(floor: Floor, channelId: string, callId: string): void {
  const { telephony, log, after } = floor.deps;
  inTurn(floor, channelId, () =>
    telephony.perform({ do: 'mark', channelId, callId }).catch((cause: unknown) => {
      log('call.not_marked', { callId, cause: String(cause) });
      after(markAgainMs, () => floor.calls.has(callId) && mark(floor, channelId, callId));
    }),
  );
}

/** First what the account says and asks, then the way of every call. */
function arrivalOf(floor: Floor, account: Account | null): ArrivalRoute {
  const { clock, settings } = floor.deps;
  const plan = account === null ? null : planReception(account, { at: clock(), bureau: settings.bureau });
  return plan === null ? routeOf(floor, { offers: [], path: [] }, account) : { to: 'reception', plan };
}

/** Where a call goes now. Just after a restart nobody is held to be signed out. */
export function routeOf(floor: Floor, call: Pick<Call, 'offers' | 'path'>, account: Account | null): RouteDecision {
  const at = floor.deps.clock();
  const route = decideRoute(call, account, floor.operators.values(), { at, bureau: floor.deps.settings.bureau });
  const inGrace = toMs(at) < floor.graceUntilMs;
  return route.reason === 'nobody-signed-in' && inGrace ? { to: 'queue', reason: 'nobody-free' } : route;
}

export function calledLine(floor: Floor, dialled: string): { readonly account: Account; readonly line: Line } | null {
  const number = fromTrunk(dialled, floor.deps.settings.country);
  return number === null ? null : (floor.deps.directory.dialled(number) ?? null);
}

/** The account's line as a call carries it. */
export const lineOf = (called: { readonly account: Account; readonly line: Line }): NonNullable<Call['line']> => ({
  accountId: called.account.id,
  lineId: called.line.id,
  number: called.line.number,
  language: called.account.language,
  maxWaitSeconds: called.account.maxWaitSeconds,
  overflow: overflowOf(called.account),
  keepsPlaces: keepsPlaces(called.account),
});

function overflowOf(account: Account): NonNullable<Call['line']>['overflow'] {
  const { kind } = queueRulesOf(account).overflow;
  return kind === 'everybody' ? 'operators' : kind;
}

export function numbersOf(
  floor: Floor,
  arrival: Pick<Arrival, 'caller' | 'diversion'>,
): Pick<Call, 'caller' | 'callerStanding' | 'diversion'> {
  const { country } = floor.deps.settings;
  const { diversion } = arrival;
  const caller = fromTrunk(arrival.caller.number, country);
  const { standing } = arrival.caller;
  return {
    caller,
    callerStanding: caller === null && standing !== 'withheld' ? 'unknown' : standing,
    diversion: diversion === null ? null : { number: fromTrunk(diversion.number, country), reason: diversion.reason },
  };
}

/** The client's own telephone is forwarded to us: our leg is refused as busy, or the caller would wait for himself. */
function isComingBack(floor: Floor, arrival: Arrival, called: { readonly account: Account; readonly line: Line }): boolean {
  const { clock } = floor.deps;
  const arriving = { ...numbersOf(floor, arrival), accountId: called.account.id, at: clock() };
  if (isPersonComingBack(floor, arrival, arriving)) return true;
  const ours = legComingBack(floor.calls.values(), arriving);
  if (ours === undefined) return false;
  refuseOurs(floor, arrival, { id: ours.id, accountId: called.account.id });
  if (ours.state.name === 'dialling') {
    advance(floor, ours.id, { t: 'hang-up', operatorId: ours.state.operatorId });
    return true;
  }
  advance(floor, ours.id, { t: 'third-gone', attempt: ours.transfers.length, outcome: 'forwarded-back-to-us' });
  return true;
}

/** So is an automatic call to a person whose telephone is forwarded to us. */
function isPersonComingBack(floor: Floor, arrival: Arrival, arriving: Parameters<typeof isPersonsCallBack>[1]): boolean {
  const ours = [...floor.persons.values()].find(
    ({ person, number, shown, dialledAt: since, state }) =>
      state().state === 'ringing' && isPersonsCallBack({ accountId: person.accountId, number, shown, since }, arriving),
  );
  if (ours === undefined) return false;
  refuseOurs(floor, arrival, { id: ours.person.id, accountId: arriving.accountId });
  ours.follow({ t: 'gone', outcome: 'forwarded-back-to-us' });
  return true;
}

function refuseOurs(
  floor: Floor,
  { channelId }: Arrival,
  { id, accountId }: { readonly id: string; readonly accountId: string },
) {
  const { telephony, log } = floor.deps;
  log('transfer.forwarded_back', { callId: id, accountId });
  telephony
    .perform({ do: 'hang-up', channelId, cause: 'busy' })
    .catch((cause: unknown) => log('call.effect_failed', { callId: id, effect: 'hang-up', cause: String(cause) }));
}

/** Without the accounts nothing can be decided: the exchange's own apology and recording are better than a wrong answer. */
export function leaveUnattended(floor: Floor, channelId: string): void {
  floor.deps.log('call.left_unattended', {});
  floor.deps.telephony
    .perform({ do: 'unattended', channelId })
    .catch((cause: unknown) => floor.deps.log('call.effect_failed', { effect: 'unattended', cause: String(cause) }));
}
