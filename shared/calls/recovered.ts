import { never } from '../errors.ts';
import { type Instant, toMs } from '../time.ts';
import { stepConference } from './call-conference.ts';
import { cutOutbound, stepDialling } from './call-dialling.ts';
import { abandoned, concluded, ended } from './call-ending.ts';
import { type Call, type CallEffect, callTimes, type Step } from './call-state.ts';
import { stepVoicemail, toAnnouncement, toVoicemail } from './call-voicemail.ts';
import { isTurn, turnOver } from './kept-place.ts';
import type { RouteDecision } from './routing.ts';
import { confered, conferenceOver } from './transfer-attempt.ts';

/** Where a caller was found after events were lost. `gone` hung up meanwhile; `cut` fell with the exchange. */
export type Found = { readonly at: Instant } & (
  | { readonly place: 'gone' | 'cut' | 'recording' }
  /** His message is complete, and nobody has hung up. */
  | { readonly place: 'recorded' }
  | { readonly place: 'ringing' | 'waiting'; readonly route: RouteDecision }
  | { readonly place: 'with-operator' | 'held' | 'left-alone'; readonly operatorId: string }
  /** All three on the operator's leg, or, in `conference-left`, the two without him. */
  | { readonly place: 'conference' | 'conference-left'; readonly operatorId: string }
  /** `answered`: the third party waits for the operator. */
  | { readonly place: 'consulting'; readonly operatorId: string; readonly party: 'ringing' | 'answered' | 'talking' }
  /** Put through; `alone`: the third party has hung up. */
  | { readonly place: 'joined' | 'joined-alone' }
);

/** The state that fits where the caller was found, with what makes it true again. */
export function stepRejoinFrom(call: Call, found: Found): Step {
  const { at } = found;
  if (isTurn(call)) return turnOver(call);
  const isUnderWay = underWay.includes(found.place) || call.state.name === 'transferred';
  return rejoinFrom(isUnderWay ? call : concluded(call, 'failed'), found, at);
}

const underWay: readonly Found['place'][] = ['consulting', 'joined', 'conference', 'conference-left'];

function rejoinFrom(call: Call, found: Found, at: Instant): Step {
  const { state } = call;
  if (state.name === 'dialling' && (found.place === 'gone' || found.place === 'cut')) {
    const over = stepDialling(call, state, { t: 'dialled-gone', result: 'failed', at });
    // asked for just before the gap, it may come about after the exchange was looked at
    return { call: over.call, effects: [{ do: 'hang-up', cause: 'normal' }, ...over.effects] };
  }
  switch (found.place) {
    case 'gone':
      return gone(call, at);
    case 'cut':
      return ended(call, { at, by: 'us', outcome: 'cut' }, letGo(call, at));
    case 'recording':
      return { call: { ...call, state: { name: 'voicemail', phase: 'recording', reason: 'trouble' } }, effects: [] };
    case 'recorded':
      return ended(call, { at, by: 'us', outcome: 'voicemail' }, [{ do: 'hang-up', cause: 'normal' }, { do: 'take-voicemail' }]);
    case 'ringing':
      return asRemembered(call, found) ?? (isForQueue(found.route) ? ringing(call, at) : elsewhere(call, found.route));
    case 'waiting':
      return asRemembered(call, found) ?? withNobody(call, found.route, at);
    case 'consulting':
      return call.state.name === 'transferred' ? joinAgain(call) : consultAgain(call, found);
    case 'joined':
      return { call: { ...concluded(call, 'connected'), state: { name: 'transferred', since: at } }, effects: [{ do: 'facts' }] };
    case 'joined-alone':
      return takenBack(call, at) ?? leftByThird(call, at);
    case 'conference':
    case 'conference-left':
      return conferAgain(call, found);
    case 'with-operator':
      return adopted(withoutThird(call, at), at, { name: 'talking', operatorId: found.operatorId }, 'talking');
    case 'held':
      return adopted(call, at, { name: 'held', operatorId: found.operatorId, since: at }, 'held');
    case 'left-alone': {
      const next = adopted(call, at, { name: 'rejoining', operatorId: found.operatorId, since: at }, 'talking');
      return { call: next.call, effects: [{ do: 'music' }, ...next.effects, rejoinDue(at)] };
    }
    default:
      return never(found);
  }
}

