import type { Language } from '../accounts/account.ts';
import type { Said } from '../accounts/reception.ts';
import type { OperatorEvent } from '../operators/presence.ts';
import type { Instant } from '../time.ts';
import type { PathStep } from './call-path.ts';
import type { CallRecord, OutboundFacts } from './call-record.ts';
import type { CallerStanding } from './caller-standing.ts';
import type { DialResult } from './dial-result.ts';
import type { Candidate, Hotline } from './hotline.ts';
import type { LegPrice } from './leg-price.ts';
import type { Listened, Listening } from './listened.ts';
import type { PhoneNumber } from './phone-number.ts';
import type { ReceptionPlan } from './reception-plan.ts';
import type { ReturnReason, TransferAttempt, TransferOutcome } from './transfer-attempt.ts';

/** The account's line that was dialled, with what a call needs of its account. */
export type CalledLine = {
  readonly accountId: string;
  readonly lineId: string;
  /** The number dialled; our legs of this call show it. */
  readonly number: PhoneNumber;
  readonly language: Language;
  readonly maxWaitSeconds: number;
  /** What follows the longest wait. */
  readonly overflow: 'voicemail' | 'operators' | 'number';
  /** Whether callers may keep their place and be called back. */
  readonly keepsPlaces: boolean;
  /** The account whose number it is, when the call is another's: a client on the bureau's hotline. */
  readonly ownerId?: string;
};

/** Whom the bureau calls for a caller without any operator: what the account names for the longest wait, or what a key leads to. */
export type ForwardTo =
  | { readonly kind: 'overflow' }
  | { readonly kind: 'number'; readonly number: PhoneNumber }
  | { readonly kind: 'person'; readonly personId: string };

/** What the caller hears until somebody speaks to him; nothing when he is not on the line yet, and is to be called back. */
export type Hears = 'ringing' | 'welcome' | 'music' | 'nothing';

/** What a caller is told before we hang up. */
export type Announcement = 'unknown-number' | 'place-kept';

/** Why a caller is sent to voicemail instead of an operator. */
export type VoicemailReason = 'closed' | 'nobody-signed-in' | 'waited-too-long' | 'caller-chose' | 'trouble';

export type CallState =
  | { readonly name: 'ringing' }
  /** The account's own words, then its menu; `asked` counts how often. `told`: an announcement is being played. */
  | {
      readonly name: 'reception';
      readonly plan: ReceptionPlan;
      readonly part: 'welcome' | 'question' | 'told';
      readonly asked: number;
    }
  /** A client on the hotline enters his PIN; `typed` so far, gone as soon as it is looked up. */
  | {
      readonly name: 'pin';
      readonly candidates: readonly Candidate[];
      readonly typed: string;
      readonly tries: number;
      readonly checking: boolean;
    }
  | { readonly name: 'waiting'; readonly hears: 'welcome' | 'music' }
  | { readonly name: 'offered'; readonly operatorId: string; readonly shown: boolean; readonly hears: Hears }
  /** The operator's own telephone rings, or he is asked there to press 1; `asked`: it was answered. `since`: of its ringing. */
  | {
      readonly name: 'telephoning';
      readonly operatorId: string;
      readonly number: PhoneNumber;
      readonly since: Instant;
      readonly asked: boolean;
      readonly hears: Exclude<Hears, 'nothing'>;
    }
  | { readonly name: 'talking'; readonly operatorId: string }
  | { readonly name: 'held'; readonly operatorId: string; readonly since: Instant }
  | { readonly name: 'rejoining'; readonly operatorId: string; readonly since: Instant }
  /** The caller hears music while the operator speaks with a third party [P08]; `party` is how far that is. */
  | {
      readonly name: 'consulting';
      readonly operatorId: string;
      readonly since: Instant;
      readonly party: 'ringing' | 'talking' | 'over';
    }
  /** Caller, third party and operator speak together. */
  | { readonly name: 'conference'; readonly operatorId: string; readonly since: Instant }
  /** The bureau calls somebody itself; `rings` once his telephone does. */
  | { readonly name: 'dialling'; readonly operatorId: string; readonly since: Instant; readonly rings: boolean }
  /** The caller hears music while the bureau calls somebody for him; `otherwise` is where he goes when nobody takes him. */
  | {
      readonly name: 'forwarding';
      readonly to: ForwardTo;
      readonly since: Instant;
      readonly party: 'asked' | 'ringing';
      readonly otherwise: 'queue' | VoicemailReason;
    }
  /** Caller and third party speak with each other; the operator has left. */
  | { readonly name: 'transferred'; readonly since: Instant }
  | { readonly name: 'voicemail'; readonly phase: 'greeting' | 'recording' | 'storing'; readonly reason: VoicemailReason }
  | { readonly name: 'announcing'; readonly what: Announcement }
  | { readonly name: 'ended' };

