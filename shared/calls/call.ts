import { never } from '../errors.ts';
import { stepConference } from './call-conference.ts';
import { stepConsulting, stepTransferred } from './call-consulting.ts';
import { stepDialling } from './call-dialling.ts';
import { stay } from './call-ending.ts';
import { stepForwarding } from './call-forwarding.ts';
import { stepPin } from './call-pin.ts';
import { stepReception, toReception } from './call-reception.ts';
import type { Call, CallEvent, CalledLine, Step } from './call-state.ts';
import { callTimes } from './call-state.ts';
import { stepHeld, stepRejoining, stepTalking } from './call-talking.ts';
import { stepTelephoning } from './call-telephone.ts';
import { stepAnnouncing, stepVoicemail, toAnnouncement, toVoicemail } from './call-voicemail.ts';
import { stepOffered, stepRinging, stepWaiting } from './call-waiting.ts';
import { stepListen } from './listening.ts';
import type { ArrivalRoute } from './routing.ts';

/*
 *                      ┌───────────────────────────────────────────────────────────┐
 *                      │ (15 s without the operator's voice)                       │
 *                      ▼                                                           │
 *  arrival ─► ringing ─► waiting ◄──► offered ──► talking ◄──► held          rejoining
 *     │          │          │            │           │  ▲       │               ▲  │
 *     │          │          │            │           │  └───────┼───────────────┼──┘ leg alive
 *     │          ▼          ▼            │           └──────────┴── leg lost ───┘
 *     ├────► voicemail ◄────┴────────────┘
 *     ├────► reception ─► waiting, voicemail, forwarding
 *     └────► announcing                         every state ──► ended, and nothing leaves it
 *
 *  state       event → next
 *  reception   a key → where it leads · no key twice, nothing to choose → waiting (out of hours voicemail)
 *  ringing     offer → offered · 15 s → waiting (answered, welcome) · nobody signed in → voicemail
 *  waiting     offer → offered · welcome played → music · key 1 → voicemail · key 2 → announcing (his place is kept)
 *  ringing, waiting, offered   longest wait, nobody signed in → more operators are asked, forwarding or voicemail
 *  forwarding  the number called for him answers → transferred · nobody takes him → voicemail, from a menu waiting
 *  offered     shown · answer → talking · 2 s unshown, 8 s unanswered, operator unreachable → ringing or waiting
 *  pin         a client on the hotline: right or wrong PIN, none at all → waiting (`toPin`)
 *  waiting     nobody free but somebody whose page is away → telephoning (so from ringing, and from rejoining for his own caller)
 *  telephoning answered → asked to press 1 → talking · not answered, nothing pressed, busy → ringing or waiting
 *  talking     hold → held · leg lost → rejoining · hang-up → ended
 *  held        unhold → talking · leg lost → rejoining · hang-up → ended
 *  rejoining   leg alive → talking · 15 s → waiting (the next operator gets the draft)
 *  talking, held   hand-over → offered to a colleague
 *  talking, held   transfer → consulting (third party ringing)
 *  consulting  third answers · join → transferred · conference → conference · return, third hangs up → talking · leg lost → rejoining
 *  conference  join, leg lost → transferred · return, third hangs up → talking · caller hangs up, hang-up → ended
 *  talking, held, rejoining   take-over → talking with the supervisor
 *  dialling    called person answers → talking · nobody reached, hang-up, leg lost → ended (the bureau's own call, `dialOut`)
 *  transferred caller or third party hangs up → ended
 *  voicemail   greeting played → recording · recorded → ended
 *  announcing  announcement played → ended
 *  any         a supervisor listens, or no longer: the state stays
 *  any         caller gone → ended · an effect failed → music, voicemail or the dialplan's own recording
 */

/** A call that has just arrived, in the state that its first route asks for. */
export function arrive(
  facts: Pick<Call, 'id' | 'channelId' | 'caller' | 'callerStanding' | 'diversion' | 'arrivedAt' | 'hotline'>,
  line: CalledLine | null,
  route: ArrivalRoute,
): Step {
  const call: Call = {
    ...facts,
    line,
    waitingSince: facts.arrivedAt,
    offers: [],
    answeredAt: null,
    operatorId: null,
    heldSeconds: 0,
    holds: 0,
    transfers: [],
    outbound: null,
    path: [],
    listened: [],
    endedAt: null,
    endedBy: null,
    outcome: null,
    state: { name: 'ringing' },
  };
  switch (route.to) {
    case 'announce':
      return toAnnouncement(call, 'unknown-number');
    case 'voicemail':
      return withFacts(toVoicemail(call, route.reason));
    case 'reception':
      return withFacts(toReception(call, route.plan));
    case 'queue':
      return ring(call);
    case 'offer': {
      const ringing = ring(call);
      const offered = step(ringing.call, { t: 'offer', operatorId: route.operatorId, at: call.arrivedAt });
      return { call: offered.call, effects: [...ringing.effects, ...offered.effects] };
    }
    default:
      return never(route);
  }
}

/** The next state of a call with what must be done for it. Events that do not fit the state change nothing. */
export function step(call: Call, event: CallEvent): Step {
  const { state } = call;
  if (event.t === 'listen') return stepListen(call, event);
  // a caller who is no longer put through has been led on already
  if (event.t === 'effect-failed' && event.effect === 'join' && state.name !== 'transferred') return stay(call);
  switch (state.name) {
    case 'reception':
      return stepReception(call, state, event);
    case 'ringing':
      return stepRinging(call, event);
    case 'waiting':
      return stepWaiting(call, state, event);
    case 'offered':
      return stepOffered(call, state, event);
    case 'pin':
      return stepPin(call, state, event);
    case 'telephoning':
      return stepTelephoning(call, state, event);
    case 'talking':
      return stepTalking(call, state, event);
    case 'held':
      return stepHeld(call, state, event);
    case 'rejoining':
      return stepRejoining(call, state, event);
    case 'consulting':
      return stepConsulting(call, state, event);
    case 'conference':
      return stepConference(call, state, event);
    case 'dialling':
      return stepDialling(call, state, event);
    case 'forwarding':
      return stepForwarding(call, state, event);
    case 'transferred':
      return stepTransferred(call, state, event);
    case 'voicemail':
      return stepVoicemail(call, state, event);
    case 'announcing':
      return stepAnnouncing(call, state, event);
    case 'ended':
      return { call, effects: [] };
    default:
      return never(state);
  }
}

function ring(call: Call): Step {
  const wait = (call.line?.maxWaitSeconds ?? 0) * 1000;
  return {
    call,
    effects: [
      { do: 'facts' },
      { do: 'ring' },
      { do: 'after', ms: callTimes.ring, event: { t: 'rung-long-enough' } },
      { do: 'after', ms: wait, event: { t: 'waited-too-long' } },
    ],
  };
}

function withFacts(next: Step): Step {
  return { call: next.call, effects: [{ do: 'facts' }, ...next.effects] };
}
