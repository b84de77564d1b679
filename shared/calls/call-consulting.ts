import { type Instant, toMs } from '../time.ts';
import { confer } from './call-conference.ts';
import { concluded, ended, stay, unheard } from './call-ending.ts';
import type { Call, CallEffect, CallEvent, CallState, Step } from './call-state.ts';
import { toWaiting } from './call-waiting.ts';
import { closing, isTheirs, rejoin, talkAgain, unheld } from './call-with-operator.ts';
import type { TransferAttempt, TransferOutcome } from './transfer-attempt.ts';

type Consulting = Extract<CallState, { name: 'consulting' }>;
type Transferred = Extract<CallState, { name: 'transferred' }>;
type Transfer = Extract<CallEvent, { t: 'transfer' }>;
type NotConnected = Exclude<TransferOutcome, 'connected'>;

/** Milliseconds in which two who were just put together have not spoken. */
const unspokenMs = 1_000;

/** The caller hears music, the third party is called [P08]. */
export function consult(call: Call, { operatorId, number, personId, price, announced, at }: Transfer): Step {
  const attempt = call.transfers.length + 1;
  const chosen = { number, personId, ...(price && { price }), ...(announced === false && { announced }) };
  const begun: TransferAttempt = { ...chosen, dialledAt: at, answeredAt: null, outcome: null };
  return {
    call: {
      ...call,
      transfers: [...call.transfers, begun],
      state: { name: 'consulting', operatorId, since: at, party: 'ringing' },
    },
    effects: [
      { do: 'hold', operatorId },
      { do: 'dial-third', attempt, number },
      { do: 'ringback', operatorId, on: true },
      { do: 'operator', operatorId, event: { t: 'held', callId: call.id, at } },
      { do: 'tell', operatorId },
      { do: 'facts' },
    ],
  };
}

/** The operator asks the third party, then joins the two or goes back to the caller [P09]. */
export function stepConsulting(call: Call, state: Consulting, event: CallEvent): Step {
  switch (event.t) {
    case 'third-answered':
      return isRunning(call, state, event) && state.party === 'ringing' ? answered(call, state, event.at) : stay(call);
    case 'third-gone':
      return isRunning(call, state, event) ? thirdGone(call, state, event) : stay(call);
    case 'join':
      return isTheirs(state, event) && state.party === 'talking' ? join(call, state, event.at) : stay(call);
    case 'conference':
      return isTheirs(state, event) && state.party === 'talking' ? meet(call, state, event.at) : stay(call);
    case 'return':
      return isTheirs(state, event) ? comeBack(call, state, event.at, event.reason ?? inferred(state)) : stay(call);
    case 'transfer':
      return isTheirs(state, event) && state.party === 'over' ? consult(unheld(call, state, event.at), event) : stay(call);
    case 'leg-lost':
      return isTheirs(state, event) ? operatorLost(call, state, event.at) : stay(call);
    case 'effect-failed':
      return failed(call, state, event);
    case 'caller-gone':
      return callerGone(call, state, event.at);
    default:
      return stay(call);
  }
}

/** The operator has left; the call goes on until one of the two hangs up. */
export function stepTransferred(call: Call, state: Transferred, event: CallEvent): Step {
  const attempt = call.transfers.length;
  const { at } = event;
  switch (event.t) {
    case 'caller-gone':
      return ended(call, { at, by: 'caller', outcome: 'handled' }, [{ do: 'end-third', attempt }]);
    case 'third-gone':
      if (event.attempt !== attempt) return stay(call);
      if (!haveSpoken(call, state, event)) return notJoined(call, at);
      return ended(call, { at, by: 'operator', outcome: 'handled' }, [{ do: 'hang-up', cause: 'normal' }]);
    case 'effect-failed':
      return event.effect === 'join' ? notJoined(call, at) : stay(call);
    default:
      return stay(call);
  }
}

/** Whether somebody waits for the third party of this attempt, or has spoken with him. */
export function isThirdWanted({ state, transfers }: Call, attempt: number): boolean {
  if (attempt !== transfers.length) return false;
  switch (state.name) {
    case 'transferred':
    case 'conference':
      return true;
    case 'consulting':
      return state.party !== 'over';
    case 'forwarding':
      return state.party === 'ringing';
    default:
      return false;
  }
}

/** In a conference they did so before the operator left. */
const haveSpoken = (call: Call, state: Transferred, { joining, at }: Extract<CallEvent, { t: 'third-gone' }>): boolean =>
  call.transfers.at(-1)?.conference !== undefined || (!joining && toMs(at) - toMs(state.since) >= unspokenMs);