/** One telephone call as the server holds it; `line` is null when the number dialled is nobody's. */
export type Call = {
  readonly id: string;
  readonly channelId: string;
  readonly line: CalledLine | null;
  readonly caller: PhoneNumber | null;
  readonly callerStanding: CallerStanding;
  readonly diversion: CallRecord['diversion'];
  readonly arrivedAt: Instant;
  /** The wait that counts against the longest wait: from arrival, or from the loss of the operator. */
  readonly waitingSince: Instant;
  readonly offers: CallRecord['offers'];
  readonly answeredAt: Instant | null;
  readonly operatorId: string | null;
  readonly heldSeconds: number;
  /** How often the caller was put on hold. */
  readonly holds: number;
  /** Attempts to put the caller through, in order. */
  readonly transfers: readonly TransferAttempt[];
  /** Of a call that the bureau made; `caller` is who was called. */
  readonly outbound: OutboundFacts | null;
  /** What the caller met before an operator, in order. */
  readonly path: readonly PathStep[];
  /** When supervisors followed the call, and how. */
  readonly listened: readonly Listened[];
  /** Of a client's call to the bureau itself. */
  readonly hotline?: Hotline;
  readonly endedAt: Instant | null;
  readonly endedBy: CallRecord['endedBy'];
  readonly outcome: CallRecord['outcome'];
  readonly state: CallState;
};

/** What happens to a call. Timers come back as events too; `at` is when. */
export type CallEvent = { readonly at: Instant } & (
  | { readonly t: 'offer'; readonly operatorId: string }
  | { readonly t: 'shown' | 'answer' | 'hold' | 'unhold' | 'hang-up'; readonly operatorId: string }
  | { readonly t: 'shown-due' | 'answer-due'; readonly offer: number }
  | { readonly t: 'operator-unreachable'; readonly operatorId: string }
  /** The operator's page is away: his telephone is to ring instead. */
  | { readonly t: 'telephone'; readonly operatorId: string; readonly number: PhoneNumber; readonly price: LegPrice }
  | { readonly t: 'telephone-answered' | 'telephone-gone' | 'telephone-due' | 'press-due'; readonly offer: number }
  | { readonly t: 'telephone-digit'; readonly offer: number; readonly digit: string }
  | { readonly t: 'rung-long-enough' | 'welcome-due' | 'waited-too-long' | 'nobody-signed-in' }
  | { readonly t: 'key-due'; readonly asked: number }
  | { readonly t: 'digit'; readonly digit: string }
  | { readonly t: 'pin-due'; readonly tries: number; readonly typed: number }
  | { readonly t: 'pin-right'; readonly line: CalledLine; readonly hotline: Hotline }
  | { readonly t: 'pin-wrong'; readonly final: boolean }
  | { readonly t: 'played'; readonly prompt: PromptName }
  | { readonly t: 'recorded'; readonly seconds: number }
  | { readonly t: 'recording-due' }
  | { readonly t: 'leg-lost' | 'leg-alive'; readonly operatorId: string }
  | {
      readonly t: 'transfer';
      readonly operatorId: string;
      readonly number: PhoneNumber;
      readonly personId: string | null;
      readonly price?: LegPrice;
      readonly announced?: boolean;
    }
  /** The number to which a caller is forwarded is being called, or is not for a reason of the policy. */
  | { readonly t: 'forward'; readonly number: PhoneNumber; readonly personId: string | null; readonly price: LegPrice }
  | { readonly t: 'forward-refused' }
  /** The caller who kept his place is not called now. */
  | { readonly t: 'turn-over'; readonly operatorId: string }
  /** A colleague is to go on with the caller. */
  | { readonly t: 'hand-over'; readonly operatorId: string; readonly to: string }
  | { readonly t: 'join' | 'conference'; readonly operatorId: string }
  /** A supervisor follows the call so from now on; null: no longer. */
  | { readonly t: 'listen'; readonly supervisorId: string; readonly name: string; readonly how: Listening | null }
  /** A supervisor goes on with the caller; `operatorId` is his own. */
  | { readonly t: 'take-over'; readonly operatorId: string; readonly name: string }
  | { readonly t: 'return'; readonly operatorId: string; readonly reason: ReturnReason | null }
  | { readonly t: 'third-answered'; readonly attempt: number }
  /** `joining`: the exchange had not brought him and the caller together yet. */
  | {
      readonly t: 'third-gone';
      readonly attempt: number;
      readonly outcome: Exclude<TransferOutcome, 'connected'>;
      readonly joining?: boolean;
    }
  | { readonly t: 'dialled-rings' | 'dialled-answered' }
  | { readonly t: 'dialled-gone'; readonly result: DialResult }
  | { readonly t: 'rejoin-due'; readonly since: Instant }
  | { readonly t: 'caller-gone' }
  | { readonly t: 'effect-failed'; readonly effect: CallEffect['do'] }
);

