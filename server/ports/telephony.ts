import type { CallerStanding } from '#shared/calls/caller-standing.ts';
import type { TrunkDiversion } from '#shared/calls/diversion.ts';
import type { LegPrice } from '#shared/calls/leg-price.ts';
import type { Listening } from '#shared/calls/listened.ts';
import type { PersonCallResult } from '#shared/calls/person-call.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import type { TransferOutcome } from '#shared/calls/transfer-attempt.ts';
import type { ToPage } from '#shared/live.ts';
import type { Space } from '#shared/sync/rows.ts';

/** The open pages. A message to nobody is dropped: what must arrive is a row. */
export type Live = {
  toOperator(operatorId: string, message: ToPage): void;
  toOperators(message: ToPage): void;
  toSupervisors(message: ToPage): void;
  /**
   * Pull now: to everybody who may read one of the spaces. `at-once` for what somebody changed at a device; else it waits a
   * moment for more of the same call.
   */
  poke(spaces: readonly Space[], when?: 'at-once'): void;
};

/** The sound of a recording, for mails and for the portal's player; undefined when erased. */
export type ReadRecording = (
  recordingId: string,
) => Promise<{ readonly accountId: string; readonly contentType: string; readonly content: Uint8Array } | undefined>;

/** The caller's number, empty when it is not for us to know, and what is known about it. */
type TrunkCaller = { readonly number: string; readonly standing: CallerStanding };

/** What the telephone exchange tells. Numbers are as the trunk gave them. */
export type TelephonyEvent =
  /** The exchange answers (again): events may be missing, so survey. */
  | { readonly t: 'connected' }
  | { readonly t: 'lost' }
  /** Another server controls the exchange now: stop deciding. */
  | { readonly t: 'replaced' }
  | {
      readonly t: 'caller-arrived';
      readonly channelId: string;
      readonly dialled: string;
      readonly caller: TrunkCaller;
      readonly diversion: TrunkDiversion | null;
    }
  | { readonly t: 'caller-gone'; readonly channelId: string }
  | { readonly t: 'digit'; readonly channelId: string; readonly digit: string }
  /** A third party whom an operator called; `attempt` counts within the call. */
  | { readonly t: 'third-answered'; readonly callId: string; readonly attempt: number }
  | {
      readonly t: 'third-gone';
      readonly callId: string;
      readonly attempt: number;
      /** Why the leg ended, as far as the network tells. */
      readonly outcome: Extract<TransferOutcome, 'no-answer' | 'busy' | 'refused' | 'failed'>;
    }
  /** An operator's own telephone, rung for a call; `telephone-gone`: it was not answered, busy, refused, or has been put down. */
  | ({ readonly t: 'telephone-answered' | 'telephone-gone' } & TelephoneOffer)
  | ({ readonly t: 'telephone-digit'; readonly digit: string } & TelephoneOffer)
  /** Whom the bureau called itself; once he has answered, his channel is a caller's, unless the exchange called him by itself. */
  | { readonly t: 'dialled-rings' | 'dialled-answered'; readonly channelId: string }
  | {
      readonly t: 'dialled-gone';
      readonly channelId: string;
      readonly outcome: Extract<TransferOutcome, 'no-answer' | 'busy' | 'refused' | 'failed'>;
    }
  /** Somebody whom the exchange called by itself begins to speak, or has ended. */
  | { readonly t: 'talk'; readonly channelId: string; readonly state: 'began' | 'ended' }
  /** A prompt was played to its end; `prompt` is the word it was started with. */
  | { readonly t: 'played'; readonly channelId: string; readonly prompt: string }
  | { readonly t: 'recorded'; readonly name: string; readonly seconds: number }
  /** `alive`: sound of the operator arrives; `silent`: none for 2 s; `gone`: the leg ended or did not come up. */
  | { readonly t: 'leg'; readonly operatorId: string; readonly state: 'alive' | 'silent' | 'gone' }
  /** The echo of an audio check ended, and nobody had asked for that. */
  | { readonly t: 'echo-gone'; readonly operatorId: string }
  /** A supervisor hears nobody any more, and nobody had asked for that. A survey ends all listening without a word. */
  | { readonly t: 'listening-ended'; readonly supervisorId: string }
  /** The operator's telephone is not registered with the exchange: his page must register anew. */
  | { readonly t: 'phone-unknown'; readonly operatorId: string };