/** A caller waits or is led on by the hour; whom the bureau itself has called is let go. */
function withNobody(call: Call, route: RouteDecision, at: Instant): Step {
  if (call.outbound !== null) return cutOutbound(call, at);
  return isForQueue(route) ? waiting(call, at) : elsewhere(call, route);
}

const isForQueue = (route: RouteDecision): route is Extract<RouteDecision, { to: 'offer' | 'queue' }> =>
  route.to === 'offer' || route.to === 'queue';

/** Whoever he was put through to never spoke to him: he waits again, or somebody has been asked since. Null when that is not so. */
function takenBack(call: Call, at: Instant): Step | null {
  if (call.state.name === 'waiting') return waiting(call, at);
  const next = asRemembered(call, { at, place: 'waiting' });
  return next === null ? null : { call: next.call, effects: [{ do: 'music' }, ...next.effects] };
}

const leftByThird = (call: Call, at: Instant): Step =>
  ended(concluded(call, 'connected'), { at, by: 'operator', outcome: 'handled' }, [{ do: 'hang-up', cause: 'normal' }]);

/** What this server had decided when the connection went, and the exchange may not have heard; null when nothing. */
function asRemembered(call: Call, { at, place }: { readonly at: Instant; readonly place: 'ringing' | 'waiting' }): Step | null {
  const { state } = call;
  switch (state.name) {
    case 'offered':
      return (place === 'ringing') === (state.hears === 'ringing') && state.hears !== 'welcome' ? stillOffered(call, at) : null;
    case 'talking':
      return { call, effects: [{ do: 'answer' }, { do: 'connect', operatorId: state.operatorId }] };
    case 'held':
      return { call, effects: [{ do: 'hold', operatorId: state.operatorId }] };
    case 'dialling':
      return stepDialling(call, state, { t: 'dialled-answered', at });
    case 'rejoining':
      return { call, effects: [{ do: 'music' }, rejoinDue(state.since)] };
    case 'voicemail':
      // a recording that is no longer made has ended: its length is told when it is taken in
      return state.phase === 'greeting'
        ? toVoicemail(call, state.reason)
        : stepVoicemail(call, state, { t: 'recorded', seconds: 1, at });
    default:
      return null;
  }
}

/** Timers that ended during the gap told nobody; the operator has what is left of his time. */
function stillOffered(call: Call, at: Instant): Step {
  const offer = call.offers.length;
  const askedForMs = toMs(at) - toMs(call.offers.at(-1)?.at ?? at);
  const left = (ms: number): number => Math.max(0, ms - askedForMs);
  return {
    call,
    effects: [
      { do: 'after', ms: left(callTimes.shown), event: { t: 'shown-due', offer } },
      { do: 'after', ms: left(callTimes.answer), event: { t: 'answer-due', offer } },
      ...deadlines(call, at),
    ],
  };
}

const isAnswered = ({ state }: Call): boolean =>
  ['talking', 'held', 'rejoining', 'consulting', 'conference', 'transferred'].includes(state.name);

/** The caller was put through when the connection went, and the exchange has not heard of it. */
const joinAgain = (call: Call): Step => ({ call, effects: [{ do: 'join', attempt: call.transfers.length }] });

function consultAgain(call: Call, found: Extract<Found, { place: 'consulting' }>): Step {
  const { at, operatorId } = found;
  if (call.state.name === 'conference') return { call, effects: [{ do: 'connect', operatorId }] };
  const party = found.party === 'answered' ? 'talking' : found.party;
  const next = adopted(call, at, { name: 'consulting', operatorId, since: at, party }, 'held');
  const attempt = call.transfers.length;
  return found.party === 'answered'
    ? { call: next.call, effects: [...next.effects, { do: 'consult', operatorId, attempt }] }
    : next;
}

/** The row may not know it yet: the exchange does. Without him the two go on together. */
function conferAgain(call: Call, found: Extract<Found, { place: 'conference' | 'conference-left' }>): Step {
  const { at, operatorId } = found;
  const since = call.transfers.at(-1)?.conference?.since ?? at;
  const transfers = confered(call.transfers, { since, until: null, endedBy: null });
  const next = adopted({ ...call, transfers }, at, { name: 'conference', operatorId, since }, 'talking');
  if (found.place === 'conference') return next;
  const left = stepConference(next.call, { name: 'conference', operatorId, since }, { t: 'leg-lost', operatorId, at });
  return { call: left.call, effects: [...next.effects, ...left.effects] };
}

