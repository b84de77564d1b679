import type { Acceptance, Application } from '#shared/accounts/application.ts';
import type { InstructionVersion } from '#shared/accounts/instruction-version.ts';
import type { PoolNumber } from '#shared/accounts/number-pool.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { AccountTrouble, ErasureState } from '#shared/api/accounts.ts';
import type { CallRecord } from '#shared/calls/call-record.ts';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import type { ClientCall } from '#shared/calls/client-call.ts';
import type { Contact } from '#shared/calls/contact.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import type { WebhookDelivery, WebhookEndpoint } from '#shared/delivery/webhook.ts';
import type { Note } from '#shared/notes/note.ts';
import type { StrayDecision, StrayNote } from '#shared/notes/stray-note.ts';
import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import type { RowRef } from '#shared/sync/mutation.ts';
import type { PulledRow } from '#shared/sync/protocol.ts';
import type { Kind, Rows, Space } from '#shared/sync/rows.ts';
import type { Transaction } from '#shared/sync/transaction.ts';
import type { Instant } from '#shared/time.ts';

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
  /** How many notes of this person's account are new (`isNew`); 0 for nobody's. */
  newNotesOf(personId: string): Promise<number>;
  /** Tasks of callers who kept their place in the queue, as long as they are not done. */
  keptPlaces(): Promise<CallbackTask[]>;
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
