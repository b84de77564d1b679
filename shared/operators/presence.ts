import { never } from '../errors.ts';
import type { Presence, UnreachableReason } from '../live.ts';
import { fromMs, type Instant, toMs } from '../time.ts';
import type { RingingTelephone } from './fallback-telephone.ts';
import type { Operator } from './operator.ts';

/*
 *             ready                    offer              answer
 *   pause ◄──────────► ready ◄──────────────► offered ──────────► talking ◄──► held
 *     ▲                  ▲ │                     │                    │          │
 *     │ missed twice     │ │ a condition fails   │                    └────┬─────┘
 *     └──────────────────┼─┼─────────────────────┘                    hang-up
 *                        │ ▼                                              ▼
 *                   unreachable                                        wrap-up ──► ready or pause
 *
 *  What an operator wants (`intent`), does (`work`) and can (`page`, `phone`, `leg`) are kept apart;
 *  the one word that the screens show is derived from the three.
 */

/** One operator with a page, as the server holds him. */
export type OnDuty = {
  readonly operator: Operator;
  readonly intent:
    | { readonly kind: 'ready' }
    | { readonly kind: 'pause'; readonly reason: string }
    /** Found with a leg or a caller after a restart: his page, once back, says what he wants. */
    | { readonly kind: 'unknown' };
  readonly work:
    | { readonly kind: 'free' }
    | { readonly kind: 'offered' | 'talking' | 'held' | 'wrap-up'; readonly callId: string; readonly since: Instant };
  readonly page: {
    readonly open: boolean;
    /** Last sign of the page; decides who counts as signed in. */
    readonly seenAt: Instant;
    readonly beatAt: Instant | null;
    readonly mic: 'live' | 'muted' | 'none';
    /** Whether callers are not heard there. */
    readonly deaf: boolean;
    /** The page is there and does not keep up: why beats are missing. */
    readonly frozen: boolean;
  };
  readonly phone: 'registered' | 'gone';
  readonly leg: 'none' | 'coming' | 'alive' | 'silent';
  /** Which of his telephones the leg is: the one in the page, or his own. */
  readonly line: 'page' | 'telephone';
  /** Rings when his page is away; null: he has not chosen that. */
  readonly telephone: RingingTelephone | null;
  /** The last offer was never painted: no further one until the page says ready again. */
  readonly notShown: boolean;
  /** Offers not answered in a row. */
  readonly missed: number;
  readonly idleSince: Instant;
  /** Audio check: the leg hears itself. */
  readonly echo: boolean;
  /** A supervisor with a telephone in his page; never among the operators. */
  readonly supervises: boolean;
  /** He follows a conversation, and needs his leg for it. */
  readonly listening: boolean;
};

export type OperatorEvent =
  | { readonly t: 'page-open'; readonly at: Instant }
  | { readonly t: 'page-gone'; readonly at: Instant }
  | { readonly t: 'beat'; readonly mic: 'live' | 'muted' | 'none'; readonly deaf?: boolean; readonly at: Instant }
  | { readonly t: 'frozen'; readonly at: Instant }
  /** For so many milliseconds the server itself hung, and heard nobody. */
  | { readonly t: 'unheard'; readonly ms: number; readonly at: Instant }
  | { readonly t: 'phone'; readonly state: 'registered' | 'gone' }
  | { readonly t: 'leg'; readonly state: OnDuty['leg'] }
  | { readonly t: 'ready'; readonly at: Instant }
  | { readonly t: 'pause'; readonly reason: string }
  | { readonly t: 'echo' | 'listening'; readonly on: boolean }
  | { readonly t: 'offered' | 'talking' | 'held' | 'wrap-up'; readonly callId: string; readonly at: Instant }
  | { readonly t: 'telephone'; readonly telephone: RingingTelephone | null }
  /** He pressed the key: he speaks on his own telephone. */
  | { readonly t: 'telephone-taken'; readonly callId: string; readonly at: Instant }
  | { readonly t: 'missed'; readonly outcome: 'not-shown' | 'not-answered' | 'unreachable'; readonly at: Instant }
  /** The call went elsewhere; nothing to wrap up. */
  | { readonly t: 'released' }
  /** The caller could not be moved to this operator's leg. */
  | { readonly t: 'leg-failed'; readonly at: Instant }
  | { readonly t: 'wrapped-up'; readonly callId: string; readonly at: Instant };