/** The ringing of an operator's own telephone for a call; `offer` counts the offers of the call, from 1. */
export type TelephoneOffer = { readonly callId: string; readonly offer: number };

/** One attempt of one call to reach a third party. */
export type ThirdParty = { readonly callId: string; readonly attempt: number };

/** What the exchange is asked to do; each is complete when `perform` resolves. */
export type TelephonyEffect =
  /** Marks the caller's channel, so that a later server and the guardian know it. */
  | { readonly do: 'mark'; readonly channelId: string; readonly callId: string }
  | { readonly do: 'ring'; readonly channelId: string }
  | { readonly do: 'answer'; readonly channelId: string }
  | { readonly do: 'music'; readonly channelId: string }
  /** Music with the operator still in charge of the caller. */
  | { readonly do: 'hold'; readonly channelId: string; readonly operatorId: string }
  /** Moves the caller to the operator's leg. */
  | { readonly do: 'connect'; readonly channelId: string; readonly operatorId: string }
  /** Calls somebody for the account whose number is `line`; he sees `shown`. The channel gets the id that is given. */
  | {
      readonly do: 'dial-out';
      readonly channelId: string;
      readonly callId: string;
      readonly line: string;
      readonly number: string;
      readonly shown: string;
    }
  /** Calls a person without an operator; he sees `shown`. The channel gets the id that is given, which begins with `alarm-`. */
  | { readonly do: 'dial-person'; readonly channelId: string; readonly number: string; readonly shown: string }
  /** The tone that somebody's telephone rings, on the operator's leg; somebody who comes to the leg ends it. */
  | { readonly do: 'ringback'; readonly operatorId: string; readonly on: boolean }
  /** Calls a third party, who sees `shown` as the caller; rings for 45 s at most. */
  | { readonly do: 'dial-third'; readonly third: ThirdParty; readonly number: string; readonly shown: string }
  /** Moves the third party to the operator's leg. */
  | { readonly do: 'consult'; readonly third: ThirdParty; readonly operatorId: string }
  /** Moves caller and third party to a bridge of their own. */
  | { readonly do: 'join'; readonly third: ThirdParty; readonly channelId: string }
  | { readonly do: 'end-third'; readonly third: ThirdParty }
  /** Calls an operator's own telephone, which sees `shown` as the caller; it rings for 20 s at most. */
  | {
      readonly do: 'ring-telephone';
      readonly telephone: TelephoneOffer;
      readonly operatorId: string;
      readonly number: string;
      readonly shown: string;
    }
  /** Plays a sound file (path without its ending) to whoever answered there; his keys are told. */
  | { readonly do: 'ask-telephone'; readonly telephone: TelephoneOffer; readonly file: string }
  /** The telephone becomes the operator's leg, in the place of one that his page may still have; rejects when it has gone. */
  | { readonly do: 'take-telephone'; readonly telephone: TelephoneOffer; readonly operatorId: string }
  | { readonly do: 'end-telephone'; readonly telephone: TelephoneOffer }
  /** Plays a sound file (path without its ending) to the caller alone. */
  | { readonly do: 'play'; readonly channelId: string; readonly prompt: string; readonly file: string }
  | { readonly do: 'record'; readonly channelId: string; readonly name: string; readonly maxSeconds: number }
  | { readonly do: 'hang-up'; readonly channelId: string; readonly cause: 'normal' | 'unallocated' | 'busy' }
  /** Leaves the caller to the exchange's own apology and recording. */
  | { readonly do: 'unattended'; readonly channelId: string }
  | { readonly do: 'digits'; readonly channelId: string; readonly digits: string }
  | { readonly do: 'bring-leg' | 'drop-leg'; readonly operatorId: string }
  | { readonly do: 'echo'; readonly operatorId: string; readonly on: boolean }
  /**
   * The supervisor's leg hears all that is said on the operator's; with `whisper` the operator hears him, with `join` everybody
   * there. Takes the place of how he listened before; rejects when one of the two has no leg.
   */
  | { readonly do: 'listen'; readonly supervisorId: string; readonly operatorId: string; readonly how: Listening }
  | { readonly do: 'listen-no-more'; readonly supervisorId: string };

