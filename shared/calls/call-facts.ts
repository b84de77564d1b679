import type { LiveCall, WaitingCall } from '../live.ts';
import { type Instant, toMs } from '../time.ts';
import type { CallRecord } from './call-record.ts';
import type { Call, CallState } from './call-state.ts';
import { isTurn } from './kept-place.ts';
import { listenersOf } from './listening.ts';

type Shown = Extract<
  CallState,
  { name: 'offered' | 'dialling' | 'talking' | 'held' | 'rejoining' | 'consulting' | 'conference' | 'transferred' | 'ended' }
>;

/** The row of a call; null when the number dialled belongs to nobody. Disposition and billing come with the note. */
export function recordOf(call: Call): CallRecord | null {
  if (call.line === null) return null;
  const until = call.answeredAt ?? call.endedAt;
  return {
    id: call.id,
    accountId: call.line.accountId,
    lineId: call.line.lineId,
    caller: call.caller,
    callerStanding: call.callerStanding,
    diversion: call.diversion,
    arrivedAt: call.arrivedAt,
    offers: [...call.offers],
    answeredAt: call.answeredAt,
    operatorId: call.operatorId,
    heldSeconds: call.heldSeconds,
    holds: call.holds,
    endedAt: call.endedAt,
    endedBy: call.endedBy,
    outcome: call.outcome,
    waitedSeconds: until === null ? null : seconds(call.arrivedAt, until),
    disposition: null,
    billable: null,
    transfers: [...call.transfers],
    ...(call.hotline && { hotline: call.hotline }),
    ...(call.outbound && { outbound: call.outbound }),
    ...(call.path.length > 0 && { path: [...call.path] }),
    ...(call.listened.length > 0 && { listened: [...call.listened] }),
  };
}

/** The call as its operator's page sees it; null while it is nobody's. */
export function liveCallOf(call: Call): LiveCall | null {
  const { state } = call;
  if (call.line === null) return null;
  if (
    state.name !== 'offered' &&
    state.name !== 'dialling' &&
    state.name !== 'talking' &&
    state.name !== 'held' &&
    state.name !== 'rejoining' &&
    state.name !== 'consulting' &&
    state.name !== 'conference' &&
    state.name !== 'transferred' &&
    state.name !== 'ended'
  )
    return null;
  return {
    callId: call.id,
    accountId: call.line.accountId,
    lineId: call.line.lineId,
    caller: call.caller,
    callerStanding: call.callerStanding,
    diversion: call.diversion,
    arrivedAt: call.arrivedAt,
    answeredAt: call.answeredAt,
    ...standing(call, state),
    path: [...call.path],
    transfer: transferOf(call),
    listeners: listenersOf(call).map(({ name, how }) => ({ name, how })),
    ...(call.hotline && { hotline: call.hotline }),
    outbound: call.outbound === null ? null : { ...call.outbound, rings: state.name === 'dialling' && state.rings },
  };
}

/** For its operator a call that he put through is over. */
function standing(call: Call, state: Shown): Pick<LiveCall, 'state' | 'heldSince' | 'endedAt' | 'endedBy'> {
  if (state.name === 'transferred') return { state: 'ended', heldSince: null, endedAt: state.since, endedBy: 'operator' };
  const heldSince = state.name === 'held' || state.name === 'consulting' ? state.since : null;
  return { state: state.name, heldSince, endedAt: call.endedAt, endedBy: call.endedBy };
}

function transferOf(call: Call): LiveCall['transfer'] {
  const last = call.transfers.at(-1);
  if (last === undefined) return null;
  const { state } = call;
  if (state.name === 'conference') return { ...last, party: 'talking' };
  return { ...last, party: state.name === 'consulting' ? state.party : 'over' };
}

/** A call that is over, from its row, as its operator's page sees it while he writes the note. */
export function endedCallOf(record: CallRecord): LiveCall {
  const { id, accountId, lineId, caller, callerStanding, diversion, arrivedAt, answeredAt, endedAt, endedBy } = record;
  const call = { callId: id, accountId, lineId, caller, callerStanding, diversion, arrivedAt, answeredAt, endedAt, endedBy };
  const last = record.transfers?.at(-1);
  const transfer = last === undefined ? null : { ...last, party: 'over' as const };
  const outbound = record.outbound === undefined ? null : { ...record.outbound, rings: false };
  const hotline = record.hotline && { hotline: record.hotline };
  return { ...call, state: 'ended', heldSince: null, transfer, outbound, path: record.path ?? [], ...hotline };
}

/** The call as the queue shows it; null when it does not wait. */
export function waitingCallOf(call: Call): WaitingCall | null {
  const { state } = call;
  if (call.line === null) return null;
  if (state.name !== 'ringing' && state.name !== 'waiting' && state.name !== 'offered' && state.name !== 'telephoning')
    return null;
  const shown = state.name === 'telephoning' ? 'offered' : state.name;
  const kept = isTurn(call) ? { keptPlace: true as const } : {};
  return { callId: call.id, accountId: call.line.accountId, since: call.arrivedAt, state: shown, ...kept };
}

const seconds = (from: Instant, to: Instant): number => Math.max(0, Math.round((toMs(to) - toMs(from)) / 1000));
