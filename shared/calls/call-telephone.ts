import type { Instant } from '../time.ts';
import { abandoned, stay } from './call-ending.ts';
import { toOverflow } from './call-overflow.ts';
import { type Call, type CallEffect, type CallEvent, type CallState, callTimes, type Step } from './call-state.ts';
import { toVoicemail } from './call-voicemail.ts';
import { concluded, isOverdue, keyPressed, toWaiting, welcome } from './call-waiting.ts';
import { closing, isTheirs, talkAgain } from './call-with-operator.ts';

type Telephoning = Extract<CallState, { name: 'telephoning' }>;
type Ring = Extract<CallEvent, { t: 'telephone' }>;

/** The key that takes a call; a voicemail box presses none. */
const takes = '1';

/** The operator's own telephone rings; the caller goes on hearing what he heard. */
export function telephone(call: Call, hears: Telephoning['hears'], { operatorId, number, price, at }: Ring): Step {
  const offer = call.offers.length + 1;
  return {
    call: {
      ...call,
      offers: [...call.offers, { operatorId, at, outcome: 'withdrawn', telephone: price }],
      state: { name: 'telephoning', operatorId, number, since: at, asked: false, hears },
    },
    effects: [
      { do: 'operator', operatorId, event: { t: 'offered', callId: call.id, at } },
      { do: 'ring-telephone', operatorId, offer, number },
      { do: 'after', ms: callTimes.telephone, event: { t: 'telephone-due', offer } },
    ],
  };
}

/** Nobody comes to the caller before the key is pressed: a voicemail box and a busy line never get him. */
export function stepTelephoning(call: Call, state: Telephoning, event: CallEvent): Step {
  switch (event.t) {
    case 'telephone-answered':
      return isThis(call, event) && !state.asked ? ask(call, state) : stay(call);
    case 'telephone-digit':
      return isThis(call, event) && state.asked && event.digit === takes ? taken(call, state, event.at) : stay(call);
    case 'telephone-due':
      return isThis(call, event) && !state.asked ? next(call, state, event.at) : stay(call);
    case 'press-due':
    case 'telephone-gone':
      return isThis(call, event) ? next(call, state, event.at) : stay(call);
    case 'leg-alive':
      return isTheirs(state, event) && isHisCaller(call, state) ? backOnHisPage(call, state, event.at) : stay(call);
    case 'caller-gone':
      return callerGone(call, state, event.at);
    case 'effect-failed':
      return toVoicemailInstead(call, state, 'trouble');
    default:
      return stepHearing(call, state, event);
  }
}

/** What the caller hears meanwhile, and the key that he may press. */
function stepHearing(call: Call, state: Telephoning, event: CallEvent): Step {
  switch (event.t) {
    case 'rung-long-enough':
      if (state.hears !== 'ringing') return stay(call);
      return { call: { ...call, state: { ...state, hears: 'welcome' } }, effects: welcome };
    case 'played':
      if (event.prompt !== 'welcome' || state.hears !== 'welcome') return stay(call);
      return { call: { ...call, state: { ...state, hears: 'music' } }, effects: [{ do: 'music' }] };
    case 'welcome-due':
      if (state.hears !== 'music' || isHisCaller(call, state)) return stay(call);
      return { call: { ...call, state: { ...state, hears: 'welcome' } }, effects: [{ do: 'welcome' }] };
    case 'digit':
      return state.hears === 'ringing' || isHisCaller(call, state) ? stay(call) : leadElsewhere(call, state, event);
    default:
      return stay(call);
  }
}

/** Whether the operator speaks on his own telephone: the last offer rang there and was taken. */
export function isByTelephone({ offers, operatorId }: Pick<Call, 'offers' | 'operatorId'>): boolean {
  const last = offers.at(-1);
  return last?.telephone !== undefined && last.outcome === 'answered' && last.operatorId === operatorId;
}

/** Whether this is the telephone that rings for the call, or on which its operator speaks. */
export const isTelephoneWanted = (call: Call, offer: number): boolean =>
  isThis(call, { offer }) && (call.state.name === 'telephoning' || isByTelephone(call));

