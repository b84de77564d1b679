import type { Identity } from '#shared/accounts/access.ts';
import type { KnownSignIn } from '#shared/accounts/access-request.ts';
import type { Acceptance, Application } from '#shared/accounts/application.ts';
import type { InstructionVersion } from '#shared/accounts/instruction-version.ts';
import type { PoolNumber } from '#shared/accounts/number-pool.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { AccountTrouble, ErasureState, OutboxItem, UnmatchedReply } from '#shared/api.ts';
import type { CallRecord } from '#shared/calls/call-record.ts';
import type { CallerStanding } from '#shared/calls/caller-standing.ts';
import type { ClientCall } from '#shared/calls/client-call.ts';
import type { Contact } from '#shared/calls/contact.ts';
import type { TrunkDiversion } from '#shared/calls/diversion.ts';
import type { LegPrice } from '#shared/calls/leg-price.ts';
import type { Listening } from '#shared/calls/listened.ts';
import type { PersonCallResult } from '#shared/calls/person-call.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import type { TransferOutcome } from '#shared/calls/transfer-attempt.ts';
import type { ArrivedMail, MailRefusal } from '#shared/delivery/arrived-mail.ts';
import type { WebhookDelivery, WebhookEndpoint } from '#shared/delivery/webhook.ts';
import type { ToPage } from '#shared/live.ts';
import type { Note } from '#shared/notes/note.ts';
import type { StrayDecision, StrayNote } from '#shared/notes/stray-note.ts';
import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import type { RowRef } from '#shared/sync/mutation.ts';
import type { PulledRow } from '#shared/sync/protocol.ts';
import type { Kind, Rows, Space } from '#shared/sync/rows.ts';
import type { Transaction } from '#shared/sync/transaction.ts';
import type { Instant } from '#shared/time.ts';

/** The clock that rules see; starts at DEMO_NOW in the demonstration. */
export type Clock = () => Instant;

/** A new UUIDv7. */
export type NewId = () => string;

/** Starts a function later; returns what cancels it. Real timers in `main.ts`, virtual ones in tests. */
export type After = (ms: number, run: () => void) => () => void;

/** A mail as it will leave, also on every retry; it asks for no answer. */
export type ReadyMail = Pick<Mail, 'to' | 'subject' | 'text' | 'html' | 'messageId' | 'headers'>;
/** Leaves a mail to be sent once the transaction has committed; the same key is the same mail. */
export type QueueMail = (tx: ServerTransaction, mail: ReadyMail, key: string) => Promise<void>;

/**
 * Something that must be done after the commit, whatever happens to this process; `runAt` is an instant of the rules. Jobs of one
 * `queue` run one after the other.
 */
export type Job = {
  readonly name: string;
  readonly payload: unknown;
  readonly runAt?: Instant;
  readonly key?: string;
  readonly queue?: string;
};

/** One atomic change of the server's store: rows for devices, jobs, and what only the server keeps. */
export type ServerTransaction = Transaction & {
  addJob(job: Job): Promise<void>;
  /** True the first time that it is asked with this key, which is kept with the transaction. */
  once(key: string): Promise<boolean>;
  /** Last mutation applied of a device of this user; 0 when none. Locks it until the end of the transaction. */
  lastSeq(device: { readonly deviceId: string; readonly userId: string }): Promise<number>;
  setLastSeq(device: { readonly deviceId: string; readonly userId: string }, seq: number): Promise<void>;
  /** Keeps what was pushed, refused or not, with its author: nothing typed is lost from history. */
  addHistory(entry: {
    readonly userId: string;
    readonly deviceId: string;
    readonly seq: number;
    readonly name: string;
    readonly args: unknown;
    readonly refused: string | null;
    /** When the author made it, bounded by the server's time. */
    readonly at: Instant;
  }): Promise<void>;
  /** Calls of the account that arrived since then, as its client sees them; without what this transaction writes. */
  clientCallsSince(accountId: string, since: Instant): Promise<ClientCall[]>;
  /** Notes of the account that were locked since then, and older ones on which nothing says that the caller was called back; likewise. */
  notesSince(accountId: string, since: Instant): Promise<Note[]>;
  addInstructionVersion(version: InstructionVersion): Promise<void>;
  /** A note kept for the supervisor about which nobody has decided; locked until the end of the transaction. */
  strayNote(id: string): Promise<StrayNote | null>;
  /** What was decided about it, by whom and when; kept in history. */
  settleStrayNote(id: string, settled: StrayDecision & { readonly userId: string; readonly at: Instant }): Promise<void>;
  /** The code with which this change was refused when it came the first time; null when it was applied. */
  refusedEarlier(device: { readonly deviceId: string; readonly userId: string }, seq: number): Promise<string | null>;
  /** Reads rows at once that will be asked for one by one; changes nothing else. */
  load(refs: readonly RowRef[]): Promise<void>;
  /** Version of a row, deleted ones included; 0 when there never was one. */
  version(kind: Kind, id: string): Promise<number>;
  /**
   * Erases the row's contents, for good: whatever is written to it later, by whomever, is erased with it, and so is the history
   * entry of the transaction that tries. False when there is nothing to erase.
   */
  erase(kind: Kind, id: string): Promise<boolean>;
  /** Whether one of these was erased with a person of the account; names and numbers only if they are of before it. */
  knowsErased(accountId: string, marks: ErasedMarks, writtenAt: Instant): Promise<boolean>;
  /** Keeps by what such changes are known when they arrive. */
  rememberErased(accountId: string, marks: ErasedMarks, at: Instant): Promise<void>;
  /** The record of an erasure, its newest state. */
  noteErasure(erasure: Erasure): Promise<void>;
  /** The device whose push changed the row last (`lastSeq` tells the transaction which device it serves); null: the server. */
  lastWriter(kind: Kind, id: string): Promise<string | null>;
  readonly joining: Joining;
  readonly webhooks: Webhooks;
};

