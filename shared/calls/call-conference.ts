import type { Instant } from '../time.ts';
import { ended, stay, unheard } from './call-ending.ts';
import type { Call, CallEffect, CallEvent, CallState, Step } from './call-state.ts';
import { closing, isTheirs } from './call-with-operator.ts';
import { type Conference, confered, conferenceOver } from './transfer-attempt.ts';

type InConference = Extract<CallState, { name: 'conference' }>;

/** Caller, third party and operator hear each other: the caller has come to the leg where the two were speaking. */
export function confer(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: {
      ...call,
      transfers: confered(call.transfers, { since: at, until: null, endedBy: null }),
      state: { name: 'conference', operatorId, since: at },
    },
    effects: [
      { do: 'connect', operatorId },
      { do: 'operator', operatorId, event: { t: 'talking', callId: call.id, at } },
      { do: 'tell', operatorId },
      { do: 'facts' },
    ],
  };
}

/** All three speak; whoever leaves first leaves the two others together, except the caller, whose call it is. */
export function stepConference(call: Call, state: InConference, event: CallEvent): Step {
  const { operatorId } = state;
  const { at } = event;
  switch (event.t) {
    case 'join':
    case 'leg-lost':
      return isTheirs(state, event) ? leave(call, operatorId, at) : stay(call);
    case 'return':
      return isTheirs(state, event) ? withCaller(call, { operatorId, at, endedBy: 'operator' }) : stay(call);
    case 'third-gone':
      if (event.attempt !== call.transfers.length) return stay(call);
      return withCaller(call, { operatorId, at, endedBy: 'third' });
    case 'effect-failed':
      return event.effect === 'connect' ? privately(call, state, at) : stay(call);
    case 'hang-up':
      if (!isTheirs(state, event)) return stay(call);
      return over(call, { operatorId, at, by: 'operator' }, [{ do: 'hang-up', cause: 'normal' }]);
    case 'caller-gone':
      return over(call, { operatorId, at, by: 'caller' }, []);
    default:
      return stay(call);
  }
}

const endThird = (call: Call): CallEffect => ({ do: 'end-third', attempt: call.transfers.length });

/** The two go on together, as after any transfer; an operator whose leg is lost has left too. */
function leave(call: Call, operatorId: string, at: Instant): Step {
  return {
    call: {
      ...unheard(call, at),
      transfers: conferenceOver(call.transfers, { until: at, endedBy: 'operator' }),
      state: { name: 'transferred', since: at },
    },
    effects: [{ do: 'join', attempt: call.transfers.length }, ...closing(call, operatorId, at), { do: 'facts' }],
  };
}

type Left = { readonly operatorId: string; readonly at: Instant; readonly endedBy: Conference['endedBy'] };

/** Without the third party: caller and operator are together already. */
function withCaller(call: Call, { operatorId, at, endedBy }: Left): Step {
  const transfers = conferenceOver(call.transfers, { until: at, endedBy });
  return {
    call: { ...call, transfers, state: { name: 'talking', operatorId } },
    effects: [endThird(call), { do: 'tell', operatorId }, { do: 'facts' }],
  };
}

/** The caller could not be moved: he goes on hearing music, and nobody has spoken with him yet. */
function privately(call: Call, { operatorId }: InConference, at: Instant): Step {
  const transfers = call.transfers.map(({ conference, ...t }, i) =>
    i === call.transfers.length - 1 ? { ...t, outcome: null } : { ...t, ...(conference && { conference }) },
  );
  return {
    call: { ...call, transfers, state: { name: 'consulting', operatorId, since: at, party: 'talking' } },
    effects: [
      { do: 'operator', operatorId, event: { t: 'held', callId: call.id, at } },
      { do: 'tell', operatorId },
      { do: 'facts' },
    ],
  };
}

type End = { readonly operatorId: string; readonly at: Instant; readonly by: 'caller' | 'operator' };

function over(call: Call, { operatorId, at, by }: End, effects: readonly CallEffect[]): Step {
  return ended(call, { at, by, outcome: 'handled' }, [...effects, endThird(call), ...closing(call, operatorId, at)]);
}
