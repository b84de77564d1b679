import type { Account, Language } from '#shared/accounts/account.ts';
import type { Call, CallEvent } from '#shared/calls/call-state.ts';
import { isByTelephone } from '#shared/calls/call-telephone.ts';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import type { BureauHours } from '#shared/calls/routing.ts';
import type { LiveCall, Presence, ToPage } from '#shared/live.ts';
import type { Draft, Note } from '#shared/notes/note.ts';
import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import type { OnDuty } from '#shared/operators/presence.ts';
import type { BureauDirectory } from '../accounts/directory.ts';
import type { OperatorTelephones, OutboundLedger, Recordings, Store, UnwrittenCalls } from '../ports/store.ts';
import type {
  GreetingFile,
  Live,
  RecordingFiles,
  Speak,
  SpeakOnce,
  Telephony,
  UnattendedRecordings,
} from '../ports/telephony.ts';
import type { After, Clock, NewId } from '../ports/time.ts';
import type { RunningPersonCall } from './call-person.ts';
import type { FactsWriter } from './record-facts.ts';

/** What the floor needs of the world; `main.ts` gives it. */
export type FloorDeps = {
  readonly directory: Pick<
    BureauDirectory,
    'isLoaded' | 'load' | 'account' | 'accounts' | 'dialled' | 'lines' | 'operator' | 'person' | 'people'
  >;
  readonly telephony: Telephony;
  /** The exchange's own store of voicemails just recorded. */
  readonly voicemails: RecordingFiles;
  readonly unattended: UnattendedRecordings;
  /** Where the sound of voicemails is kept for good. */
  readonly recordings: Recordings;
  /** Stores the note with its deliveries; a note that is already there is left as it is. */
  readonly lockVoicemailNote: (note: Note) => Promise<void>;
  readonly speak: Speak;
  readonly speakOnce: SpeakOnce;
  readonly greetingFile: GreetingFile;
  readonly store: Store;
  readonly unwrittenCalls: UnwrittenCalls;
  readonly outboundLedger: OutboundLedger;
  /** A caller of an account whose directory is larger than devices hold: what is known of him comes to them. */
  readonly bringContacts: (accountId: string, caller: PhoneNumber) => void;
  readonly telephones: Pick<OperatorTelephones, 'all'>;
  readonly pins: {
    /** The persons who have set one. */
    all(): Promise<ReadonlySet<string>>;
    /** Whose PIN it is, of these persons; failures are counted, and too many of late answer `limited`. */
    check(personIds: readonly string[], pin: string): Promise<{ readonly personId: string } | 'wrong' | 'limited'>;
  };
  readonly live: Live;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly after: After;
  /** Without personal data. */
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly settings: {
    readonly bureau: BureauHours;
    /** Language of what is said when no account is known. */
    readonly language: Language;
    /** ISO 3166-1: whose national forms the trunk speaks. */
    readonly country: string;
  };
};

/** All that is true now of calls and operators; never in the database. */
export type Floor = {
  readonly deps: FloorDeps;
  readonly facts: FactsWriter;
  readonly calls: Map<string, Call>;
  /** Automatic calls by their channel. */
  readonly persons: Map<string, RunningPersonCall>;
  readonly operators: Map<string, OnDuty>;
  readonly presences: Map<string, Presence>;
  readonly drafts: Map<string, Draft>;
  /** The ended call that each operator still writes the note of, by operator: a page opened anew shows it. */
  readonly wrapUps: Map<string, LiveCall>;
  /** By author, an urgent note that a colleague has taken over, until the author's page has heard of it. */
  readonly takenNotes: Map<string, { readonly callId: string; readonly by: string }>;
  /** Commands of one channel go to the exchange one after the other. */
  readonly chains: Map<string, Promise<void>>;
  /** By operator, as long as whoever was on his leg is still being led away from it. */
  readonly leaving: Map<string, Promise<void>>;
  /** Calls that ended lately by the digits of their channel: the exchange may have gone on with one of them alone. */
  readonly endedLately: Map<string, string>;
  /** The operators' own telephones as last read. */
  telephones: ReadonlyMap<string, FallbackTelephone>;
  /** Persons of rosters who have a PIN, as last read. */
  withPin: ReadonlySet<string>;
  readonly legTriedAtMs: Map<string, number>;
  readonly echoing: Set<string>;
  /** How each supervisor follows whom, as the exchange was asked last. */
  readonly listening: Map<string, string>;
  /** Finished voicemails not yet taken in: name of the recording. */
  readonly untaken: Set<string>;
  /** Who kept his place in the queue and was not called yet, by task. */
  readonly places: Map<string, Place>;
  /** Prompts and recordings that have been made ready for the exchange. */
  readonly prepared: Set<string>;
  /** Accounts, as they were read, for which all of them are. */
  readonly ready: WeakSet<Account>;
  /** False while another server decides, or the exchange is not surveyed yet. */
  inCharge: boolean;
  /** Until then nobody is held to be signed out: after a restart the pages need a moment to come back. */
  graceUntilMs: number;
  /** When this server last looked after everything; a gap is its own silence, not that of the pages. */
  tidiedAtMs: number;
  /** What queue and conversations are made of may have changed since they were told. */
  stirred: boolean;
  lastQueue: readonly string[] | null;
  lastSpoken: readonly unknown[];
  lastUnsent: string;
  /** After every change: offers, legs, and what the pages are told. */
  tidy: () => void;
};

/** A task whose caller is called when it is his turn. */
type Place = {
  readonly task: CallbackTask;
  /** Operators who were asked to call him. */
  readonly offers: Call['offers'];
  /** Why he cannot be called now: the list at the desk is left to decide. */
  readonly refused: string | null;
};

/** A `CallEvent` before the clock has stamped it. */
export type Unstamped = CallEvent extends infer E ? (E extends CallEvent ? Omit<E, 'at'> : never) : never;

/** How many calls that ended are remembered by their channel. */
const rememberedMost = 500;

export function rememberEnded(floor: Floor, call: Call): void {
  floor.endedLately.set(call.channelId.replace(/\D/g, ''), call.id);
  const oldest = floor.endedLately.keys().next();
  if (floor.endedLately.size > rememberedMost && !oldest.done) floor.endedLately.delete(oldest.value);
}

/** The call that this channel carries. */
export function callOfChannel(floor: Floor, channelId: string): Call | undefined {
  for (const call of floor.calls.values()) if (call.channelId === channelId) return call;
  return undefined;
}

/** The call that an operator is at work on. */
export function callOfOperator(floor: Floor, operatorId: string): Call | undefined {
  for (const call of floor.calls.values()) if ('operatorId' in call.state && call.state.operatorId === operatorId) return call;
  return undefined;
}

/** Legs of ours that the account has at the telephone network, besides those of one call. */
export function legsOf(floor: Floor, accountId: string, except?: string): number {
  const isOut = ({ state, outbound }: Call): boolean =>
    state.name === 'transferred' ||
    state.name === 'conference' ||
    (state.name === 'consulting' && state.party !== 'over') ||
    (state.name === 'forwarding' && state.party === 'ringing') ||
    (outbound !== null && state.name !== 'offered');
  const persons = [...floor.persons.values()].filter(({ person }) => person.accountId === accountId).length;
  const isHis = (call: Call): boolean => call.state.name === 'telephoning' || isByTelephone(call);
  const others = [...floor.calls.values()].filter((call) => call.line?.accountId === accountId && call.id !== except);
  return persons + others.filter((call) => isOut(call) || isHis(call)).length;
}

export const toPage = (floor: Floor, operatorId: string, message: ToPage): void =>
  floor.deps.live.toOperator(operatorId, message);
