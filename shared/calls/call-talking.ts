import type { Instant } from '../time.ts';
import { consult } from './call-consulting.ts';
import { abandoned, ended, stay } from './call-ending.ts';
import type { Call, CallEvent, CallState, Step } from './call-state.ts';
import { telephone } from './call-telephone.ts';
import { toVoicemail } from './call-voicemail.ts';
import { offer, toWaiting } from './call-waiting.ts';
import { closing, isTheirs, lost, rejoin, requeue, talkAgain, unheld } from './call-with-operator.ts';
import { takeOver } from './listening.ts';

type Talking = Extract<CallState, { name: 'talking' }>;
type Held = Extract<CallState, { name: 'held' }>;
type Rejoining = Extract<CallState, { name: 'rejoining' }>;

/** The caller and one operator hear each other. */
export function stepTalking(call: Call, state: Talking, event: CallEvent): Step {
  const { operatorId } = state;
  switch (event.t) {
    case 'hand-over':
      return isTheirs(state, event) ? handOver(call, event) : stay(call);
    case 'take-over':
      return takeOver(call, operatorId, event);
    case 'hold':
      return isTheirs(state, event) ? hold(call, operatorId, event.at) : stay(call);
    case 'transfer':
      return isTheirs(state, event) ? consult(call, event) : stay(call);
    case 'hang-up':
      return isTheirs(state, event) ? hangUp(call, operatorId, event.at) : stay(call);
    case 'leg-lost':
      return isTheirs(state, event) ? rejoin(call, operatorId, event.at) : stay(call);
    case 'effect-failed':
      if (event.effect !== 'connect' && event.effect !== 'take-telephone') return stay(call);
      return requeue(call, operatorId, event.at, { t: 'leg-failed', at: event.at });
    case 'caller-gone':
      return callerHungUp(call, operatorId, event.at);
    default:
      return stay(call);
  }
}

/** The caller hears music; the operator has him on hold [FIELD: hold]. */
export function stepHeld(call: Call, state: Held, event: CallEvent): Step {
  const { operatorId } = state;
  switch (event.t) {
    case 'hand-over':
      return isTheirs(state, event) ? handOver(unheld(call, state, event.at), event) : stay(call);
    case 'take-over':
      return takeOver(unheld(call, state, event.at), operatorId, event);
    case 'unhold':
      return isTheirs(state, event) ? talkAgain(unheld(call, state, event.at), operatorId, event.at) : stay(call);
    case 'transfer':
      return isTheirs(state, event) ? consult(unheld(call, state, event.at), event) : stay(call);
    case 'hang-up':
      return isTheirs(state, event) ? hangUp(unheld(call, state, event.at), operatorId, event.at) : stay(call);
    case 'leg-lost':
      return isTheirs(state, event) ? rejoin(unheld(call, state, event.at), operatorId, event.at) : stay(call);
    case 'effect-failed':
      return event.effect === 'hold' ? talkAgain(unheld(call, state, event.at), operatorId, event.at) : stay(call);
    case 'caller-gone':
      return callerHungUp(unheld(call, state, event.at), operatorId, event.at);
    default:
      return stay(call);
  }
}

/** The operator's voice is gone: the caller hears music, the operator has 15 s to come back. */
export function stepRejoining(call: Call, state: Rejoining, event: CallEvent): Step {
  const { operatorId } = state;
  switch (event.t) {
    case 'leg-alive':
      return isTheirs(state, event) ? talkAgain(call, operatorId, event.at) : stay(call);
    case 'take-over':
      return takeOver(call, operatorId, event);
    case 'telephone':
      return isTheirs(state, event) ? telephone(call, 'music', event) : stay(call);
    case 'rejoin-due':
      return event.since === state.since ? requeue(call, operatorId, event.at, { t: 'released' }) : stay(call);
    case 'hang-up':
      return isTheirs(state, event) ? hangUp(call, operatorId, event.at) : stay(call);
    case 'effect-failed': {
      if (call.outbound !== null) return requeue(call, operatorId, event.at, { t: 'released' });
      const voicemail = toVoicemail({ ...call, operatorId: null }, 'trouble');
      return { call: voicemail.call, effects: [...lost(operatorId, { t: 'released' }), ...voicemail.effects] };
    }
    case 'caller-gone':
      return abandoned(call, event.at, closing(call, operatorId, event.at));
    default:
      return stay(call);
  }
}

/** The colleague is asked like for any offer, with the note as far as it got; if he does not answer the caller is the next in the queue. */
function handOver(call: Call, { operatorId, to, at }: Extract<CallEvent, { t: 'hand-over' }>): Step {
  if (call.outbound !== null || to === operatorId) return stay(call);
  const waiting = toWaiting(call, at);
  const offered = offer(waiting.call, 'music', { operatorId: to, at });
  return {
    call: offered.call,
    effects: [
      { do: 'operator', operatorId, event: { t: 'released' } },
      { do: 'withdraw', operatorId, reason: 'handed-over' },
      ...waiting.effects,
      ...offered.effects,
    ],
  };
}

function hold(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: { ...call, holds: call.holds + 1, state: { name: 'held', operatorId, since: at } },
    effects: [
      { do: 'hold', operatorId },
      { do: 'operator', operatorId, event: { t: 'held', callId: call.id, at } },
      { do: 'tell', operatorId },
    ],
  };
}

function hangUp(call: Call, operatorId: string, at: Instant): Step {
  const end = { at, by: 'operator', outcome: 'handled' } as const;
  return ended(call, end, [{ do: 'hang-up', cause: 'normal' }, ...closing(call, operatorId, at)]);
}

function callerHungUp(call: Call, operatorId: string, at: Instant): Step {
  return ended(call, { at, by: 'caller', outcome: 'handled' }, closing(call, operatorId, at));
}