/** Whoever was the third of a conference has hung up meanwhile. */
const withoutThird = (call: Call, at: Instant): Call => ({
  ...call,
  transfers: conferenceOver(call.transfers, { until: at, endedBy: 'third' }),
});

const rejoinDue = (since: Instant): CallEffect => ({ do: 'after', ms: callTimes.rejoin, event: { t: 'rejoin-due', since } });

function gone(call: Call, at: Instant): Step {
  const { name } = call.state;
  if (!isAnswered(call)) return abandoned(call, at, letGo(call, at));
  return ended(call, { at, by: 'caller', outcome: name === 'rejoining' ? 'cut' : 'handled' }, letGo(call, at));
}

/** Whoever was asked is free again; whoever had the caller writes the note. */
function letGo(call: Call, at: Instant): CallEffect[] {
  const { state } = call;
  if (!isAnswered(call)) return released(call);
  const third: CallEffect[] = call.transfers.length === 0 ? [] : [{ do: 'end-third', attempt: call.transfers.length }];
  if (!('operatorId' in state)) return third;
  const { operatorId } = state;
  return [...third, { do: 'operator', operatorId, event: { t: 'wrap-up', callId: call.id, at } }, { do: 'tell', operatorId }];
}

function released(call: Call): CallEffect[] {
  if (call.state.name === 'telephoning') return telephoneEnds(call, call.state.operatorId);
  if (call.state.name !== 'offered') return [];
  const { operatorId } = call.state;
  return [
    { do: 'operator', operatorId, event: { t: 'released' } },
    { do: 'withdraw', operatorId, reason: 'abandoned' },
  ];
}

/** Whether his telephone rings still, or somebody there has pressed the key, nobody knows: it is let go. */
const telephoneEnds = (call: Call, operatorId: string): CallEffect[] => [
  { do: 'end-telephone', operatorId, offer: call.offers.length },
  { do: 'operator', operatorId, event: { t: 'released' } },
];

function ringing(call: Call, at: Instant): Step {
  const next: Call = { ...call, state: { name: 'ringing' } };
  return { call: next, effects: [...released(call), ...deadlines(next, at)] };
}

function waiting(call: Call, at: Instant): Step {
  const next: Call = { ...call, operatorId: null, state: { name: 'waiting', hears: 'music' } };
  return { call: next, effects: [...released(call), { do: 'music' }, ...deadlines(next, at)] };
}

function deadlines(call: Call, at: Instant): CallEffect[] {
  const left = (call.line?.maxWaitSeconds ?? 0) * 1000 - (toMs(at) - toMs(call.waitingSince));
  const longest = { do: 'after', ms: Math.max(0, left), event: { t: 'waited-too-long' } } as const;
  const { state } = call;
  const rings = state.name === 'ringing' || (state.name === 'offered' && state.hears === 'ringing');
  if (!rings) return [longest];
  const ringMs = Math.max(0, callTimes.ring - (toMs(at) - toMs(call.arrivedAt)));
  return [{ do: 'after', ms: ringMs, event: { t: 'rung-long-enough' } }, longest];
}

function elsewhere(call: Call, route: Extract<RouteDecision, { to: 'announce' | 'voicemail' }>): Step {
  const next = route.to === 'announce' ? toAnnouncement(call, 'unknown-number') : toVoicemail(call, route.reason);
  return { call: next.call, effects: [...released(call), ...next.effects] };
}

function adopted(
  call: Call,
  at: Instant,
  state: Extract<Call['state'], { name: 'talking' | 'held' | 'rejoining' | 'consulting' | 'conference' }>,
  work: 'talking' | 'held',
): Step {
  const { operatorId } = state;
  return {
    call: { ...call, operatorId, answeredAt: call.answeredAt ?? at, state },
    effects: [
      ...released(call),
      { do: 'operator', operatorId, event: { t: work, callId: call.id, at } },
      { do: 'tell', operatorId },
      { do: 'facts' },
    ],
  };
}
