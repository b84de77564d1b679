import { type Instant, toMs } from '../time.ts';
import { abandoned, ended, stay } from './call-ending.ts';
import { type Call, type CallEffect, type CallEvent, type CallState, callTimes, type Step } from './call-state.ts';
import { toVoicemail } from './call-voicemail.ts';
import { toWaiting } from './call-waiting.ts';

type Talking = Extract<CallState, { name: 'talking' }>;
type Held = Extract<CallState, { name: 'held' }>;
type Rejoining = Extract<CallState, { name: 'rejoining' }>;

/** The caller and one operator hear each other. */
export function stepTalking(call: Call, state: Talking, event: CallEvent): Step {
  const { operatorId } = state;
  switch (event.t) {
    case 'hold':
      return isTheirs(state, event) ? hold(call, operatorId, event.at) : stay(call);
    case 'hang-up':
      return isTheirs(state, event) ? hangUp(call, operatorId, event.at) : stay(call);
    case 'leg-lost':
      return isTheirs(state, event) ? rejoin(call, operatorId, event.at) : stay(call);
    case 'effect-failed':
      return event.effect === 'connect' ? requeue(call, operatorId, event.at, { t: 'leg-failed', at: event.at }) : stay(call);
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
    case 'unhold':
      return isTheirs(state, event) ? talkAgain(unheld(call, state, event.at), operatorId, event.at) : stay(call);
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
    case 'rejoin-due':
      return event.since === state.since ? requeue(call, operatorId, event.at, { t: 'released' }) : stay(call);
    case 'hang-up':
      return isTheirs(state, event) ? hangUp(call, operatorId, event.at) : stay(call);
    case 'effect-failed': {
      const voicemail = toVoicemail({ ...call, operatorId: null }, 'trouble');
      return { call: voicemail.call, effects: [...lost(call, operatorId, { t: 'released' }), ...voicemail.effects] };
    }
    case 'caller-gone':
      return abandoned(call, event.at, closing(call, operatorId, event.at));
    default:
      return stay(call);
  }
}

const isTheirs = (state: { readonly operatorId: string }, event: { readonly operatorId: string }): boolean =>
  state.operatorId === event.operatorId;

function hold(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: { ...call, state: { name: 'held', operatorId, since: at } },
    effects: [
      { do: 'hold', operatorId },
      { do: 'operator', operatorId, event: { t: 'held', callId: call.id, at } },
      { do: 'tell', operatorId },
    ],
  };
}

function talkAgain(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: { ...call, state: { name: 'talking', operatorId } },
    effects: [
      { do: 'connect', operatorId },
      { do: 'operator', operatorId, event: { t: 'talking', callId: call.id, at } },
      { do: 'tell', operatorId },
    ],
  };
}

function rejoin(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: { ...call, state: { name: 'rejoining', operatorId, since: at } },
    effects: [
      { do: 'music' },
      { do: 'tell', operatorId },
      { do: 'after', ms: callTimes.rejoin, event: { t: 'rejoin-due', since: at } },
    ],
  };
}

function requeue(call: Call, operatorId: string, at: Instant, event: Extract<CallEffect, { do: 'operator' }>['event']): Step {
  const waiting = toWaiting(call, at);
  return { call: waiting.call, effects: [...lost(call, operatorId, event), ...waiting.effects] };
}

/** The operator no longer has the call; his page keeps the draft, marked as taken by a colleague. */
function lost(_call: Call, operatorId: string, event: Extract<CallEffect, { do: 'operator' }>['event']): CallEffect[] {
  return [
    { do: 'operator', operatorId, event },
    { do: 'withdraw', operatorId, reason: 'taken' },
  ];
}

function hangUp(call: Call, operatorId: string, at: Instant): Step {
  const end = { at, by: 'operator', outcome: 'handled' } as const;
  return ended(call, end, [{ do: 'hang-up', cause: 'normal' }, ...closing(call, operatorId, at)]);
}

function callerHungUp(call: Call, operatorId: string, at: Instant): Step {
  return ended(call, { at, by: 'caller', outcome: 'handled' }, closing(call, operatorId, at));
}

function closing(call: Call, operatorId: string, at: Instant): CallEffect[] {
  return [
    { do: 'operator', operatorId, event: { t: 'wrap-up', callId: call.id, at } },
    { do: 'tell', operatorId },
  ];
}

function unheld(call: Call, state: Held, at: Instant): Call {
  const seconds = Math.max(0, Math.round((toMs(at) - toMs(state.since)) / 1000));
  return { ...call, heldSeconds: call.heldSeconds + seconds };
}
