import type { Instant } from '../time.ts';
import { abandoned, stay } from './call-ending.ts';
import { type Call, type CallEffect, type CallEvent, type CallState, callTimes, type Hears, type Step } from './call-state.ts';
import { toVoicemail } from './call-voicemail.ts';
import { concluded, isOverdue, toWaiting, welcome } from './call-waiting.ts';
import { closing, isTheirs, talkAgain } from './call-with-operator.ts';

type Telephoning = Extract<CallState, { name: 'telephoning' }>;
type Ring = Extract<CallEvent, { t: 'telephone' }>;

/** The key that takes a call; a voicemail box presses none. */
const takes = '1';

/** The operator's own telephone rings; the caller goes on hearing what he heard. */
export function telephone(call: Call, hears: Hears, { operatorId, number, price, at }: Ring): Step {
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
    case 'digit':
      if (event.digit !== '1' || state.hears === 'ringing' || isHisCaller(call, state)) return stay(call);
      return toVoicemailInstead(call, state, 'caller-chose');
    default:
      return stay(call);
  }
}

/** Whether the operator speaks on his own telephone: the last offer rang there and was taken. */
export function isByTelephone({ offers, operatorId }: Pick<Call, 'offers' | 'operatorId'>): boolean {
  const last = offers.at(-1);
  return last?.telephone !== undefined && last.outcome === 'answered' && last.operatorId === operatorId;
}

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
  const after = concluded(call, 'not-answered');
  if (isHisCaller(call, state)) {
    const waiting = toWaiting(after, at);
    return { call: waiting.call, effects: [...missed, { do: 'withdraw', operatorId, reason: 'taken' }, ...waiting.effects] };
  }
  if (isOverdue(call, at)) {
    const voicemail = toVoicemail(after, 'waited-too-long');
    return { call: voicemail.call, effects: [...missed, ...voicemail.effects] };
  }
  const waits = hears === 'ringing' ? ({ name: 'ringing' } as const) : ({ name: 'waiting', hears } as const);
  return { call: { ...after, state: waits }, effects: [...missed, { do: 'facts' }] };
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

function toVoicemailInstead(call: Call, state: Telephoning, reason: 'caller-chose' | 'trouble'): Step {
  const { operatorId } = state;
  const voicemail = toVoicemail({ ...concluded(call, 'withdrawn'), operatorId: null }, reason);
  const released = { do: 'operator', operatorId, event: { t: 'released' } } as const;
  return { call: voicemail.call, effects: [endTelephone(call, state), released, ...voicemail.effects] };
}
