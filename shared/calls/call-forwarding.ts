import type { Instant } from '../time.ts';
import { abandoned, concluded, stay } from './call-ending.ts';
import { enterQueue } from './call-queueing.ts';
import type { Call, CallEffect, CallEvent, CallState, ForwardTo, Step } from './call-state.ts';
import { toVoicemail } from './call-voicemail.ts';
import type { TransferAttempt } from './transfer-attempt.ts';

type Forwarding = Extract<CallState, { name: 'forwarding' }>;
type Forward = Extract<CallEvent, { t: 'forward' }>;

/** The bureau calls somebody for the caller, who hears music meanwhile. */
export function forward(
  call: Call,
  { to, otherwise, at }: { readonly to: ForwardTo; readonly otherwise: Forwarding['otherwise']; readonly at: Instant },
): Step {
  return {
    call: { ...call, state: { name: 'forwarding', to, since: at, party: 'asked', otherwise } },
    effects: [{ do: 'answer' }, { do: 'music' }, { do: 'facts' }, { do: 'forward', to }],
  };
}

/** Nobody of the bureau has the caller: whoever answers has him at once, else he is where he would have been. */
export function stepForwarding(call: Call, state: Forwarding, event: CallEvent): Step {
  switch (event.t) {
    case 'forward':
      return state.party === 'asked' ? dial(call, state, event) : stay(call);
    case 'forward-refused':
      return state.party === 'asked' ? otherwise(call, state, event.at) : stay(call);
    case 'third-answered':
      return isRunning(call, state, event) ? answered(call, event.at) : stay(call);
    case 'third-gone':
      return isRunning(call, state, event) ? otherwise(concluded(call, event.outcome), state, event.at) : stay(call);
    case 'digit':
      return event.digit === '1' ? toMessage(call, state) : stay(call);
    case 'effect-failed':
      return otherwise(concluded(call, 'failed'), state, event.at, endThird(call, state));
    case 'caller-gone':
      return abandoned(concluded(call, 'no-answer'), event.at, endThird(call, state));
    default:
      return stay(call);
  }
}

const isRunning = (call: Call, state: Forwarding, event: { readonly attempt: number }): boolean =>
  state.party === 'ringing' && event.attempt === call.transfers.length;

function dial(call: Call, state: Forwarding, { number, personId, price, at }: Forward): Step {
  const begun: TransferAttempt = { number, personId, price, announced: false, dialledAt: at, answeredAt: null, outcome: null };
  const attempt = call.transfers.length + 1;
  return {
    call: { ...call, transfers: [...call.transfers, begun], state: { ...state, party: 'ringing' } },
    effects: [{ do: 'dial-third', attempt, number }, { do: 'facts' }],
  };
}

function answered(call: Call, at: Instant): Step {
  const attempt = call.transfers.length;
  const transfers = call.transfers.map((t, i) => (i === attempt - 1 ? { ...t, answeredAt: at } : t));
  return {
    call: { ...concluded({ ...call, transfers }, 'connected'), state: { name: 'transferred', since: at } },
    effects: [{ do: 'join', attempt }, { do: 'facts' }],
  };
}

function otherwise(call: Call, state: Forwarding, at: Instant, effects: readonly CallEffect[] = []): Step {
  const next = state.otherwise === 'queue' ? enterQueue(notTaken(call, at), at) : toVoicemail(call, state.otherwise);
  return { call: next.call, effects: [...effects, ...next.effects, { do: 'facts' }] };
}

/** The operator sees that the key led to nobody. */
function notTaken(call: Call, at: Instant): Call {
  const { key, label } = call.path.at(-1) ?? { key: null, label: '' };
  return { ...call, path: [...call.path, { at, what: 'forwarded', key, label }] };
}

function toMessage(call: Call, state: Forwarding): Step {
  const voicemail = toVoicemail(concluded(call, 'no-answer'), 'caller-chose');
  return { call: voicemail.call, effects: [...endThird(call, state), ...voicemail.effects, { do: 'facts' }] };
}

const endThird = (call: Call, state: Forwarding): CallEffect[] =>
  state.party === 'asked' ? [] : [{ do: 'end-third', attempt: call.transfers.length }];