/** What accounts' own systems are told, and where [R17]. */
export type Webhooks = {
  /** Of the account, oldest first. */
  endpoints(accountId: string): Promise<WebhookEndpoint[]>;
  /** Locked until the end of the transaction; null when there is none. */
  endpoint(id: string): Promise<WebhookEndpoint | null>;
  saveEndpoint(endpoint: WebhookEndpoint): Promise<void>;
  /** With all that was sent there. */
  removeEndpoint(id: string): Promise<void>;
  /** Newest first. */
  deliveries(accountId: string, limit: number): Promise<WebhookDelivery[]>;
  delivery(id: string): Promise<WebhookDelivery | null>;
  /** False when it is there already. */
  addDelivery(delivery: WebhookDelivery): Promise<boolean>;
  /** All but what is sent: that does not change. */
  saveDelivery(delivery: WebhookDelivery): Promise<void>;
};

/** What a new client is served from. */
export type Joining = {
  /** Locked until the end of the transaction; null when there is none, or it has been forgotten. */
  application(id: string): Promise<Application | null>;
  applications(): Promise<Application[]>;
  saveApplication(application: Application): Promise<void>;
  forgetApplication(id: string): Promise<void>;
  /** As it was accepted, once for an account. */
  addAgreement(accountId: string, acceptance: Acceptance): Promise<void>;
  /**
   * Transactions that give, add or take back numbers take turns: from here to its end this one is alone. So no number is given
   * twice, and who finds none can be sure of it.
   */
  takeTurn(): Promise<void>;
  numbers(): Promise<PoolNumber[]>;
  /** Gives the account a free number, or one whose quarantine has ended: one of the country if there is any; null: none is left. */
  giveNumber(to: { readonly accountId: string; readonly country: string; readonly at: Instant }): Promise<string | null>;
  saveNumber(number: PoolNumber): Promise<void>;
  removeNumber(number: string): Promise<void>;
};

/** Ids of rows, and digests of what names the person. */
export type ErasedMarks = { readonly ids: readonly string[]; readonly digests: readonly string[] };

/** One person's data are being erased, or were: by whom, when, how many rows and how many of them are done. */
export type Erasure = ErasureState & { readonly accountId: string };

