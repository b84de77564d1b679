import { abandoned, ended, stay } from './call-ending.ts';
import {
  type Announcement,
  type Call,
  type CallEvent,
  type CallState,
  callTimes,
  type Step,
  type VoicemailReason,
} from './call-state.ts';

type Voicemail = Extract<CallState, { name: 'voicemail' }>;
type Announcing = Extract<CallState, { name: 'announcing' }>;

/** Recordings shorter than this (seconds) are a caller who hung up on the beep, not a message. */
export const shortestMessageSeconds = 1;

/** The caller is greeted and may leave his own message [P13]. */
export function toVoicemail(call: Call, reason: VoicemailReason): Step {
  return {
    call: { ...call, state: { name: 'voicemail', phase: 'greeting', reason } },
    effects: [{ do: 'answer' }, { do: 'greet', reason }],
  };
}

/** The caller is told something and the call ends. */
export function toAnnouncement(call: Call, what: Announcement): Step {
  return { call: { ...call, state: { name: 'announcing', what } }, effects: [{ do: 'answer' }, { do: 'announce', what }] };
}

/** Greeting, recording, and the moment until the recording is complete. */
export function stepVoicemail(call: Call, state: Voicemail, event: CallEvent): Step {
  switch (event.t) {
    case 'played':
      if (event.prompt !== 'greeting' || state.phase !== 'greeting') return stay(call);
      return { call: { ...call, state: { ...state, phase: 'recording' } }, effects: [{ do: 'record' }] };
    case 'recorded':
      return state.phase === 'greeting' ? stay(call) : recorded(call, state, event);
    case 'recording-due':
      return state.phase === 'storing' ? abandoned(call, event.at) : stay(call);
    case 'caller-gone':
      return callerGone(call, state, event);
    case 'effect-failed':
      return failed(call, state, event);
    default:
      return stay(call);
  }
}

/** The announcement is played once, then we hang up. */
export function stepAnnouncing(call: Call, { what }: Announcing, event: CallEvent): Step {
  const { at } = event;
  const cause = what === 'unknown-number' ? 'unallocated' : 'normal';
  switch (event.t) {
    case 'played':
    case 'effect-failed':
      return ended(call, { at, by: 'us', outcome: 'announced' }, [{ do: 'hang-up', cause }]);
    case 'caller-gone':
      return ended(call, { at, by: 'caller', outcome: 'announced' });
    default:
      return stay(call);
  }
}

function callerGone(call: Call, state: Voicemail, event: CallEvent): Step {
  if (state.phase === 'greeting') return abandoned(call, event.at);
  if (state.phase === 'storing') return stay(call);
  return {
    call: { ...call, endedAt: event.at, endedBy: 'caller', state: { ...state, phase: 'storing' } },
    effects: [{ do: 'after', ms: callTimes.storing, event: { t: 'recording-due' } }],
  };
}

function recorded(call: Call, state: Voicemail, event: { readonly at: CallEvent['at']; readonly seconds: number }): Step {
  const hangUp = state.phase === 'storing' ? [] : [{ do: 'hang-up', cause: 'normal' } as const];
  if (event.seconds < shortestMessageSeconds) return abandoned(call, event.at, [...hangUp, { do: 'drop-voicemail' }]);
  const end = { at: event.at, by: 'us', outcome: 'voicemail' } as const;
  return ended(call, end, [...hangUp, { do: 'take-voicemail' }]);
}

/** Asterisk's own dialplan apologises and records: it needs nothing of ours. */
function failed(call: Call, state: Voicemail, event: CallEvent): Step {
  if (state.phase === 'storing') return stay(call);
  return ended(call, { at: event.at, by: 'us', outcome: 'voicemail' }, [{ do: 'unattended' }]);
}