export type PromptName = 'pin' | 'welcome' | 'greeting' | 'announcement' | 'reception';

/** What must be done to make a state true; the server executes them in order. */
export type CallEffect =
  | { readonly do: 'ring' | 'answer' | 'welcome' | 'music' | 'record' | 'unattended' }
  | { readonly do: 'announce'; readonly what: Announcement }
  | { readonly do: 'say'; readonly said: Said }
  /** Asks whom to call for the caller and whether that may be; the answer is `forward` or `forward-refused`. */
  | { readonly do: 'forward'; readonly to: ForwardTo }
  | { readonly do: 'ask-pin'; readonly again: boolean }
  /** Looks up whose PIN it is; it is written nowhere. */
  | { readonly do: 'check-pin'; readonly candidates: readonly Candidate[]; readonly pin: string }
  | { readonly do: 'connect'; readonly operatorId: string }
  | { readonly do: 'hold'; readonly operatorId: string }
  /** Calls whom an operator dialled; `shown` is the number that he sees. */
  | { readonly do: 'dial-out'; readonly operatorId: string; readonly number: PhoneNumber; readonly shown: PhoneNumber }
  /** The operator hears the ringing tone, or no longer; whoever comes to his leg ends it. */
  | { readonly do: 'ringback'; readonly operatorId: string; readonly on: boolean }
  | { readonly do: 'dial-third'; readonly attempt: number; readonly number: PhoneNumber }
  /** Calls the operator's own telephone, if the policy lets us; the offer is counted from 1. */
  | { readonly do: 'ring-telephone'; readonly operatorId: string; readonly offer: number; readonly number: PhoneNumber }
  /** Says to whoever answered there that a call is waiting, and which key takes it. */
  | { readonly do: 'ask-telephone'; readonly operatorId: string; readonly offer: number }
  /** The telephone becomes the operator's leg. */
  | { readonly do: 'take-telephone'; readonly operatorId: string; readonly offer: number }
  | { readonly do: 'end-telephone'; readonly operatorId: string; readonly offer: number }
  /** The third party comes to the operator's leg. */
  | { readonly do: 'consult'; readonly operatorId: string; readonly attempt: number }
  /** Caller and third party come together, without the operator. */
  | { readonly do: 'join' | 'end-third'; readonly attempt: number }
  | { readonly do: 'greet'; readonly reason: VoicemailReason }
  | { readonly do: 'hang-up'; readonly cause: 'normal' | 'unallocated' }
  | { readonly do: 'offer'; readonly operatorId: string }
  | { readonly do: 'withdraw'; readonly operatorId: string; readonly reason: WithdrawReason }
  /** The operator's page is told how the call stands. */
  | { readonly do: 'tell'; readonly operatorId: string }
  | { readonly do: 'operator'; readonly operatorId: string; readonly event: OperatorEvent }
  | { readonly do: 'after'; readonly ms: number; readonly event: TimerEvent }
  /** Write the facts so far as the call's row. */
  | { readonly do: 'facts' }
  /** Keep the finished recording as a message, or leave nothing of it. */
  | { readonly do: 'take-voicemail' | 'drop-voicemail' };

type WithdrawReason = 'abandoned' | 'not-shown' | 'not-answered' | 'voicemail' | 'taken' | 'handed-over' | 'taken-over';

/** An event without its instant: the clock adds it when the timer ends. */
type TimerEvent =
  | { readonly t: 'shown-due' | 'answer-due' | 'telephone-due' | 'press-due'; readonly offer: number }
  | { readonly t: 'rung-long-enough' | 'welcome-due' | 'waited-too-long' | 'recording-due' }
  | { readonly t: 'key-due'; readonly asked: number }
  | { readonly t: 'pin-due'; readonly tries: number; readonly typed: number }
  | { readonly t: 'rejoin-due'; readonly since: Instant };

export type Step = { readonly call: Call; readonly effects: readonly CallEffect[] };

/** The times of a call, in milliseconds [issue 2: Telephone]. */
export const callTimes = {
  ring: 15_000,
  key: 4_000,
  shown: 2_000,
  answer: 8_000,
  rejoin: 15_000,
  storing: 5_000,
  /** How long an operator's own telephone rings; from its answer he has as long as for any offer. */
  telephone: 20_000,
} as const;

/** Longest voicemail, in seconds. */
export const voicemailSeconds = 180;
