import type { LiveCall, WaitingCall } from '../live.ts';
import { type Instant, toMs } from '../time.ts';
import type { CallRecord } from './call-record.ts';
import type { Call } from './call-state.ts';

/** The row of a call; null when the number dialled belongs to nobody. Disposition and billing come with the note. */
export function recordOf(call: Call): CallRecord | null {
  if (call.line === null) return null;
  const until = call.answeredAt ?? call.endedAt;
  return {
    id: call.id,
    accountId: call.line.accountId,
    lineId: call.line.lineId,
    caller: call.caller,
    diversion: call.diversion,
    arrivedAt: call.arrivedAt,
    offers: [...call.offers],
    answeredAt: call.answeredAt,
    operatorId: call.operatorId,
    heldSeconds: call.heldSeconds,
    endedAt: call.endedAt,
    endedBy: call.endedBy,
    outcome: call.outcome,
    waitedSeconds: until === null ? null : seconds(call.arrivedAt, until),
    disposition: null,
    billable: null,
  };
}

/** The call as its operator's page sees it; null while it is nobody's. */
export function liveCallOf(call: Call): LiveCall | null {
  const { state } = call;
  if (call.line === null) return null;
  if (
    state.name !== 'offered' &&
    state.name !== 'talking' &&
    state.name !== 'held' &&
    state.name !== 'rejoining' &&
    state.name !== 'ended'
  )
    return null;
  return {
    callId: call.id,
    accountId: call.line.accountId,
    lineId: call.line.lineId,
    caller: call.caller,
    diversion: call.diversion,
    arrivedAt: call.arrivedAt,
    state: state.name,
    answeredAt: call.answeredAt,
    heldSince: state.name === 'held' ? state.since : null,
    endedAt: call.endedAt,
    endedBy: call.endedBy,
  };
}

/** A call that is over, from its row, as its operator's page sees it while he writes the note. */
export function endedCallOf(record: CallRecord): LiveCall {
  const { id, accountId, lineId, caller, diversion, arrivedAt, answeredAt, endedAt, endedBy } = record;
  const call = { callId: id, accountId, lineId, caller, diversion, arrivedAt, answeredAt, endedAt, endedBy };
  return { ...call, state: 'ended', heldSince: null };
}

/** The call as the queue shows it; null when it does not wait. */
export function waitingCallOf(call: Call): WaitingCall | null {
  const { state } = call;
  if (call.line === null) return null;
  if (state.name !== 'ringing' && state.name !== 'waiting' && state.name !== 'offered') return null;
  return { callId: call.id, accountId: call.line.accountId, since: call.arrivedAt, state: state.name };
}

const seconds = (from: Instant, to: Instant): number => Math.max(0, Math.round((toMs(to) - toMs(from)) / 1000));
