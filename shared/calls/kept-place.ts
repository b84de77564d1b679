import type { Instant } from '../time.ts';
import { stay } from './call-ending.ts';
import type { OutboundFacts } from './call-record.ts';
import {
  type Call,
  type CallEffect,
  type CallEvent,
  type CalledLine,
  type CallState,
  callTimes,
  type Step,
} from './call-state.ts';
import type { PhoneNumber } from './phone-number.ts';

type Offered = Extract<CallState, { name: 'offered' }>;

/** Somebody who kept his place, when it is his turn: an operator is asked to call him. */
export type Turn = Pick<Call, 'id' | 'channelId'> & {
  readonly line: CalledLine;
  readonly operatorId: string;
  readonly number: PhoneNumber;
  readonly outbound: Omit<OutboundFacts, 'result'>;
  /** When he came to wait. */
  readonly since: Instant;
  readonly at: Instant;
};

/** An operator is asked whether he calls him now; nothing is dialled, and nothing written, before he says so. */
export function offerTurn({ id, channelId, line, operatorId, number, outbound, since, at }: Turn): Step {
  const call: Call = {
    id,
    channelId,
    line,
    caller: number,
    callerStanding: 'shown',
    diversion: null,
    arrivedAt: since,
    waitingSince: since,
    offers: [{ operatorId, at, outcome: 'withdrawn' }],
    answeredAt: null,
    operatorId: null,
    heldSeconds: 0,
    holds: 0,
    transfers: [],
    outbound: { ...outbound, result: null },
    path: [],
    listened: [],
    endedAt: null,
    endedBy: null,
    outcome: null,
    state: { name: 'offered', operatorId, shown: false, hears: 'nothing' },
  };
  return {
    call,
    effects: [
      { do: 'operator', operatorId, event: { t: 'offered', callId: id, at } },
      { do: 'offer', operatorId },
      { do: 'after', ms: callTimes.shown, event: { t: 'shown-due', offer: 1 } },
      { do: 'after', ms: callTimes.answer, event: { t: 'answer-due', offer: 1 } },
    ],
  };
}

/** Whether a call is only the question to an operator to call somebody back. */
export const isTurn = ({ state, outbound }: Call): boolean => outbound !== null && state.name === 'offered';

/** What an operator who is asked does about it; his answer dials, which is a call of its own. */
export function stepTurn(call: Call, state: Offered, event: CallEvent): Step {
  const { operatorId } = state;
  switch (event.t) {
    case 'shown':
      return event.operatorId === operatorId ? { call: { ...call, state: { ...state, shown: true } }, effects: [] } : stay(call);
    case 'shown-due':
      return state.shown ? stay(call) : missed(call, operatorId, 'not-shown', event.at);
    case 'answer-due':
      return missed(call, operatorId, 'not-answered', event.at);
    case 'operator-unreachable':
      return event.operatorId === operatorId ? missed(call, operatorId, 'unreachable', event.at) : stay(call);
    case 'turn-over':
      return event.operatorId === operatorId ? turnOver(call) : stay(call);
    default:
      return stay(call);
  }
}

/** Nobody was called: nothing is left of it in the books, and the operator is free again. */
export const turnOver = (call: Call): Step => over(call, call.state.name === 'offered' ? released(call.state.operatorId) : []);

const over = (call: Call, effects: readonly CallEffect[]): Step => ({ call: { ...call, state: { name: 'ended' } }, effects });

const released = (operatorId: string): CallEffect[] => [
  { do: 'operator', operatorId, event: { t: 'released' } },
  { do: 'withdraw', operatorId, reason: 'taken' },
];

function missed(call: Call, operatorId: string, outcome: 'not-shown' | 'not-answered' | 'unreachable', at: Instant): Step {
  return over(call, [
    { do: 'operator', operatorId, event: { t: 'missed', outcome, at } },
    { do: 'withdraw', operatorId, reason: outcome === 'not-answered' ? 'not-answered' : 'not-shown' },
  ]);
}
