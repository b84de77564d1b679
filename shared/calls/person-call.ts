import { never } from '../errors.ts';
import { type Instant, toMs } from '../time.ts';
import type { TransferOutcome } from './transfer-attempt.ts';

/** How a telephone that we rang ended without an answer. */
type NotReached = Extract<TransferOutcome, 'no-answer' | 'busy' | 'refused' | 'failed' | 'forwarded-back-to-us'>;

/** What an automatic call came to; `not-allowed`: the outbound policy or the account's limits let nobody be called; `not-needed`: somebody else has taken it meanwhile. */
export type PersonCallResult =
  | 'taken'
  | 'passed-on'
  | 'nothing-pressed'
  | 'voicemail'
  | 'not-allowed'
  | 'not-needed'
  | NotReached;

/**
 * An automatic call to a person: what waits is said, 1 takes it, 2 hears it again, 3 passes it on.
 *
 *   ringing → speaking ⇄ listening → settling → parting → over
 *      └──────────────────────────────┴───────────────────┘
 *
 * `settling`: the result is being written; the last words are said only when it stands.
 */
export type PersonCall = {
  readonly state: 'ringing' | 'speaking' | 'listening' | 'settling' | 'parting' | 'over';
  /** How often it was said unasked. */
  readonly said: number;
  /** Counts how often it listened: a silence of earlier is none of now. */
  readonly turn: number;
  readonly result: PersonCallResult | null;
  /** Since when the person speaks, and how long at most he did without a pause, milliseconds: machines talk on. */
  readonly talkingSince: Instant | null;
  readonly longestTalkMs: number;
};

export type PersonCallEvent =
  | { readonly t: 'answered' | 'played' | 'settled' | 'too-long' | 'not-needed' }
  | { readonly t: 'digit'; readonly digit: string }
  | { readonly t: 'silent'; readonly turn: number }
  | { readonly t: 'talk'; readonly state: 'began' | 'ended' }
  | { readonly t: 'gone'; readonly outcome: NotReached };

export type PersonCallEffect =
  | { readonly do: 'say'; readonly what: 'words' | 'taken' | 'passed-on' }
  | { readonly do: 'after'; readonly ms: number; readonly event: PersonCallEvent }
  | { readonly do: 'settle'; readonly result: PersonCallResult };

type Step = { readonly call: PersonCall; readonly effects: readonly PersonCallEffect[] };

/** Milliseconds in which a key is waited for after the words. */
const keyWithinMs = 7_000;
/** Longest time from the answer to the end, milliseconds. */
const longestMs = 180_000;
/** How often the words are said to somebody who presses nothing. */
const saidAtMost = 2;
/** Who talks on for so long is a machine, milliseconds. */
const machineTalksMs = 4_000;

/** A telephone that begins to ring. */
export const ringPerson: PersonCall = {
  state: 'ringing',
  said: 0,
  turn: 0,
  result: null,
  talkingSince: null,
  longestTalkMs: 0,
};

/** The call after an event, and what follows; an event that fits no more changes nothing. */
export function stepPersonCall(call: PersonCall, event: PersonCallEvent & { readonly at: Instant }): Step {
  const { state } = call;
  const isOpen = state === 'speaking' || state === 'listening';
  switch (event.t) {
    case 'answered':
      return state === 'ringing' ? answered(call) : same(call);
    case 'played':
      return state === 'speaking' ? listen(call) : state === 'parting' ? over(call) : same(call);
    case 'silent':
      return state === 'listening' && event.turn === call.turn ? silent(call, event.at) : same(call);
    case 'digit':
      return isOpen ? pressed(call, event.digit) : same(call);
    case 'talk':
      return { call: talked(call, event), effects: [] };
    case 'too-long':
      return isOpen ? inVain(call, event.at) : same(call);
    case 'not-needed':
      if (state === 'ringing') return endRinging(call, 'not-needed');
      return isOpen ? settle(call, 'not-needed') : same(call);
    case 'settled':
      return state === 'settling' ? lastWords(call) : same(call);
    case 'gone':
      if (state === 'ringing') return endRinging(call, event.outcome);
      return isOpen ? gone(inVain(call, event.at)) : gone(same(call));
    default:
      return never(event);
  }
}

const same = (call: PersonCall): Step => ({ call, effects: [] });

/** What was to be said or waited for has nobody to hear it; what is to be written is written. */
const gone = ({ call, effects }: Step): Step => ({
  call: { ...call, state: 'over' },
  effects: effects.filter((effect) => effect.do === 'settle'),
});

const over = (call: PersonCall): Step => ({ call: { ...call, state: 'over' }, effects: [] });

const speak = (call: PersonCall): Step => ({
  call: { ...call, state: 'speaking' },
  effects: [{ do: 'say', what: 'words' }],
});

function answered(call: PersonCall): Step {
  const spoken = speak({ ...call, said: 1 });
  return { ...spoken, effects: [...spoken.effects, { do: 'after', ms: longestMs, event: { t: 'too-long' } }] };
}

function listen(call: PersonCall): Step {
  const turn = call.turn + 1;
  return {
    call: { ...call, state: 'listening', turn },
    effects: [{ do: 'after', ms: keyWithinMs, event: { t: 'silent', turn } }],
  };
}

const silent = (call: PersonCall, at: Instant): Step =>
  call.said < saidAtMost ? speak({ ...call, said: call.said + 1 }) : inVain(call, at);

function pressed(call: PersonCall, digit: string): Step {
  if (digit === '1') return settle(call, 'taken');
  if (digit === '2') return speak(call);
  return digit === '3' ? settle(call, 'passed-on') : same(call);
}

function talked(call: PersonCall, { state, at }: { readonly state: 'began' | 'ended'; readonly at: Instant }): PersonCall {
  if (state === 'began') return { ...call, talkingSince: call.talkingSince ?? at };
  const ms = call.talkingSince === null ? 0 : toMs(at) - toMs(call.talkingSince);
  return { ...call, talkingSince: null, longestTalkMs: Math.max(call.longestTalkMs, ms) };
}

/** Nobody pressed a key. */
function inVain(call: PersonCall, at: Instant): Step {
  const { longestTalkMs } = talked(call, { state: 'ended', at });
  return settle(call, longestTalkMs >= machineTalksMs ? 'voicemail' : 'nothing-pressed');
}

const settle = (call: PersonCall, result: PersonCallResult): Step => ({
  call: { ...call, state: 'settling', result },
  effects: [{ do: 'settle', result }],
});

const endRinging = (call: PersonCall, result: PersonCallResult): Step => ({
  ...settle(call, result),
  call: { ...call, state: 'over', result },
});

function lastWords(call: PersonCall): Step {
  const { result } = call;
  if (result !== 'taken' && result !== 'passed-on') return over(call);
  return { call: { ...call, state: 'parting' }, effects: [{ do: 'say', what: result }] };
}
