import { callTimes } from '#shared/calls/call-state.ts';
import { isLegFree } from '#shared/calls/outbound-policy.ts';
import type { OperatorStatus, Presence, ToPage, ToServer, WaitingCall } from '#shared/live.ts';
import type { Bureau } from './bureau.ts';
import type { Channel, Exchange } from './exchange.ts';
import { isWith } from './exchange.ts';
import type { HubWatch } from './hub.ts';
import type { Server } from './server.ts';
import type { Troubles } from './troubles.ts';

/** A broken promise: which, when, whose. */
export type Violation = { readonly atMs: number; readonly promise: Promised; readonly what: string };

export type Promised =
  | 'one call for one operator'
  | 'one operator for one call'
  | 'nobody is asked who cannot take a call'
  | 'an offer goes on'
  | 'no silence'
  | 'no endless wait'
  | 'nobody waits beside a free operator'
  | 'nobody is forgotten'
  | 'nobody is turned away'
  | 'every call is recorded once'
  | 'records are true'
  | 'every message arrives once';

/** What is known of one operator from what he and the server said to each other. */
type Known = {
  connected: boolean;
  beatMs: number;
  mic: 'live' | 'muted' | 'none';
  wants: 'ready' | 'pause';
  missed: number;
  notShown: boolean;
  wrapUp: string | null;
  with: string | null;
  /** When he last let a caller go, or gave him to a colleague. */
  letGoMs: number;
  offer: { readonly callId: string; readonly sinceMs: number; shown: boolean; ageMs: number } | null;
};

/** Milliseconds between two looks at what lasts. */
export const lookEveryMs = 500;
/** Milliseconds. The first five are promises of the design, with the server's tick and the way there added. */
const limits = {
  beat: 3_000,
  unheard: 3_100,
  shown: 2_000,
  answer: 8_000,
  silence: 5_000,
  slack: 800,
  voicemail: 40_000,
  beside: 2_000,
  /** A server that hung rings no operator's own telephone before it has heard the pages again. */
  heardAgain: 10_000,
  leaving: 500,
};

