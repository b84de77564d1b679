import { type Instant, toMs } from '../time.ts';
import { type Call, type CallEffect, callTimes, type Step } from './call-state.ts';
import { toWaiting } from './call-waiting.ts';

type OperatorEvent = Extract<CallEffect, { do: 'operator' }>['event'];

/** Whether the event comes from the operator who has the call. */
export const isTheirs = (state: { readonly operatorId: string }, event: { readonly operatorId: string }): boolean =>
  state.operatorId === event.operatorId;

/** Caller and operator hear each other again. */
export function talkAgain(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: { ...call, state: { name: 'talking', operatorId } },
    effects: [
      { do: 'connect', operatorId },
      { do: 'operator', operatorId, event: { t: 'talking', callId: call.id, at } },
      { do: 'tell', operatorId },
    ],
  };
}

/** The operator's voice is lost: music, and 15 s for him to come back. */
export function rejoin(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: { ...call, state: { name: 'rejoining', operatorId, since: at } },
    effects: [
      { do: 'music' },
      { do: 'tell', operatorId },
      { do: 'after', ms: callTimes.rejoin, event: { t: 'rejoin-due', since: at } },
    ],
  };
}

/** The caller goes back to the queue, for somebody else. */
export function requeue(call: Call, operatorId: string, at: Instant, event: OperatorEvent): Step {
  const waiting = toWaiting(call, at);
  return { call: waiting.call, effects: [...lost(operatorId, event), ...waiting.effects] };
}

/** The operator no longer has the call; his page keeps the draft, marked as taken by a colleague. */
export function lost(operatorId: string, event: OperatorEvent): CallEffect[] {
  return [
    { do: 'operator', operatorId, event },
    { do: 'withdraw', operatorId, reason: 'taken' },
  ];
}

/** The operator has the note still to write. */
export function closing(call: Call, operatorId: string, at: Instant): CallEffect[] {
  return [
    { do: 'operator', operatorId, event: { t: 'wrap-up', callId: call.id, at } },
    { do: 'tell', operatorId },
  ];
}

/** The music since then counts as held. */
export function unheld(call: Call, state: { readonly since: Instant }, at: Instant): Call {
  const seconds = Math.max(0, Math.round((toMs(at) - toMs(state.since)) / 1000));
  return { ...call, heldSeconds: call.heldSeconds + seconds };
}
