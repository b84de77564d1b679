import { never } from '../errors.ts';
import { type Instant, toMs } from '../time.ts';
import { abandoned, ended } from './call-ending.ts';
import { type Call, type CallEffect, callTimes, type Step } from './call-state.ts';
import { toAnnouncement, toVoicemail } from './call-voicemail.ts';
import type { RouteDecision } from './routing.ts';

/** Where a caller was found after events were lost. */
export type Found = { readonly at: Instant } & (
  | { readonly place: 'gone' | 'recording' }
  | { readonly place: 'ringing' | 'waiting'; readonly route: RouteDecision }
  | { readonly place: 'with-operator' | 'held' | 'left-alone'; readonly operatorId: string }
);

/** The state that fits where the caller was found, with what makes it true again. */
export function stepRejoinFrom(call: Call, found: Found): Step {
  const { at } = found;
  switch (found.place) {
    case 'gone':
      return gone(call, at);
    case 'recording':
      return { call: { ...call, state: { name: 'voicemail', phase: 'recording', reason: 'trouble' } }, effects: [] };
    case 'ringing':
      return found.route.to === 'offer' || found.route.to === 'queue' ? ringing(call, at) : elsewhere(call, found.route);
    case 'waiting':
      return found.route.to === 'offer' || found.route.to === 'queue' ? waiting(call, at) : elsewhere(call, found.route);
    case 'with-operator':
      return adopted(call, at, { name: 'talking', operatorId: found.operatorId }, 'talking');
    case 'held':
      return adopted(call, at, { name: 'held', operatorId: found.operatorId, since: at }, 'held');
    case 'left-alone': {
      const next = adopted(call, at, { name: 'rejoining', operatorId: found.operatorId, since: at }, 'talking');
      const timer = { do: 'after', ms: callTimes.rejoin, event: { t: 'rejoin-due', since: at } } as const;
      return { call: next.call, effects: [{ do: 'music' }, ...next.effects, timer] };
    }
    default:
      return never(found);
  }
}

function gone(call: Call, at: Instant): Step {
  const { state } = call;
  if (state.name === 'talking' || state.name === 'held' || state.name === 'rejoining') {
    const { operatorId } = state;
    const outcome = state.name === 'rejoining' ? 'cut' : 'handled';
    return ended(call, { at, by: 'caller', outcome }, [
      { do: 'operator', operatorId, event: { t: 'wrap-up', callId: call.id, at } },
      { do: 'tell', operatorId },
    ]);
  }
  return abandoned(call, at, released(call));
}

function released(call: Call): CallEffect[] {
  if (call.state.name !== 'offered') return [];
  const { operatorId } = call.state;
  return [
    { do: 'operator', operatorId, event: { t: 'released' } },
    { do: 'withdraw', operatorId, reason: 'abandoned' },
  ];
}

function ringing(call: Call, at: Instant): Step {
  const rung = toMs(at) - toMs(call.arrivedAt);
  return {
    call: { ...call, state: { name: 'ringing' } },
    effects: [...released(call), ...deadlines(call, at, Math.max(0, callTimes.ring - rung))],
  };
}

function waiting(call: Call, at: Instant): Step {
  return {
    call: { ...call, operatorId: null, state: { name: 'waiting', hears: 'music' } },
    effects: [...released(call), { do: 'music' }, ...deadlines(call, at, null)],
  };
}

function deadlines(call: Call, at: Instant, ringMs: number | null): CallEffect[] {
  const left = (call.line?.maxWaitSeconds ?? 0) * 1000 - (toMs(at) - toMs(call.waitingSince));
  const longest = { do: 'after', ms: Math.max(0, left), event: { t: 'waited-too-long' } } as const;
  return ringMs === null ? [longest] : [{ do: 'after', ms: ringMs, event: { t: 'rung-long-enough' } }, longest];
}

function elsewhere(call: Call, route: Extract<RouteDecision, { to: 'announce' | 'voicemail' }>): Step {
  const next = route.to === 'announce' ? toAnnouncement(call) : toVoicemail(call, route.reason);
  return { call: next.call, effects: [...released(call), ...next.effects] };
}

function adopted(
  call: Call,
  at: Instant,
  state: Extract<Call['state'], { name: 'talking' | 'held' | 'rejoining' }>,
  work: 'talking' | 'held',
): Step {
  const { operatorId } = state;
  return {
    call: { ...call, operatorId, answeredAt: call.answeredAt ?? at, state },
    effects: [
      { do: 'operator', operatorId, event: { t: work, callId: call.id, at } },
      { do: 'tell', operatorId },
      { do: 'facts' },
    ],
  };
}
