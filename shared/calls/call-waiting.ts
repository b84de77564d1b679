import { type Instant, toMs } from '../time.ts';
import { cutOutbound } from './call-dialling.ts';
import { abandoned, stay } from './call-ending.ts';
import type { CallRecord } from './call-record.ts';
import { type Call, type CallEffect, type CallEvent, type CallState, callTimes, type Hears, type Step } from './call-state.ts';
import { telephone } from './call-telephone.ts';
import { toVoicemail } from './call-voicemail.ts';

type Waiting = Extract<CallState, { name: 'waiting' }>;
type Offered = Extract<CallState, { name: 'offered' }>;
type OfferOutcome = CallRecord['offers'][number]['outcome'];

/** The caller hears the ringing tone and nobody has been asked yet. */
export function stepRinging(call: Call, event: CallEvent): Step {
  switch (event.t) {
    case 'offer':
      return offer(call, 'ringing', event);
    case 'telephone':
      return telephone(call, 'ringing', event);
    case 'rung-long-enough':
      return { call: { ...call, state: { name: 'waiting', hears: 'welcome' } }, effects: welcome };
    default:
      return stepUnanswered(call, event);
  }
}

/** The caller was answered with the welcome, then hears music. */
export function stepWaiting(call: Call, state: Waiting, event: CallEvent): Step {
  switch (event.t) {
    case 'offer':
      return offer(call, state.hears, event);
    case 'telephone':
      return telephone(call, state.hears, event);
    case 'played':
      if (event.prompt !== 'welcome' || state.hears !== 'welcome') return stay(call);
      return { call: { ...call, state: { name: 'waiting', hears: 'music' } }, effects: [{ do: 'music' }] };
    case 'digit':
      return event.digit === '1' ? toVoicemail(call, 'caller-chose') : stay(call);
    default:
      return stepUnanswered(call, event);
  }
}

/** One operator is asked; the caller goes on hearing what he heard. */
export function stepOffered(call: Call, state: Offered, event: CallEvent): Step {
  switch (event.t) {
    case 'shown':
      return event.operatorId === state.operatorId
        ? { call: { ...call, state: { ...state, shown: true } }, effects: [] }
        : stay(call);
    case 'answer':
      return event.operatorId === state.operatorId ? answer(call, state, event.at) : stay(call);
    case 'shown-due':
      return state.shown || event.offer !== call.offers.length ? stay(call) : next(call, state, 'not-shown', event.at);
    case 'answer-due':
      return event.offer === call.offers.length ? next(call, state, 'not-answered', event.at) : stay(call);
    case 'operator-unreachable':
      return event.operatorId === state.operatorId ? next(call, state, 'unreachable', event.at) : stay(call);
    case 'rung-long-enough':
      if (state.hears !== 'ringing') return stay(call);
      return { call: { ...call, state: { ...state, hears: 'welcome' } }, effects: welcome };
    case 'played':
      if (event.prompt !== 'welcome' || state.hears !== 'welcome') return stay(call);
      return { call: { ...call, state: { ...state, hears: 'music' } }, effects: [{ do: 'music' }] };
    case 'digit':
      return event.digit === '1' && state.hears !== 'ringing' ? withdrawToVoicemail(call, state, 'caller-chose') : stay(call);
    case 'effect-failed':
      return withdrawToVoicemail(call, state, 'trouble');
    case 'caller-gone':
      return abandoned(concluded(call, 'withdrawn'), event.at, withdrawn(state, 'abandoned'));
    default:
      return stay(call);
  }
}

/** Back to the queue with music: the operator was lost, or could not be connected. */
export function toWaiting(call: Call, at: Instant): Step {
  if (call.outbound !== null) return cutOutbound(call, at);
  const wait = (call.line?.maxWaitSeconds ?? 0) * 1000;
  return {
    call: { ...call, operatorId: null, waitingSince: at, state: { name: 'waiting', hears: 'music' } },
    effects: [{ do: 'music' }, { do: 'facts' }, { do: 'after', ms: wait, event: { t: 'waited-too-long' } }],
  };
}

