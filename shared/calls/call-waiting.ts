import { type Instant, toMs } from '../time.ts';
import { cutOutbound } from './call-dialling.ts';
import { abandoned, stay, unheard } from './call-ending.ts';
import { toOverflow } from './call-overflow.ts';
import type { CallRecord } from './call-record.ts';
import { type Call, type CallEffect, type CallEvent, type CallState, callTimes, type Hears, type Step } from './call-state.ts';
import { telephone } from './call-telephone.ts';
import { toAnnouncement, toVoicemail } from './call-voicemail.ts';
import { isTurn, stepTurn } from './kept-place.ts';

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
    case 'welcome-due':
      return state.hears === 'music' ? welcomed(call, { ...state, hears: 'welcome' }) : stay(call);
    case 'digit':
      return keyPressed(call, event);
    default:
      return stepUnanswered(call, event);
  }
}

/** One operator is asked; the caller goes on hearing what he heard. */
export function stepOffered(call: Call, state: Offered, event: CallEvent): Step {
  if (isTurn(call)) return stepTurn(call, state, event);
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
    case 'welcome-due':
      return state.hears === 'music' ? welcomed(call, { ...state, hears: 'welcome' }) : stay(call);
    case 'played':
      if (event.prompt !== 'welcome' || state.hears !== 'welcome') return stay(call);
      return { call: { ...call, state: { ...state, hears: 'music' } }, effects: [{ do: 'music' }] };
    case 'digit':
      return state.hears === 'ringing' ? stay(call) : withdrawBy(call, state, event);
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
    call: { ...unheard(call, at), operatorId: null, waitingSince: at, state: { name: 'waiting', hears: 'music' } },
    effects: [{ do: 'music' }, { do: 'facts' }, { do: 'after', ms: wait, event: { t: 'waited-too-long' } }],
  };
}

/** The words of the queue, with its keys, for somebody who has been answered. */
const welcomed = (call: Call, state: Waiting | Offered): Step => ({ call: { ...call, state }, effects: [{ do: 'welcome' }] });

/** What a caller hears who has rung long enough. */
export const welcome: readonly CallEffect[] = [{ do: 'answer' }, { do: 'welcome' }];

function stepUnanswered(call: Call, event: CallEvent): Step {
  switch (event.t) {
    case 'waited-too-long':
      return isOverdue(call, event.at) ? toOverflow(call, 'waited-too-long', event.at) : stay(call);
    case 'nobody-signed-in':
      return toOverflow(call, 'nobody-signed-in', event.at);
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
  const { operatorId } = state;
  const reason = outcome === 'not-answered' ? 'not-answered' : 'not-shown';
  const missed: CallEffect[] = [
    { do: 'operator', operatorId, event: { t: 'missed', outcome, at } },
    { do: 'withdraw', operatorId, reason },
  ];
  const after: Call = { ...concluded(call, outcome), state: whereHeWas(state) };
  if (!isOverdue(call, at)) return { call: after, effects: missed };
  const overflow = toOverflow(after, 'waited-too-long', at);
  return { call: overflow.call, effects: [...missed, ...overflow.effects] };
}

/** Where the caller is when the operator who was asked no longer is; somebody who is called back is nowhere yet. */
const whereHeWas = ({ hears }: Offered): CallState =>
  hears === 'welcome' || hears === 'music' ? { name: 'waiting', hears } : { name: 'ringing' };

/** What the welcome says: 1 leaves a message, 2 keeps the place where the account wants it. */
export function keyPressed(call: Call, { digit, at }: { readonly digit: string; readonly at: Instant }): Step {
  if (digit === '1') return toVoicemail(call, 'caller-chose');
  return digit === '2' && mayKeepPlace(call) ? toKeptPlace(call, at) : stay(call);
}

/** Only whose number is known can be called back. */
export const mayKeepPlace = (call: Pick<Call, 'line' | 'caller'>): boolean =>
  call.line?.keepsPlaces === true && call.caller !== null;

function toKeptPlace(call: Call, at: Instant): Step {
  const path = [...call.path, { at, what: 'kept-place', key: '2', label: '' } as const];
  const told = toAnnouncement({ ...call, path }, 'place-kept');
  return { call: told.call, effects: [...told.effects, { do: 'facts' }] };
}

/** A key that leads elsewhere takes the call away from the operator who is asked. */
function withdrawBy(call: Call, state: Offered, event: { readonly digit: string; readonly at: Instant }): Step {
  const next = keyPressed(concluded(call, 'withdrawn'), event);
  if (next.effects.length === 0) return stay(call);
  const reason = event.digit === '1' ? 'voicemail' : 'abandoned';
  return { call: next.call, effects: [...withdrawn(state, reason), ...next.effects] };
}

function withdrawToVoicemail(call: Call, state: Offered, reason: 'trouble'): Step {
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