/** Everything that the exchange holds, to rebuild calls after a restart or a lost connection. */
export type TelephonySurvey = {
  readonly callers: readonly {
    readonly channelId: string;
    /** Null: arrived while nobody listened. */
    readonly callId: string | null;
    readonly dialled: string;
    readonly caller: TrunkCaller;
    readonly diversion: TrunkDiversion | null;
    /** Milliseconds since the call arrived: the exchange's clock is not the one that rules see. */
    readonly ageMs: number;
    readonly place: 'ringing' | 'nowhere' | 'waiting' | 'held' | 'with-operator' | 'joined' | 'spoken-to' | 'recording';
    readonly operatorId: string | null;
  }[];
  /** `telephone`: the operator's own, outside of his page. */
  readonly legs: readonly { readonly operatorId: string; readonly line: 'page' | 'telephone' }[];
  /** Channels of persons whom the exchange calls by itself. */
  readonly persons: readonly string[];
  /** `answered`: on no bridge yet. */
  readonly thirds: readonly (ThirdParty & { readonly place: 'ringing' | 'answered' | 'with-operator' | 'joined' })[];
  /** Milliseconds since the exchange started: no earlier call has survived. */
  readonly startedAgoMs: number;
  /** Finished recordings that nobody has taken in yet. */
  readonly recordings: readonly string[];
};

export type PhoneCredentials = { readonly user: string; readonly secret: string };

/** The telephone exchange. `perform` rejects when the exchange refuses; a channel that is already gone is no error. */
export type Telephony = {
  listen(listener: (event: TelephonyEvent) => void): void;
  perform(effect: TelephonyEffect): Promise<void>;
  survey(): Promise<TelephonySurvey>;
  /** A fresh SIP account for this sign-in of an operator; earlier ones end. */
  phone(operatorId: string): Promise<PhoneCredentials>;
};

/** Finished recordings of one kind, WAV; `discard` only when they are stored elsewhere. */
export type RecordingFiles = {
  load(name: string): Promise<Uint8Array>;
  discard(name: string): Promise<void>;
};

/** Recordings that the exchange made alone while no server answered. */
export type UnattendedRecordings = RecordingFiles & {
  list(): Promise<
    readonly {
      readonly name: string;
      readonly dialled: string;
      readonly caller: string;
      /** Null when no server had seen the call before the exchange took it. */
      readonly callId: string | null;
      /** Digits of the channel's id. */
      readonly channel: string;
      /** Milliseconds since the recording began. */
      readonly ageMs: number;
    }[]
  >;
};

/** A recording as a file that the exchange plays, with the beep when a message follows; its path without the ending, null when it is gone. */
export type GreetingFile = (recordingId: string, options: { readonly beep: boolean }) => Promise<string | null>;

/** Speaks a text into a sound file once; resolves with its path without the ending. */
export type Speak = (text: string, language: 'fr' | 'nl' | 'ja' | 'en', options: { readonly beep: boolean }) => Promise<string>;

/** Speaks a text into a sound file that nobody else plays, and takes it away again. */
export type SpeakOnce = (
  text: string,
  language: 'fr' | 'nl' | 'ja' | 'en',
) => Promise<{ readonly file: string; discard(): Promise<void> }>;

/** An automatic call to a person [S14]. */
export type PersonToCall = {
  /** Names the leg: an id of its own for every attempt, of letters, digits, `-` and `.`. */
  readonly id: string;
  readonly accountId: string;
  readonly number: PhoneNumber;
  readonly language: 'fr' | 'nl' | 'ja' | 'en';
  readonly words: string;
  readonly taken: string;
  readonly passedOn: string;
};

/**
 * Calls a person; `settle` is told once what it came to, and what it costs, before the last words are said. Resolves at the
 * end; rejects with `telephone.interrupted` when nobody can tell what it came to, and with what `settle` rejects.
 */
export type CallPerson = (
  person: PersonToCall,
  settle: (result: PersonCallResult, price: LegPrice | null) => Promise<void>,
) => Promise<void>;

/** Automatic calls, while the exchange is ours; `end` lets everybody alone who is called under an id that begins so. */
export type PersonCalls = { isReady(): boolean; readonly call: CallPerson; end(idBegins: string): void };

/** A fresh SIP account of a telephone booth of the demonstration, calling from this number (null: withheld). */
export type BoothPhones = { fresh(caller: string | null): Promise<PhoneCredentials> };
