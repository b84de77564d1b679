import type { CallRecord } from '#shared/calls/call-record.ts';
import type { Call } from '#shared/calls/call-state.ts';
import { type Found, stepRejoinFrom } from '#shared/calls/recovered.ts';
import { CodedError } from '#shared/errors.ts';
import { foundAtWork, type OnDuty, signIn, stepOperator, supervise } from '#shared/operators/presence.ts';
import { fromMs, toMs } from '#shared/time.ts';
import type { TelephonySurvey } from '../ports/telephony.ts';
import { settle } from './advance-call.ts';
import { endPersonCalls, hangUp } from './call-person.ts';
import { endIfStray } from './end-stray-third.ts';
import { callOfChannel, type Floor } from './floor-state.ts';
import { giveTelephone } from './know-telephones.ts';
import { calledLine, leaveUnattended, lineOf, mark, numbersOf, receiveCall, routeOf } from './receive-call.ts';
import { placeOf } from './receive-hotline.ts';
import { takeVoicemail } from './take-voicemail.ts';

/** Milliseconds that pages have to come back after a restart before their operators count as signed out. */
export const graceMs = 10_000;

/**
 * Rebuilds everything from what the exchange holds, after a restart of this server or of the connection:
 * talking calls are adopted with their operator, waiting callers keep their time of arrival, finished recordings are taken in.
 * Stops where a later connection has overtaken it: what it saw is no longer so.
 */
export async function recoverCalls(floor: Floor, isOvertaken: () => boolean): Promise<void> {
  const found = await floor.deps.telephony.survey();
  if (isOvertaken()) return;
  const now = toMs(floor.deps.clock());
  if (found.callers.length + found.legs.length > 0) floor.graceUntilMs = now + graceMs;
  if (!floor.deps.directory.isLoaded()) {
    leaveToExchange(floor, found);
    throw new CodedError('recover.accounts_unknown', 'the accounts are not read yet');
  }
  adoptOperators(floor, found);
  floor.listening.clear();
  const known = new Map(floor.calls);
  forgetEnded(floor, found);
  for (const caller of found.callers) {
    const callId = caller.callId ?? unmarkedId(floor, caller);
    if (callId === null) receiveCall(floor, caller);
    else {
      const seen = { caller: { ...caller, place: placeIn(found, caller) }, thirds: found.thirds };
      const facts = await factsOf(floor, callId, caller.ageMs);
      if (isOvertaken()) return;
      adoptCaller(floor, seen, { ...facts, id: callId }, known.get(callId));
    }
  }
  for (const third of found.thirds) endIfStray(floor, third);
  endPersonCalls(floor, found.persons);
  const alive = new Set(floor.calls.keys());
  for (const name of found.recordings) {
    if (alive.has(name.slice(name.lastIndexOf('/') + 1))) continue;
    floor.untaken.add(name);
    void takeVoicemail(floor, name);
  }
}

/** Whom a server had served already, but could not mark, goes on where he is, under a new id; null for one who has just arrived. */
function unmarkedId(floor: Floor, { channelId, place }: Caller): string | null {
  if (place === 'ringing' || place === 'nowhere' || callOfChannel(floor, channelId) !== undefined) return null;
  const callId = floor.deps.newId();
  mark(floor, channelId, callId);
  return callId;
}

/** Without the accounts no caller can be led anywhere; a conversation or a recording goes on until they are there, or to its end. */
function leaveToExchange(floor: Floor, found: TelephonySurvey): void {
  const withLeg = new Set(found.legs.map((leg) => leg.operatorId));
  const withThird = new Set(found.thirds.filter((third) => third.place === 'joined').map(({ callId }) => callId));
  for (const { channelId, callId, place, operatorId } of found.callers) {
    const speaks = place === 'with-operator' && operatorId !== null && withLeg.has(operatorId);
    if (place === 'joined') {
      if (callId === null || !withThird.has(callId)) hangUp(floor, channelId);
    } else if (!speaks && place !== 'held' && place !== 'recording') leaveUnattended(floor, channelId);
  }
}