/** Milliseconds after which a page without a beat is not asked; beats come every second. */
const beatFreshMs = 3_000;
/** Milliseconds during which somebody whose page is gone still counts as signed in. */
const signedInMs = 60_000;
/** Milliseconds during which the leg of a page that is gone is kept for its return. */
const legKeptMs = 15_000;
/** Milliseconds without any sign of a page before the operator's telephone rings instead. */
const telephoneAfterMs = 10_000;
/** Milliseconds after which a page that stays away is the end of the shift, also for the telephone. */
const telephoneForMs = 4 * 3600_000;
/** Milliseconds to write the note of a call taken by telephone: no page can say that it is written. */
const telephoneWrapUpMs = 60_000;
/** Offers not answered in a row that make a pause. */
const missesToPause = 2;

/** An operator whose page has just opened; pauses until he says ready. */
export function signIn(operator: Operator, at: Instant): OnDuty {
  return {
    operator,
    intent: { kind: 'pause', reason: 'signed-in' },
    work: { kind: 'free' },
    page: { open: true, seenAt: at, beatAt: null, mic: 'none', deaf: false, frozen: false },
    phone: 'gone',
    leg: 'none',
    line: 'page',
    telephone: null,
    notShown: false,
    missed: 0,
    idleSince: at,
    echo: false,
    supervises: false,
    listening: false,
  };
}

/** A supervisor who wants his telephone. He is never asked for a call: trained for no account, and never ready. */
export function supervise({ id, name }: Pick<Operator, 'id' | 'name'>, at: Instant): OnDuty {
  return { ...signIn({ id, name, languages: [], trainedFor: [] }, at), supervises: true };
}

/** Somebody whose leg or caller a restarted server finds: not asked before his page is back and has said what he wants. */
export function foundAtWork(signedIn: OnDuty, leg: Pick<OnDuty, 'leg' | 'line'>, at: Instant): OnDuty {
  const o = stepOperator(signedIn, { t: 'page-gone', at });
  return { ...o, ...leg, intent: { kind: 'unknown' } };
}

/** What an event makes of an operator. */
export function stepOperator(o: OnDuty, event: OperatorEvent): OnDuty {
  switch (event.t) {
    case 'page-open':
      return {
        ...o,
        page: { open: true, seenAt: event.at, beatAt: null, mic: 'none', deaf: false, frozen: false },
        notShown: false,
      };
    case 'page-gone':
      return { ...o, page: { ...o.page, open: false, seenAt: event.at }, phone: 'gone', echo: false };
    case 'beat':
      return { ...o, page: beaten(event) };
    case 'frozen':
      return { ...o, page: { ...o.page, open: true, seenAt: event.at, frozen: true } };
    case 'unheard':
      return { ...o, page: unheard(o.page, event) };
    case 'phone':
      return { ...o, phone: event.state };
    case 'leg':
      return { ...o, leg: event.state, line: event.state === 'none' ? 'page' : o.line };
    case 'ready':
      return ready(o, event.at);
    case 'pause':
      return {
        ...o,
        intent: { kind: 'pause', reason: event.reason },
        work: o.work.kind === 'wrap-up' ? { kind: 'free' } : o.work,
      };
    case 'echo':
      return { ...o, echo: event.on };
    case 'listening':
      return { ...o, listening: event.on };
    case 'offered':
    case 'held':
      return { ...o, work: { kind: event.t, callId: event.callId, since: event.at } };
    case 'talking':
      return { ...o, work: { kind: 'talking', callId: event.callId, since: event.at }, missed: 0, notShown: false };
    case 'wrap-up':
      return { ...o, work: { kind: 'wrap-up', callId: event.callId, since: event.at } };
    case 'telephone':
      return { ...o, telephone: event.telephone };
    case 'telephone-taken':
      return { ...stepOperator(o, { ...event, t: 'talking' }), leg: 'alive', line: 'telephone' };
    case 'missed':
      return missed(o, event);
    case 'released':
      return { ...o, work: { kind: 'free' } };
    case 'leg-failed':
      return { ...o, work: { kind: 'free' }, leg: 'none', line: 'page' };
    case 'wrapped-up':
      if (o.work.kind !== 'wrap-up' || o.work.callId !== event.callId) return o;
      return { ...o, work: { kind: 'free' }, idleSince: event.at };
    default:
      return never(event);
  }
}