/** The third party never spoke to the caller, who waits for somebody else. */
function notJoined(call: Call, at: Instant): Step {
  const attempt = call.transfers.length;
  const transfers = call.transfers.map((t, i) => (i === attempt - 1 ? { ...t, outcome: 'failed' as const } : t));
  const waiting = toWaiting({ ...call, transfers }, at);
  return { call: waiting.call, effects: [{ do: 'end-third', attempt }, ...waiting.effects] };
}

const isRunning = (call: Call, state: Consulting, event: { readonly attempt: number }): boolean =>
  state.party !== 'over' && event.attempt === call.transfers.length;

/** Whoever answered and is not joined did not want the call; whoever did not answer was not there. */
const inferred = (state: Consulting): NotConnected => (state.party === 'talking' ? 'refused' : 'no-answer');

const endThird = (call: Call, state: Consulting): CallEffect[] =>
  state.party === 'over' ? [] : [{ do: 'end-third', attempt: call.transfers.length }];

/** Nobody comes to the operator's leg who would end the tone. */
const noLongerRinging = (state: Consulting): CallEffect[] =>
  state.party === 'ringing' ? [{ do: 'ringback', operatorId: state.operatorId, on: false }] : [];

function answered(call: Call, state: Consulting, at: Instant): Step {
  const attempt = call.transfers.length;
  const transfers = call.transfers.map((t, i) => (i === attempt - 1 ? { ...t, answeredAt: at } : t));
  if (call.transfers.at(-1)?.announced === false) return join({ ...call, transfers }, state, at);
  return {
    call: { ...call, transfers, state: { ...state, party: 'talking' } },
    effects: [
      { do: 'consult', operatorId: state.operatorId, attempt },
      { do: 'tell', operatorId: state.operatorId },
    ],
  };
}

/** Who never answered leaves the caller on the music until the operator is ready; who hung up leaves nobody to talk to. */
function thirdGone(call: Call, state: Consulting, event: Extract<CallEvent, { t: 'third-gone' }>): Step {
  if (state.party === 'talking') return comeBack(call, state, event.at, 'refused');
  return over(concluded(call, event.outcome), state, [{ do: 'end-third', attempt: event.attempt }]);
}

function over(call: Call, state: Consulting, effects: readonly CallEffect[]): Step {
  return {
    call: { ...call, state: { ...state, party: 'over' } },
    effects: [
      ...effects,
      { do: 'ringback', operatorId: state.operatorId, on: false },
      { do: 'tell', operatorId: state.operatorId },
      { do: 'facts' },
    ],
  };
}

function comeBack(call: Call, state: Consulting, at: Instant, outcome: NotConnected): Step {
  const back = talkAgain(unheld(concluded(call, outcome), state, at), state.operatorId, at);
  return { call: back.call, effects: [...endThird(call, state), ...back.effects, { do: 'facts' }] };
}

function join(call: Call, state: Consulting, at: Instant): Step {
  const joined = unheld(concluded(call, 'connected'), state, at);
  return {
    call: { ...unheard(joined, at), state: { name: 'transferred', since: at } },
    effects: [
      { do: 'join', attempt: call.transfers.length },
      ...noLongerRinging(state),
      ...closing(call, state.operatorId, at),
      { do: 'facts' },
    ],
  };
}

function meet(call: Call, state: Consulting, at: Instant): Step {
  return confer(unheld(call, state, at), state.operatorId, at);
}

function operatorLost(call: Call, state: Consulting, at: Instant): Step {
  const next = rejoin(unheld(concluded(call, 'failed'), state, at), state.operatorId, at);
  return { call: next.call, effects: [...endThird(call, state), ...next.effects, { do: 'facts' }] };
}

function failed(call: Call, state: Consulting, event: Extract<CallEvent, { t: 'effect-failed' }>): Step {
  if (event.effect === 'hold') return comeBack(call, state, event.at, 'failed');
  if (state.party === 'over' || (event.effect !== 'dial-third' && event.effect !== 'consult')) return stay(call);
  return over(concluded(call, 'failed'), state, endThird(call, state));
}

function callerGone(call: Call, state: Consulting, at: Instant): Step {
  const { operatorId } = state;
  const gone = unheld(concluded(call, inferred(state)), state, at);
  return ended(gone, { at, by: 'caller', outcome: 'handled' }, [
    ...endThird(call, state),
    ...noLongerRinging(state),
    ...closing(gone, operatorId, at),
  ]);
}