/** Watches that every promise holds, at every step of a day. */
export function createInvariants(around: {
  readonly nowMs: () => number;
  readonly bureau: Bureau;
  readonly exchange: () => Exchange;
  readonly server: () => Server;
  readonly troubles: Troubles;
}) {
  const { nowMs, bureau, troubles } = around;
  const violations: Violation[] = [];
  const known = new Map<string, Known>();
  const silentMs = new Map<string, number>();
  const waitedMs = new Map<string, number>();
  const told = new Set<string>();
  let besideMs = 0;
  let seenMoves = 0;

  function broken(promise: Promised, what: string): void {
    if (told.has(`${promise} ${what}`)) return;
    told.add(`${promise} ${what}`);
    violations.push({ atMs: nowMs(), promise, what });
  }

  function knownOf(operatorId: string): Known {
    const found = known.get(operatorId);
    if (found !== undefined) return found;
    const fresh: Known = {
      connected: false,
      beatMs: Number.NEGATIVE_INFINITY,
      mic: 'none',
      wants: 'pause',
      missed: 0,
      notShown: false,
      wrapUp: null,
      with: null,
      letGoMs: Number.NEGATIVE_INFINITY,
      offer: null,
    };
    known.set(operatorId, fresh);
    return fresh;
  }

  /** Everybody obeys at once: promises that need the server are counted only then. */
  const isAttentive = (): boolean => nowMs() - around.server().attentiveSinceMs() >= 1_500 && around.troubles.isExchangeWell();

  function whyNot(operatorId: string, k: Known, accountId: string): string | null {
    const { legs, channels } = around.exchange();
    const operator = bureau.operators.find((o) => o.id === operatorId);
    const account = bureau.accounts.find((a) => a.id === accountId);
    if (operator === undefined || account === undefined) return 'unknown';
    if (!operator.trainedFor.includes(accountId) || !operator.languages.includes(account.language)) return 'not trained';
    if (!k.connected) return 'no page';
    if (nowMs() - k.beatMs > limits.beat) return 'no heartbeat';
    if (k.mic !== 'live') return 'no microphone';
    if (k.wants !== 'ready') return 'on pause';
    if (k.missed >= 2) return 'missed two';
    if (k.notShown) return 'does not show offers';
    if (k.wrapUp !== null) return 'in wrap-up';
    if (k.with !== null || k.offer !== null) return 'busy';
    // a caller who has just been hung up on, or given to a colleague, leaves as soon as the exchange obeys
    if (!isAttentive() || nowMs() - k.letGoMs < limits.leaving) return null;
    if (legs.unheardMs(operatorId) > limits.unheard) return 'not heard';
    for (const channel of channels.values()) if (isWith(channel, operatorId)) return 'with a caller';
    return null;
  }

  function offered(operatorId: string, callId: string, accountId: string): void {
    const k = knownOf(operatorId);
    if (k.offer?.callId === callId) return;
    const why = whyNot(operatorId, k, accountId);
    if (why !== null) broken('nobody is asked who cannot take a call', `${operatorId} ${why}, call ${callId}`);
    k.offer = { callId, sinceMs: nowMs(), shown: false, ageMs: 0 };
  }

  function offerEnded(operatorId: string, callId: string, reason: string): void {
    const k = knownOf(operatorId);
    if (k.with === callId) k.with = null;
    if (reason === 'handed-over') k.letGoMs = nowMs();
    if (k.offer?.callId !== callId) return;
    // told with the same word: never painted in two seconds, and out of reach meanwhile, as everybody is for a server that hung
    const isHeard = around.server().attentiveSinceMs() <= k.offer.sinceMs;
    const isHere = k.connected && isHeard && nowMs() - k.beatMs <= limits.beat;
    if (reason === 'not-shown' && isHere && !k.offer.shown && nowMs() - k.offer.sinceMs >= limits.shown) k.notShown = true;
    if (reason === 'not-answered') k.missed += 1;
    k.offer = null;
  }

  function callTold(operatorId: string, callId: string, state: string): void {
    const k = knownOf(operatorId);
    if (state === 'offered') return;
    if (k.offer?.callId === callId) k.offer = null;
    k.with = state === 'ended' ? null : callId;
    if (state === 'ended') [k.wrapUp, k.letGoMs] = [callId, nowMs()];
    else k.missed = 0;
    if (k.with === null) return;
    for (const [other, its] of known)
      if (other !== operatorId && its.with === callId)
        broken('one operator for one call', `call ${callId}: ${other}, ${operatorId}`);
  }

  /** A call that the server no longer names is not his; and whose telephone may ring again has had his minute for the note. */
  function presenceTold(operatorId: string, { callId, state, reason }: Presence): void {
    const k = knownOf(operatorId);
    if (callId !== k.with) k.with = null;
    if (state === 'ready' && reason === 'telephone') k.wrapUp = null;
  }

  const watch: HubWatch = {
    said(operatorId, message: ToPage, reached) {
      if (message.t === 'offer' && reached) offered(operatorId, message.call.callId, message.call.accountId);
      if (message.t === 'offer-ended') offerEnded(operatorId, message.callId, message.reason);
      if (message.t === 'presence') presenceTold(operatorId, message.presence);
      if (message.t === 'call') callTold(operatorId, message.call.callId, message.call.state);
    },
    took(operatorId, message: ToServer) {
      const k = knownOf(operatorId);
      if (message.t === 'beat') [k.beatMs, k.mic] = [nowMs(), message.mic];
      if (message.t === 'ready') Object.assign(k, { wants: 'ready', missed: 0, notShown: false, wrapUp: null });
      if (message.t === 'pause') Object.assign(k, { wants: 'pause', wrapUp: null });
      if (message.t === 'wrapped-up' && k.wrapUp === message.callId) k.wrapUp = null;
      if (message.t === 'shown' && k.offer?.callId === message.callId) k.offer.shown = true;
    },
    opened: (operatorId) =>
      void Object.assign(knownOf(operatorId), { connected: true, notShown: false, beatMs: Number.NEGATIVE_INFINITY }),
    closed: (operatorId) => void Object.assign(knownOf(operatorId), { connected: false }),
  };

  /** After everything that happens. */
  function step(): void {
    if (around.exchange().moves() === seenMoves) return;
    seenMoves = around.exchange().moves();
    const busy = new Set<string>();
    for (const channel of around.exchange().channels.values()) {
      const operatorId = operatorOf(channel, troubles.isExchangeWell());
      if (operatorId === null) continue;
      if (busy.has(operatorId)) broken('one call for one operator', operatorId);
      busy.add(operatorId);
    }
  }

  /** What must not last is counted here. */
  function look(): void {
    const attentive = isAttentive();
    for (const channel of around.exchange().channels.values()) {
      listen(channel, attentive);
      if (attentive) patience(channel);
    }
    if (!attentive) return;
    for (const [operatorId, k] of known) if (k.offer !== null) aging(operatorId, k.offer);
    beside();
  }

  function listen(channel: Channel, attentive: boolean): void {
    if (channel.hears !== 'nothing') return void silentMs.delete(channel.id);
    if (!troubles.isExchangeWell() || (!attentive && hasLeg(channel))) return;
    const ms = (silentMs.get(channel.id) ?? 0) + lookEveryMs;
    silentMs.set(channel.id, ms);
    const most = limits.silence + (channel.asked && channel.bridge === 'none' ? callTimes.key : 0);
    if (ms > most) broken('no silence', channel.id);
  }

  /** The server alone looks after legs without sound. */
  const hasLeg = (channel: Channel): boolean =>
    typeof channel.bridge === 'object' && around.exchange().legs.isUp(channel.bridge.operatorId);

  function patience(channel: Channel): void {
    const isServed = channel.hears === 'voice' || channel.hears === 'his-turn' || channel.marks.operator !== '';
    if (isServed || !channel.inApplication) return void waitedMs.delete(channel.id);
    const ms = (waitedMs.get(channel.id) ?? 0) + lookEveryMs;
    waitedMs.set(channel.id, ms);
    const most = bureau.maxWaitSeconds(channel.dialled) * 1000 + limits.voicemail;
    if (ms > most) broken('no endless wait', channel.id);
  }

  function aging(operatorId: string, offer: NonNullable<Known['offer']>): void {
    offer.ageMs += lookEveryMs;
    const most = (offer.shown ? limits.answer : limits.shown) + limits.slack;
    if (offer.ageMs > most) broken('an offer goes on', `${operatorId}, call ${offer.callId}`);
  }

  function legsOf(accountId: string): number {
    const lines = bureau.lines.filter((line) => line.accountId === accountId);
    return lines.reduce((sum, line) => sum + around.exchange().legsOf(line.number), 0);
  }

  function beside(): void {
    const snapshot = around.server().floor()?.snapshot();
    if (snapshot === undefined) return;
    const waiting = snapshot.waiting.filter(({ state }) => state !== 'offered');
    const free = waiting.length === 0 ? [] : snapshot.operators.filter((o) => o.presence.state === 'ready');
    const telephonesRing = nowMs() - around.server().attentiveSinceMs() >= limits.heardAgain;
    // who is only at his own telephone calls nobody back, and nobody does for an account that has all its legs
    const canTake = ({ accountId, keptPlace }: WaitingCall, { operatorId, presence }: OperatorStatus): boolean =>
      bureau.mayServe(operatorId, accountId) &&
      (presence.reason === null || (telephonesRing && !keptPlace)) &&
      (!keptPlace || isLegFree(legsOf(accountId)));
    const pairs = waiting.flatMap((w) => {
      const one = free.find((o) => canTake(w, o));
      return one === undefined ? [] : [`call ${w.callId} beside ${one.operatorId}`];
    });
    besideMs = pairs.length === 0 ? 0 : besideMs + lookEveryMs;
    if (besideMs > limits.beside) broken('nobody waits beside a free operator', pairs.join());
  }

  return {
    watch,
    step,
    look,
    broken,
    isAttentive,
    violations: violations as readonly Violation[],
    /** A new server knows nothing of offers, misses and who talks. */
    serverForgot(): void {
      for (const k of known.values()) Object.assign(k, { connected: false, offer: null, with: null, missed: 0, notShown: false });
    },
  };
}

/**
 * Whose call a channel is: on his leg, or held by him with music; on another bridge the mark counts for nothing. A slow exchange
 * may not have ended a held one yet; the dialplan's are nobody's.
 */
function operatorOf({ bridge, marks, inApplication }: Channel, isExchangeWell: boolean): string | null {
  if (!inApplication) return null;
  if (typeof bridge === 'object') return bridge.operatorId;
  return bridge === 'wait' && marks.held && isExchangeWell ? marks.operator : null;
}