/** What a caller hears who has rung long enough. */
export const welcome: readonly CallEffect[] = [{ do: 'answer' }, { do: 'welcome' }];

function stepUnanswered(call: Call, event: CallEvent): Step {
  switch (event.t) {
    case 'waited-too-long':
      return isOverdue(call, event.at) ? toVoicemail(call, 'waited-too-long') : stay(call);
    case 'nobody-signed-in':
      return toVoicemail(call, 'nobody-signed-in');
    case 'effect-failed':
      return toVoicemail(call, 'trouble');
    case 'caller-gone':
      return abandoned(call, event.at);
    default:
      return stay(call);
  }
}

/** One operator is asked. */
export function offer(call: Call, hears: Hears, event: { readonly operatorId: string; readonly at: Instant }): Step {
  const { operatorId, at } = event;
  const number = call.offers.length + 1;
  return {
    call: {
      ...call,
      offers: [...call.offers, { operatorId, at, outcome: 'withdrawn' }],
      state: { name: 'offered', operatorId, shown: false, hears },
    },
    effects: [
      { do: 'operator', operatorId, event: { t: 'offered', callId: call.id, at } },
      { do: 'offer', operatorId },
      { do: 'after', ms: callTimes.shown, event: { t: 'shown-due', offer: number } },
      { do: 'after', ms: callTimes.answer, event: { t: 'answer-due', offer: number } },
    ],
  };
}

function answer(call: Call, state: Offered, at: Instant): Step {
  const { operatorId } = state;
  const answered = { ...concluded(call, 'answered'), answeredAt: call.answeredAt ?? at, operatorId };
  return {
    call: { ...answered, state: { name: 'talking', operatorId } },
    effects: [
      ...(state.hears === 'ringing' ? [{ do: 'answer' } as const] : []),
      { do: 'connect', operatorId },
      { do: 'operator', operatorId, event: { t: 'talking', callId: call.id, at } },
      { do: 'tell', operatorId },
      { do: 'facts' },
    ],
  };
}

function next(call: Call, state: Offered, outcome: 'not-shown' | 'not-answered' | 'unreachable', at: Instant): Step {
  const { operatorId, hears } = state;
  const reason = outcome === 'not-answered' ? 'not-answered' : 'not-shown';
  const missed: CallEffect[] = [
    { do: 'operator', operatorId, event: { t: 'missed', outcome, at } },
    { do: 'withdraw', operatorId, reason },
  ];
  const after = concluded(call, outcome);
  if (isOverdue(call, at)) {
    const voicemail = toVoicemail(after, 'waited-too-long');
    return { call: voicemail.call, effects: [...missed, ...voicemail.effects] };
  }
  return { call: { ...after, state: hears === 'ringing' ? { name: 'ringing' } : { name: 'waiting', hears } }, effects: missed };
}

function withdrawToVoicemail(call: Call, state: Offered, reason: 'caller-chose' | 'trouble'): Step {
  const voicemail = toVoicemail(concluded(call, 'withdrawn'), reason);
  return { call: voicemail.call, effects: [...withdrawn(state, 'voicemail'), ...voicemail.effects] };
}

function withdrawn(state: Offered, reason: 'abandoned' | 'voicemail'): CallEffect[] {
  const { operatorId } = state;
  return [
    { do: 'operator', operatorId, event: { t: 'released' } },
    { do: 'withdraw', operatorId, reason },
  ];
}

/** The last offer, with what it came to. */
export function concluded(call: Call, outcome: OfferOutcome): Call {
  const last = call.offers.length - 1;
  return { ...call, offers: call.offers.map((o, i) => (i === last ? { ...o, outcome } : o)) };
}

/** Whether the caller has had the longest wait of his account. */
export function isOverdue(call: Call, at: Instant): boolean {
  return toMs(at) - toMs(call.waitingSince) >= (call.line?.maxWaitSeconds ?? 0) * 1000;
}