const isThis = (call: Call, event: { readonly offer: number }): boolean => event.offer === call.offers.length;

/** They were speaking when his page went. */
const isHisCaller = (call: Call, state: Telephoning): boolean => call.operatorId === state.operatorId;

const endTelephone = (call: Call, { operatorId }: Telephoning): CallEffect => ({
  do: 'end-telephone',
  operatorId,
  offer: call.offers.length,
});

function ask(call: Call, state: Telephoning): Step {
  const offer = call.offers.length;
  return {
    call: { ...call, state: { ...state, asked: true } },
    effects: [
      { do: 'ask-telephone', operatorId: state.operatorId, offer },
      { do: 'after', ms: callTimes.answer, event: { t: 'press-due', offer } },
    ],
  };
}

function taken(call: Call, state: Telephoning, at: Instant): Step {
  const { operatorId, hears } = state;
  const answered = { ...concluded(call, 'answered'), answeredAt: call.answeredAt ?? at, operatorId };
  return {
    call: { ...answered, state: { name: 'talking', operatorId } },
    effects: [
      ...(hears === 'ringing' ? [{ do: 'answer' } as const] : []),
      { do: 'take-telephone', operatorId, offer: call.offers.length },
      { do: 'operator', operatorId, event: { t: 'telephone-taken', callId: call.id, at } },
      { do: 'connect', operatorId },
      { do: 'tell', operatorId },
      { do: 'facts' },
    ],
  };
}

/** Not answered, busy, or nobody pressed the key: the next operator. */
function next(call: Call, state: Telephoning, at: Instant): Step {
  const { operatorId, hears } = state;
  const missed: CallEffect[] = [
    endTelephone(call, state),
    { do: 'operator', operatorId, event: { t: 'missed', outcome: 'not-answered', at } },
  ];
  const missing = concluded(call, 'not-answered');
  if (isHisCaller(call, state)) {
    const waiting = toWaiting(missing, at);
    return { call: waiting.call, effects: [...missed, { do: 'withdraw', operatorId, reason: 'taken' }, ...waiting.effects] };
  }
  const after: Call = { ...missing, state: hears === 'ringing' ? { name: 'ringing' } : { name: 'waiting', hears } };
  if (!isOverdue(call, at)) return { call: after, effects: [...missed, { do: 'facts' }] };
  const overflow = toOverflow(after, 'waited-too-long', at);
  return { call: overflow.call, effects: [...missed, ...overflow.effects] };
}

/** The page came back before the key was pressed: he has his caller as before. */
function backOnHisPage(call: Call, state: Telephoning, at: Instant): Step {
  const back = talkAgain(concluded(call, 'withdrawn'), state.operatorId, at);
  return { call: back.call, effects: [endTelephone(call, state), ...back.effects] };
}

function callerGone(call: Call, state: Telephoning, at: Instant): Step {
  const { operatorId } = state;
  const left = isHisCaller(call, state)
    ? closing(call, operatorId, at)
    : ([{ do: 'operator', operatorId, event: { t: 'released' } }] as const);
  return abandoned(concluded(call, 'withdrawn'), at, [endTelephone(call, state), ...left]);
}

function toVoicemailInstead(call: Call, state: Telephoning, reason: 'trouble'): Step {
  return instead(call, state, toVoicemail({ ...concluded(call, 'withdrawn'), operatorId: null }, reason));
}

/** A key that leads elsewhere: the telephone that rings for him is called off. */
function leadElsewhere(call: Call, state: Telephoning, event: Extract<CallEvent, { t: 'digit' }>): Step {
  const next = keyPressed({ ...concluded(call, 'withdrawn'), operatorId: null }, event);
  return next.effects.length === 0 ? stay(call) : instead(call, state, next);
}

const instead = (call: Call, state: Telephoning, next: Step): Step => ({
  call: next.call,
  effects: [
    endTelephone(call, state),
    { do: 'operator', operatorId: state.operatorId, event: { t: 'released' } },
    ...next.effects,
  ],
});