export type Store = {
  /** Runs in one PostgreSQL transaction; resolves after the commit with the spaces that changed. */
  transact<T>(run: (tx: ServerTransaction) => Promise<T>): Promise<{ readonly result: T; readonly changed: readonly Space[] }>;
  /** Rows changed after the cursors, oldest first, of these spaces only, with the device's lastSeq in the same snapshot. */
  changesSince(ask: {
    readonly spaces: readonly Space[];
    readonly cursors: Readonly<Record<Space, number>>;
    readonly limit: number;
    readonly deviceId: string;
    readonly userId: string;
  }): Promise<{
    readonly rows: readonly PulledRow[];
    readonly cursors: Readonly<Record<Space, number>>;
    readonly lastSeq: number;
    readonly more: boolean;
    /** At most so many rows are still to come. */
    readonly left: number;
  }>;
  all<K extends Kind>(kind: K): Promise<Rows[K][]>;
  get<K extends Kind>(kind: K, id: string): Promise<Rows[K] | undefined>;
  /** Those of these rows that there are, in any order. */
  some<K extends Kind>(kind: K, ids: readonly string[]): Promise<Rows[K][]>;
  /** The persons of all rosters with this mobile number. */
  personsAt(mobile: PhoneNumber): Promise<Person[]>;
  /** Notes that wait for the supervisor's decision, oldest first. */
  strayNotes(limit: number): Promise<StrayNote[]>;
  /** Instructions of the account as they were saved, newest first. */
  instructionVersions(accountId: string, limit: number): Promise<InstructionVersion[]>;
  /** The erasures of an account, newest first. */
  erasures(accountId: string, limit: number): Promise<ErasureState[]>;
  /** Of all accounts, newest first; an erasure that was given up is none any more when another one of the account was made since. */
  accountTroubles(): Promise<AccountTrouble[]>;
  /** Calls whose end is not written. */
  unfinishedCalls(): Promise<CallRecord[]>;
};

/**
 * Facts of calls that the database would not take, kept outside of it: they outlive the server. The newest of a call
 * comes last.
 */
export type UnwrittenCalls = {
  load(): Promise<readonly CallRecord[]>;
  /** Resolves when it would survive a kill of this process. */
  add(record: CallRecord): Promise<void>;
  clear(): Promise<void>;
};

/** Puts the deliveries of a locked note and their jobs into the note's own transaction. */
export type PlanNote = (tx: ServerTransaction, note: Note) => Promise<void>;

/** A name of who asks, from the request's cookie; null when nobody is signed in. */
export type Identify = (headers: Headers) => Promise<Identity | null>;

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

/** Thrown by senders: `permanent` ones are not retried. */
export class SendFailed extends Error {
  readonly permanent: boolean;
  /** A stable word for the screens: `refused`, `unreachable`, `timeout`, `gone`. */
  readonly problem: string;
  constructor(problem: string, options: { permanent: boolean; cause?: unknown }) {
    super(problem, { cause: options.cause });
    this.permanent = options.permanent;
    this.problem = problem;
  }
}

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Empty: the text alone. */
  readonly html: string;
  /** Same on every retry. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where answers and reports of its return go; null when the installation takes no mail in. */
  readonly returns: { readonly replyTo: string; readonly returnPath: string } | null;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly content: Uint8Array }[];
};
/** Resolves when the mail server has accepted it; rejects with `SendFailed`. At most 20 s. */
export type SendMail = (mail: Mail) => Promise<void>;

/** What became of a mail that came in; a refusal is told to who sends it. */
export type MailOutcome = 'taken' | 'ignored' | { readonly refused: MailRefusal };

/** Mails that come in. Both reject when it cannot be said now: the sender tries again. */
export type MailIn = {
  /** Whether mail to this address is taken at all; asked before any of it is sent. */
  expects(address: string): Promise<boolean>;
  take(address: string, mail: ArrivedMail): Promise<MailOutcome>;
};

/** Resolves with the gateway's id; rejects with `SendFailed`. At most 20 s. */
export type SendSms = (sms: {
  readonly to: string;
  readonly text: string;
  readonly reference: string;
}) => Promise<{ readonly id: string }>;

