import type { Instant } from '../time.ts';
import { ended, stay } from './call-ending.ts';
import type { OutboundFacts } from './call-record.ts';
import type { Call, CallEffect, CallEvent, CalledLine, CallState, Step } from './call-state.ts';
import { closing, isTheirs } from './call-with-operator.ts';
import type { DialResult } from './dial-result.ts';
import type { PhoneNumber } from './phone-number.ts';

type Dialling = Extract<CallState, { name: 'dialling' }>;

/** What an operator dials: the number that is called takes the caller's place in the call. */
export type Dialled = Pick<Call, 'id' | 'channelId'> & {
  readonly line: CalledLine;
  readonly operatorId: string;
  readonly number: PhoneNumber;
  readonly outbound: Omit<OutboundFacts, 'result'>;
  readonly at: Instant;
};

/** A call of the bureau's own begins: the operator hears it ring on his own leg. */
export function dialOut({ id, channelId, line, operatorId, number, outbound, at }: Dialled): Step {
  const call: Call = {
    id,
    channelId,
    line,
    caller: number,
    callerStanding: 'shown',
    diversion: null,
    arrivedAt: at,
    waitingSince: at,
    offers: [],
    answeredAt: null,
    operatorId,
    heldSeconds: 0,
    holds: 0,
    transfers: [],
    outbound: { ...outbound, result: null },
    path: [],
    listened: [],
    endedAt: null,
    endedBy: null,
    outcome: null,
    state: { name: 'dialling', operatorId, since: at, rings: false },
  };
  return {
    call,
    effects: [
      { do: 'facts' },
      { do: 'operator', operatorId, event: { t: 'talking', callId: id, at } },
      { do: 'ringback', operatorId, on: true },
      { do: 'dial-out', operatorId, number, shown: outbound.shown },
      { do: 'tell', operatorId },
    ],
  };
}

/** Somebody is being called by the bureau; once he answers, the call is like any other. */
export function stepDialling(call: Call, state: Dialling, event: CallEvent): Step {
  const { operatorId } = state;
  switch (event.t) {
    case 'dialled-rings':
      return { call: { ...call, state: { ...state, rings: true } }, effects: [{ do: 'tell', operatorId }] };
    case 'dialled-answered':
      return answered(call, operatorId, event.at);
    case 'dialled-gone':
      return over(call, state, event.at, event.result, []);
    case 'hang-up':
      return isTheirs(state, event) ? over(call, state, event.at, 'called-off', [hangUp]) : stay(call);
    case 'leg-lost':
      return isTheirs(state, event) ? over(call, state, event.at, 'called-off', [hangUp]) : stay(call);
    case 'effect-failed':
      return event.effect === 'dial-out' ? over(call, state, event.at, 'failed', []) : stay(call);
    default:
      return stay(call);
  }
}

/** Nobody waits for a colleague whom the bureau itself has called: with his operator lost, the call is over. */
export function cutOutbound(call: Call, at: Instant): Step {
  return ended(call, { at, by: 'us', outcome: 'cut' }, [hangUp]);
}

const hangUp: CallEffect = { do: 'hang-up', cause: 'normal' };

function answered(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: { ...withResult(call, 'answered'), answeredAt: at, state: { name: 'talking', operatorId } },
    effects: [{ do: 'connect', operatorId }, { do: 'tell', operatorId }, { do: 'facts' }],
  };
}

/** Nobody was reached: there is nothing to write, and the operator is free again. */
function over(call: Call, state: Dialling, at: Instant, result: DialResult, effects: readonly CallEffect[]): Step {
  const { operatorId } = state;
  const by = result === 'called-off' ? 'operator' : 'caller';
  return ended(withResult(call, result), { at, by, outcome: 'handled' }, [
    ...effects,
    { do: 'ringback', operatorId, on: false },
    ...closing(call, operatorId, at),
  ]);
}

const withResult = (call: Call, result: DialResult): Call => ({
  ...call,
  outbound: call.outbound === null ? null : { ...call.outbound, result },
});
