import { abandoned, stay } from './call-ending.ts';
import type { Call, CallEvent, CallState, Step } from './call-state.ts';
import { toWaiting } from './call-waiting.ts';
import type { Candidate } from './hotline.ts';
import { pinLength } from './pin.ts';

type AskingPin = Extract<CallState, { name: 'pin' }>;

/** How often a PIN may be entered in one call. */
const mostTries = 3;

/** Milliseconds: until whoever types nothing goes on to an operator, since nobody is left in silence for 5 s; after the last key until what was typed is the PIN. */
const pinTimes = { silence: 4_500, lastKey: 4_000 } as const;

/** A client calls the bureau's hotline: answered, and asked for his PIN before an operator is [P07]. */
export function toPin(call: Call, candidates: readonly Candidate[]): Step {
  const asked = ask({ ...call, state: { name: 'pin', candidates, typed: '', tries: 0, checking: false } }, false);
  return { call: asked.call, effects: [{ do: 'facts' }, ...asked.effects] };
}

/** Whatever he types or leaves out, the caller comes to an operator; what he typed stands here and nowhere else. */
export function stepPin(call: Call, state: AskingPin, event: CallEvent): Step {
  switch (event.t) {
    case 'digit':
      return state.checking ? stay(call) : typed(call, state, event);
    case 'played':
      return event.prompt === 'pin' ? due(call, state, pinTimes.silence) : stay(call);
    case 'pin-due':
      if (state.checking || event.tries !== state.tries || event.typed !== state.typed.length) return stay(call);
      return state.typed === '' ? toWaiting(call, event.at) : check(call, state);
    case 'pin-right':
      return state.checking ? toWaiting({ ...call, line: event.line, hotline: event.hotline }, event.at) : stay(call);
    case 'pin-wrong':
      return state.checking ? wrong(call, state, event) : stay(call);
    case 'effect-failed':
      return toWaiting(call, event.at);
    case 'caller-gone':
      return abandoned(call, event.at);
    default:
      return stay(call);
  }
}

function ask(call: Call, again: boolean): Step {
  return { call, effects: [...(again ? [] : [{ do: 'answer' } as const]), { do: 'ask-pin', again }] };
}

function typed(call: Call, state: AskingPin, { digit, at }: Extract<CallEvent, { t: 'digit' }>): Step {
  if (digit === '#') return state.typed === '' ? toWaiting(call, at) : check(call, state);
  if (!/^\d$/.test(digit)) return stay(call);
  const next = { ...state, typed: state.typed + digit };
  if (next.typed.length === pinLength.most) return check(call, next);
  return due({ ...call, state: next }, next, pinTimes.lastKey);
}

const due = (call: Call, { typed: { length }, tries }: AskingPin, ms: number): Step => ({
  call,
  effects: [{ do: 'after', ms, event: { t: 'pin-due', tries, typed: length } }],
});

function check(call: Call, { candidates, typed: pin, tries }: AskingPin): Step {
  return {
    call: { ...call, state: { name: 'pin', candidates, typed: '', tries: tries + 1, checking: true } },
    effects: [{ do: 'check-pin', candidates, pin }],
  };
}

/** `final`: too many failures of late, or nobody can look it up now. */
function wrong(call: Call, state: AskingPin, event: Extract<CallEvent, { t: 'pin-wrong' }>): Step {
  if (event.final || state.tries >= mostTries) return toWaiting(call, event.at);
  return ask({ ...call, state: { ...state, checking: false } }, true);
}