/** The one word for the screens, the previous one itself when it still holds; `since` stays while nothing else changes. Without the exchange nobody is reachable. */
export function presenceOf(o: OnDuty, previous: Presence | null, at: Instant, exchange: 'there' | 'away' = 'there'): Presence {
  const now = exchange === 'there' ? derived(o, at) : withoutExchange(derived(o, at));
  if (previous?.state !== now.state || previous.callId !== now.callId) return { ...now, since: at };
  if (previous.reason === now.reason) return previous;
  return { ...now, since: now.callId === null ? at : previous.since };
}

/** Whether this operator can be offered a call now: he wants one, does nothing, can hear and be heard. */
export function isRingable(o: OnDuty, at: Instant): boolean {
  return o.work.kind === 'free' && o.intent.kind === 'ready' && whyUnreachable(o, at) === null;
}

/** Whether his own telephone may ring for a call now: he wants calls, his page is away, and he does nothing else. */
export function isRingableByTelephone(o: OnDuty, at: Instant): boolean {
  return o.telephone !== null && o.intent.kind === 'ready' && isPageAway(o, at) && isDoneByTelephone(o, at);
}

/** No sign of the page for longer than a reload or a change of network takes, and for less than a shift. */
export function isPageAway(o: OnDuty, at: Instant): boolean {
  const awayMs = toMs(at) - toMs(o.page.seenAt);
  return awayMs > telephoneAfterMs && awayMs < telephoneForMs;
}

/** Why an operator cannot be offered a call although he may want one; null when he can. */
export function whyUnreachable(o: OnDuty, at: Instant): UnreachableReason | null {
  if (!o.page.open) return 'no-live';
  if (o.page.beatAt === null || toMs(at) - toMs(o.page.beatAt) > beatFreshMs) {
    return o.page.frozen ? 'page-frozen' : 'no-heartbeat';
  }
  if (o.page.mic !== 'live') return o.page.mic === 'muted' ? 'microphone-muted' : 'no-microphone';
  if (o.page.deaf) return 'no-output';
  if (o.phone === 'gone') return 'no-phone';
  if (o.leg !== 'alive' || o.line === 'telephone') return 'no-audio';
  return o.notShown ? 'not-shown' : null;
}

/** Whether a beat of his page found it as the last one had left it, and in time. */
export function isSteady({ page: before }: OnDuty, { page: after }: OnDuty): boolean {
  if (before.beatAt === null || after.beatAt === null || !before.open || before.frozen || before.mic !== after.mic) return false;
  return toMs(after.beatAt) - toMs(before.beatAt) <= beatFreshMs;
}

/** Has a page, or had one in the last minute, or since the beginning of his shift if his telephone rings instead. */
export function isSignedIn(o: OnDuty, at: Instant): boolean {
  if (o.page.open || toMs(at) - toMs(o.page.seenAt) <= signedInMs) return true;
  return o.telephone !== null && o.intent.kind === 'ready' && isPageAway(o, at);
}