export type PushTarget = { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
/** Resolves when the push service has accepted it; `SendFailed` with problem `gone` when the subscription is dead. At most 20 s. */
export type SendPush = (
  target: PushTarget,
  message: { readonly payload: string; readonly topic: string; readonly urgent: boolean; readonly ttlSeconds: number },
) => Promise<void>;

/** What the cookie of a request says, before the directory of operators and rosters is asked. */
export type SignedIn = {
  readonly userId: string;
  readonly name: string;
  readonly role: 'operator' | 'person' | 'supervisor';
  /** Operator or person of the roster; null for a supervisor. */
  readonly subjectId: string | null;
  readonly sessionToken: string;
};

/** Somebody who may sign in; `subjectId` as in `SignedIn`. */
export type NewUser = {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: SignedIn['role'];
  readonly subjectId: string | null;
};
/** Adds him, or gives him another password when the address is his; resolves with the subject whose address it is, and changes nothing when that is another. */
export type AddUser = (user: NewUser) => Promise<string | null>;
/** Who may sign in at all, and where they are signed in. */
export type SignIns = {
  /** Those with a password; `lastSeen` null: not signed in anywhere now. */
  all(): Promise<readonly (KnownSignIn & { readonly since: Instant; readonly lastSeen: Instant | null })[]>;
  /** A token that sets the password of the address's sign-in once, which is made if there is none; kept as a digest only. */
  openLink(of: { readonly email: string; readonly name: string; readonly personId: string }): Promise<string>;
  /** The sessions that are over with the old password; null when the link is over, was used, or never was one. */
  setPassword(token: string, password: string): Promise<readonly { readonly token: string }[] | null>;
  /** The one used last comes first; `agent` is its browser's own description. */
  sessionsOf(userId: string): Promise<
    readonly {
      readonly id: string;
      readonly token: string;
      readonly agent: string;
      readonly since: Instant;
      readonly lastSeen: Instant;
    }[]
  >;
  endSession(token: string): Promise<void>;
};

/** Failed sign-ins by key (address of mail or of the network), milliseconds since the epoch. */
export type SignInFailures = {
  of(key: string, sinceMs: number): Promise<number[]>;
  add(keys: readonly string[], atMs: number): Promise<void>;
  clear(keys: readonly string[]): Promise<void>;
  /** Removes one failure per key of exactly this moment: it was none. */
  takeBack(keys: readonly string[], atMs: number): Promise<void>;
};

/** The browsers in which persons of rosters want to be notified. */
export type PushSubscriptions = {
  /** A browser belongs to the person who signed in on it last. */
  add(personId: string, target: PushTarget): Promise<void>;
  /** Only the person's own; `removeDead` is for the sender. */
  remove(personId: string, endpoint: string): Promise<void>;
  removeAll(personId: string): Promise<void>;
  removeDead(endpoint: string): Promise<void>;
  of(personId: string): Promise<PushTarget[]>;
  /** The same, with when each was turned on. */
  devicesOf(personId: string): Promise<readonly { readonly endpoint: string; readonly since: Instant }[]>;
};

/**
 * Posts to an address that somebody outside has named; resolves with the status of the answer, follows no redirect. Rejects with
 * `SendFailed`: `refused` when the address is not within the installation's reach, `timeout` after 20 s, `unreachable`.
 */
export type PostOutside = (
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | Uint8Array | null },
) => Promise<number>;

export type SmsStatus = 'sent' | 'delivered' | 'failed';

/** Links the gateway's ids to deliveries; a receipt may come before its id is known here, and more than once. */
export type SmsReceipts = {
  /** Remembers the id; resolves with the statuses that came for it before. */
  remember(gatewayId: string, deliveryId: string): Promise<SmsStatus[]>;
  /** Resolves with the delivery, or keeps the status until `remember` and resolves with null. */
  take(gatewayId: string, status: SmsStatus): Promise<string | null>;
};

/** A text that came back; `from` and `to` as the gateway gave them. */
export type SmsReply = { readonly id: string; readonly from: string; readonly to: string; readonly text: string };

/** Texts that came back, each kept once. */
export type SmsReplies = {
  /** Keeps it; resolves with the note that it was matched to before, null when there is none. */
  keep(reply: SmsReply, at: Instant): Promise<string | null>;
  match(id: string, noteId: string): Promise<void>;
  /** Somebody of the bureau has seen to it; kept with who and when, the first time. */
  putAside(id: string, by: { readonly userId: string; readonly at: Instant }): Promise<void>;
  /** Those that fit no note and to which nobody has seen, newest first. */
  unmatched(limit: number): Promise<UnmatchedReply[]>;
  /** The notes that were texted to this person in the last seven days. */
  textedLately(personId: string): Promise<string[]>;
};

/** What is kept outside of rows about notes and calls. */
export type Traces = {
  /**
   * Erases it in history, in earlier versions of instructions, in files of contacts that are being handed in, in jobs that wait, in
   * texts that came back, also those that fit no note, in webhooks, in the outbox with its mails, and these recordings. `ids` are of
   * rows, `names` what names a person; `held`: a running job still holds some
   * of it, so it is to be asked again.
   */
  erase(what: {
    readonly accountId: string;
    readonly ids: readonly string[];
    readonly names: readonly string[];
    readonly recordingIds: readonly string[];
  }): Promise<'erased' | 'held'>;
  /** Ends the memory of erasures that are so old that no device hands in anything of before them. */
  forgetMarks(before: Instant): Promise<void>;
  /** Ends the memory of what was done once, so many days of real time after it. */
  forgetDone(afterDays: number): Promise<void>;
  /**
   * Jobs that the queue runs no more. Those of erasures begin anew; those that name a person do so without the name, and their
   * records say that they failed: how many. Any other is forgotten after a week.
   */
  settleJobs(): Promise<number>;
  /** Removes what webhooks said before. */
  forgetWebhooks(before: Instant): Promise<void>;
};