type Caller = TelephonySurvey['callers'][number];
type FoundCaller = Omit<Caller, 'place'> & { readonly place: Caller['place'] | 'recorded' };

/** A caller whose message was complete before anybody listened again waits for nothing but the end. */
function placeIn(found: TelephonySurvey, { place, callId }: Caller): FoundCaller['place'] {
  if (place !== 'nowhere' && place !== 'spoken-to' && place !== 'waiting') return place;
  return found.recordings.some((name) => name.endsWith(`/${callId}`)) ? 'recorded' : place;
}

/** An operator with a leg was ready, or at work; he can be asked again when his page is back and says so. */
function adoptOperators(floor: Floor, found: TelephonySurvey): void {
  const withLeg = new Map(found.legs.map((leg) => [leg.operatorId, leg.line]));
  for (const [id, o] of floor.operators) {
    if (!withLeg.has(id) && o.leg !== 'none') floor.operators.set(id, stepOperator(o, { t: 'leg', state: 'none' }));
  }
  for (const [operatorId, line] of withLeg) {
    const known = floor.operators.get(operatorId);
    if (known === undefined) adoptOperator(floor, operatorId, { leg: 'coming', line });
    // what was heard on it before the gap says nothing of now; only who is being asked goes on being asked
    else if (known.work.kind !== 'offered') floor.operators.set(operatorId, stepOperator(known, { t: 'leg', state: 'coming' }));
  }
  // who lost leg and page has his caller still: a page that is told of none takes the call for ended
  for (const { place, operatorId } of found.callers) {
    if ((place !== 'with-operator' && place !== 'held') || operatorId === null || floor.operators.has(operatorId)) continue;
    adoptOperator(floor, operatorId, { leg: 'none', line: 'page' });
  }
}

function adoptOperator(floor: Floor, operatorId: string, leg: Pick<OnDuty, 'leg' | 'line'>): void {
  const at = floor.deps.clock();
  const operator = floor.deps.directory.operator(operatorId);
  // on no list of operators: a supervisor's telephone
  const signedIn = operator === undefined ? supervise({ id: operatorId, name: '' }, at) : signIn(operator, at);
  floor.operators.set(operatorId, foundAtWork(signedIn, leg, at));
  giveTelephone(floor, operatorId);
}

/** Calls of which the exchange knows nothing ended while nobody listened, or were cut by its fall. */
function forgetEnded(floor: Floor, found: TelephonySurvey): void {
  const channels = new Set(found.callers.map((c) => c.channelId));
  const at = floor.deps.clock();
  for (const call of floor.calls.values()) {
    if (channels.has(call.channelId)) continue;
    const fell = toMs(at) - toMs(call.arrivedAt) > found.startedAgoMs;
    settle(floor, stepRejoinFrom(call, { at, place: fell ? 'cut' : 'gone' }));
  }
}

function adoptCaller(
  floor: Floor,
  { caller, thirds }: Omit<Seen, 'call'>,
  { arrivedAt, accountId, ...facts }: Awaited<ReturnType<typeof factsOf>> & { readonly id: string },
  known: Call | undefined,
): void {
  const called = calledLine(floor, caller.dialled);
  const call = known ?? {
    ...facts,
    channelId: caller.channelId,
    line: called === null ? null : lineAgain(floor, called, accountId),
    ...numbersOf(floor, caller),
    arrivedAt,
    waitingSince: facts.path.at(-1)?.at ?? arrivedAt,
  };
  const route = routeAgain(floor, call, called);
  settle(floor, stepRejoinFrom(call, placeNow(floor, { caller, call, thirds }, route)));
}

type Called = NonNullable<ReturnType<typeof calledLine>>;

/** The line as the call carried it: on the hotline, as the client's, if that was written. */
const lineAgain = (floor: Floor, called: Called, accountId: string | null) =>
  called.line.kind === 'hotline' ? placeOf(floor, called, accountId).line : lineOf(called);