/** What should become of the operator's leg: `up` brings one, `drop` takes it down, `keep` waits. */
export function legWish(o: OnDuty, at: Instant): 'up' | 'keep' | 'drop' {
  const atWork = o.work.kind === 'offered' || o.work.kind === 'talking' || o.work.kind === 'held';
  if (o.line === 'telephone' && o.leg !== 'none') return atWork ? 'keep' : 'drop';
  const wanted = o.intent.kind === 'ready' || atWork || o.echo || o.listening;
  if (o.page.open && wanted) return o.phone === 'registered' ? 'up' : 'keep';
  if (!wanted && o.intent.kind === 'pause') return 'drop';
  return !o.page.open && toMs(at) - toMs(o.page.seenAt) > legKeptMs && !atWork ? 'drop' : 'keep';
}

const beaten = ({ mic, deaf = false, at }: Extract<OperatorEvent, { t: 'beat' }>): OnDuty['page'] => ({
  open: true,
  seenAt: at,
  beatAt: at,
  mic,
  deaf,
  frozen: false,
});

/** He is away no longer than he was before: what his page said meanwhile is still to be read. Only a beat makes him ringable again. */
const unheard = (page: OnDuty['page'], { ms, at }: Extract<OperatorEvent, { t: 'unheard' }>): OnDuty['page'] => ({
  ...page,
  seenAt: fromMs(Math.min(toMs(page.seenAt) + ms, toMs(at))),
});

/** The reason of a state that stands for the operator's own telephone instead of his page. */
const byTelephone = 'telephone';

/** Free, or his last call was so long ago that its note is written or waits. */
const isDoneByTelephone = ({ work }: OnDuty, at: Instant): boolean =>
  work.kind === 'free' || (work.kind === 'wrap-up' && toMs(at) - toMs(work.since) > telephoneWrapUpMs);

function derived(o: OnDuty, at: Instant): Omit<Presence, 'since'> {
  if (isRingableByTelephone(o, at)) return { state: 'ready', reason: byTelephone, callId: null };
  if (o.work.kind !== 'free') {
    const onTelephone = o.line === 'telephone' || (o.work.kind === 'offered' && o.telephone !== null && isPageAway(o, at));
    return { state: o.work.kind, reason: onTelephone ? byTelephone : null, callId: o.work.callId };
  }
  if (o.intent.kind === 'pause') return { state: 'pause', reason: o.intent.reason, callId: null };
  if (o.intent.kind === 'unknown') return { state: 'pause', reason: 'signed-in', callId: null };
  const why = whyUnreachable(o, at);
  return why === null ? { state: 'ready', reason: null, callId: null } : { state: 'unreachable', reason: why, callId: null };
}

/** A call that is up may go on: the state stays, with the reason why nothing can be done about it. */
function withoutExchange(now: Omit<Presence, 'since'>): Omit<Presence, 'since'> {
  if (now.state === 'pause' || now.state === 'wrap-up') return now;
  const state = now.state === 'ready' ? 'unreachable' : now.state;
  return { ...now, state, reason: 'no-exchange' satisfies UnreachableReason };
}

function ready(o: OnDuty, at: Instant): OnDuty {
  const work = o.work.kind === 'wrap-up' ? ({ kind: 'free' } as const) : o.work;
  return { ...o, intent: { kind: 'ready' }, work, notShown: false, missed: 0, idleSince: at };
}

function missed(o: OnDuty, event: Extract<OperatorEvent, { t: 'missed' }>): OnDuty {
  const free = { ...o, work: { kind: 'free' }, idleSince: event.at } as const;
  if (event.outcome === 'not-shown') return { ...free, notShown: true };
  if (event.outcome === 'unreachable') return free;
  const times = o.missed + 1;
  if (times < missesToPause) return { ...free, missed: times };
  return { ...free, missed: 0, intent: { kind: 'pause', reason: 'not-answered' } };
}