/** Messages of channels that are not configured, newest first; the same id again is the same message. */
export type Outbox = {
  add(item: OutboxItem): Promise<void>;
  latest(limit: number): Promise<OutboxItem[]>;
};

/** Keys made once for the installation and shared by all servers: VAPID, signing. The first writer wins. */
export type Secrets = { getOrCreate(name: string, make: () => Promise<string> | string): Promise<string> };

/** One leg that the bureau is about to dial; `day` is the bureau's, `cents` its price if it comes to something. */
export type OutboundLeg = {
  readonly id: string;
  readonly accountId: string;
  /** Null: the exchange calls by itself, and only the account's limits hold. */
  readonly operatorId: string | null;
  readonly day: string;
  readonly cents: number;
};
export type OutboundLimit = { readonly legs: number; readonly cents: number };

/** What the bureau dials and spends per day, for each account and by each operator. */
export type OutboundLedger = {
  /** Counts the leg and sets its price aside, or does neither; limits hold however many are asked at once. The same id counts once. */
  reserve(
    leg: OutboundLeg,
    limits: { readonly account: OutboundLimit; readonly operator: OutboundLimit },
  ): Promise<'reserved' | 'account-legs' | 'account-spending' | 'operator-legs' | 'operator-spending'>;
  /** What the leg cost in the end; again, or for a leg that was never counted, it changes nothing. */
  settle(id: string, cents: number): Promise<void>;
};

/** The operators' own telephones; who has written none is not among them. */
export type OperatorTelephones = {
  all(): Promise<ReadonlyMap<string, FallbackTelephone>>;
  /** Null: he has none any more. */
  save(operatorId: string, telephone: FallbackTelephone | null): Promise<void>;
};

/** PINs of clients for the hotline, hashed; who has set none is not among them. */
export type PersonPins = {
  all(): Promise<ReadonlySet<string>>;
  hashOf(personId: string): Promise<string | null>;
  /** Null: he has none any more. */
  save(personId: string, hash: string | null): Promise<void>;
};

/** Contacts that fit what was typed, best first, of all that the account has. */
export type FoundAtServer = {
  readonly found: readonly { readonly contact: Contact; readonly isNear: boolean }[];
  readonly total: number;
};

/** Directories that are larger than devices hold [P05]. The first question about an account takes seconds. */
export type DirectorySearch = { find(accountId: string, typed: string, limit: number): Promise<FoundAtServer> };

/** Files of contacts that are handed in part by part and taken in at once. */
export type ContactImports = {
  /** How many contacts the account has. */
  count(accountId: string): Promise<number>;
  /** Numbers that have called the account since. */
  callersSince(accountId: string, since: Instant): Promise<string[]>;
  begin(file: {
    readonly id: string;
    readonly accountId: string;
    readonly userId: string;
    readonly at: Instant;
    /** Those whose number is not among `held` go to the server only. */
    readonly elsewhere: boolean;
    readonly held: readonly string[];
  }): Promise<void>;
  get(
    id: string,
    accountId: string,
  ): Promise<{ readonly elsewhere: boolean; readonly held: readonly string[]; readonly taken: number | null } | null>;
  /** The same contact again changes nothing. */
  addPart(id: string, contacts: readonly Contact[]): Promise<void>;
  /** All of it becomes rows, or nothing when a part is missing; a second time it changes nothing. */
  finish(
    id: string,
    accountId: string,
    count: number,
  ): Promise<{ readonly taken: number; readonly changed: readonly Space[] } | 'unknown' | 'incomplete'>;
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

/** Sound of voicemails, kept with the rows. Saving the same id again changes nothing. */
export type Recordings = {
  save(id: string, accountId: string, content: Uint8Array): Promise<void>;
  load(id: string): Promise<Uint8Array | undefined>;
};

/** The sounds that were recorded for an account's callers (WAV as `writeWav` has it). The account's row names those that count. */
export type VoicemailGreetings = {
  save(greeting: { readonly id: string; readonly accountId: string; readonly wav: Uint8Array }): Promise<void>;
  load(id: string): Promise<Uint8Array | undefined>;
  /** Removes those that the account's row no longer names. */
  removeReplaced(accountId: string): Promise<void>;
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