function routeAgain(floor: Floor, call: Call, called: Called | null): ReturnType<typeof routeOf> {
  if (called?.line.kind === 'hotline') return placeOf(floor, called, call.line?.accountId ?? null).route;
  return routeOf(floor, call, called?.account ?? null);
}

function placeNow(floor: Floor, seen: Seen, route: ReturnType<typeof routeOf>): Found {
  const at = floor.deps.clock();
  const { caller } = seen;
  const { operatorId } = caller;
  const isHis = operatorId !== null && (floor.operators.get(operatorId)?.leg ?? 'none') !== 'none';
  switch (caller.place) {
    case 'with-operator':
    case 'held':
      if (operatorId === null) return { at, place: 'waiting', route };
      if (caller.place === 'held' && partyOf(seen) !== null)
        return { at, place: 'consulting', operatorId, party: partyOf(seen) ?? 'ringing' };
      if (caller.place === 'with-operator' && partyOf(seen) === 'talking')
        return { at, place: isHis ? 'conference' : 'conference-left', operatorId };
      return isHis || caller.place === 'held' ? { at, place: caller.place, operatorId } : { at, place: 'left-alone', operatorId };
    case 'joined':
      return { at, place: thirdOf(seen) === undefined ? 'joined-alone' : 'joined' };
    case 'recording':
    case 'recorded':
      return { at, place: caller.place };
    case 'ringing':
      return { at, place: 'ringing', route };
    default:
      return { at, place: 'waiting', route };
  }
}

type Seen = {
  readonly caller: FoundCaller;
  readonly call: Call;
  readonly thirds: TelephonySurvey['thirds'];
};

/** The third party of the attempt that runs; one that nobody remembers is no attempt. */
const thirdOf = ({ call, thirds }: Seen) =>
  thirds.find(({ callId, attempt }) => callId === call.id && attempt === call.transfers.length);

function partyOf(seen: Seen): Extract<Found, { place: 'consulting' }>['party'] | null {
  const third = thirdOf(seen);
  if (third === undefined || third.place === 'joined') return null;
  return third.place === 'with-operator' ? 'talking' : third.place;
}

type Facts = Pick<
  Call,
  | 'arrivedAt'
  | 'offers'
  | 'answeredAt'
  | 'operatorId'
  | 'heldSeconds'
  | 'holds'
  | 'transfers'
  | 'outbound'
  | 'path'
  | 'listened'
  | 'hotline'
  | 'endedAt'
  | 'endedBy'
  | 'outcome'
  | 'state'
>;

/** What the row knows; nothing when the database is away. */
async function factsOf(floor: Floor, callId: string, ageMs: number): Promise<Facts & { readonly accountId: string | null }> {
  const row = floor.facts.unwritten().get(callId) ?? (await rowOf(floor, callId));
  return {
    arrivedAt: row?.arrivedAt ?? fromMs(toMs(floor.deps.clock()) - ageMs),
    offers: row?.offers ?? [],
    answeredAt: row?.answeredAt ?? null,
    operatorId: row?.operatorId ?? null,
    heldSeconds: row?.heldSeconds ?? 0,
    holds: row?.holds ?? 0,
    transfers: row?.transfers ?? [],
    outbound: row?.outbound ?? null,
    path: row?.path ?? [],
    listened: (row?.listened ?? []).map((l) => (l.how === 'take-over' ? l : { ...l, until: l.until ?? floor.deps.clock() })),
    ...(row?.hotline && { hotline: row.hotline }),
    accountId: row?.accountId ?? null,
    endedAt: null,
    endedBy: null,
    outcome: null,
    state: { name: 'ringing' },
  };
}

const rowOf = (floor: Floor, callId: string): Promise<CallRecord | undefined> =>
  floor.deps.store.get('call', callId).catch((cause: unknown): CallRecord | undefined => {
    floor.deps.log('recover.row_unreadable', { callId, cause: String(cause) });
    return undefined;
  });
