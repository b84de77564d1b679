import type { Draft } from '#shared/notes/note.ts';
import type { MutationArgs, MutationName } from '#shared/sync/mutations.ts';
import type { Kind, Rows } from '#shared/sync/rows.ts';
import type { Instant } from '#shared/time.ts';
import type { ContactSearch } from './contacts.ts';

/** Rows on the device, read only. */
export type Reader = {
  get<K extends Kind>(kind: K, id: string): Promise<Rows[K] | undefined>;
  /** Rows of one account, ordered by id. */
  list<K extends Kind>(kind: K, accountId: string): Promise<Rows[K][]>;
  all<K extends Kind>(kind: K): Promise<Rows[K][]>;
  /** Contacts of the account that have this number (index look-up, never a scan) [P05]. */
  contactsByNumber(accountId: string, number: string): Promise<Rows['contact'][]>;
  /** Notes of the account whose callback number is this one, newest first, at most `limit`. */
  notesByNumber(accountId: string, number: string, limit: number): Promise<Rows['note'][]>;
  /** Calls of the account that arrived since then: a month of them, not all of years. */
  callsSince<K extends 'call' | 'clientCall'>(kind: K, accountId: string, since: Instant): Promise<readonly Rows[K][]>;
  /** How many calls of the account came from this number, and the latest two (index look-up) [S19]. */
  callsByNumber(accountId: string, number: string): Promise<{ readonly count: number; readonly latest: readonly Rows['call'][] }>;
  /** Newest notes first, of all accounts on the device. */
  latestNotes(limit: number): Promise<Rows['note'][]>;
  /** Urgent notes on the ladder that nobody has acknowledged, however old (index look-up) [S14]. */
  climbingNotes(): Promise<Rows['note'][]>;
  drafts(): Promise<Draft[]>;
};

export type SyncStatus = {
  /** Locked notes and other changes that the server does not have yet. */
  readonly unsent: number;
  /** `full`: the browser's storage takes no more; `outdated`: this page is too old for the server. */
  readonly state: 'idle' | 'syncing' | 'offline' | 'signed-out' | 'full' | 'outdated';
  /** The first pull of this device, or a large one: rows that have come and that are to come at most; null when there is none. */
  readonly fetching: { readonly got: number; readonly left: number } | null;
  readonly lastPulledAt: Instant | null;
  /** Refused changes that wait under "needs your attention". */
  readonly refused: readonly RefusedHere[];
};

/** A change that the server refused: never dropped, shown with both texts until somebody has looked at it. */
export type RefusedChange = {
  readonly seq: number;
  readonly name: string;
  readonly args: unknown;
  readonly code: string;
  /** When it was made. */
  readonly at: Instant;
  /** The server's rows by `kind/id` at the refusal, when it refused because they had changed. */
  readonly theirs?: unknown;
};

/** `isPulled`: the device's rows are the server's again; before that they still show the refused change. */
export type RefusedHere = RefusedChange & { readonly isPulled: boolean };

/** A draft as it was finished; finished anew it has another time. */
export type FinishedDraft = Pick<Draft, 'id' | 'finishedAt'>;

/** The signed-in user's data on this device: one database per user. */
export type Device = {
  readonly deviceId: string;
  readonly contacts: Pick<ContactSearch, 'find' | 'doubles' | 'onChange'>;
  read<T>(query: (rows: Reader) => Promise<T>): Promise<T>;
  /** Calls back now and after every change that the query touched; returns what stops it. */
  watch<T>(query: (rows: Reader) => Promise<T>, onValue: (value: T) => void): () => void;
  /** Shows the change at once, keeps it durably, queues it for the server. */
  mutate<N extends MutationName>(name: N, args: MutationArgs<N>): Promise<void>;
  /** The same for many at once: all of them are queued, or none. */
  mutateAll<N extends MutationName>(name: N, args: readonly MutationArgs<N>[]): Promise<void>;
  /** At every keystroke. */
  saveDraft(draft: Draft): Promise<void>;
  removeDraft(id: string): Promise<void>;
  /** What was typed into a form and not yet sent, by the form's name; undefined when nothing is kept. */
  readForm(name: string): Promise<unknown>;
  /** At every keystroke; undefined when the form is done. It stays on this device and goes with its data. */
  keepForm(name: string, typed: unknown): Promise<void>;
  /**
   * In one change: the finished draft becomes a locked note in the queue [strict durability].
   * Nothing happens when it has been locked, taken back or finished anew meanwhile, in this tab or another.
   */
  lockDraft(draft: FinishedDraft, args: MutationArgs<'lockNote'>): Promise<void>;
  /** The finished draft is being written again; null when it is no longer there to be taken back. */
  takeBack(draft: FinishedDraft): Promise<Draft | null>;
  /** Somebody has looked at the refused change and lets it go. */
  dismissRefused(seq: number): Promise<void>;
  /** The refused change once more, on top of the present rows; rejects with `sync.not-found`, `sync.forbidden`, `sync.invalid`. */
  sendAgain(seq: number): Promise<void>;
  /** The refused instruction as one of its own, beside what is there now. */
  keepBoth(seq: number): Promise<void>;
  /** The browser has deleted what this device held; null: it has not. */
  readonly lost: Lost | null;
  /** Pull now (a poke came, the network is back). */
  sync(): void;
  onStatus(listener: (status: SyncStatus) => void): () => void;
  /** Stops the loop; the data stays for this user. */
  close(): Promise<void>;
  /** Sign-out: wipes the data, but not while anything is unsent or refused and undecided, unless `force`. */
  wipe(options: { readonly force: boolean }): Promise<'wiped' | 'unsent' | 'refused'>;
};

/** The room that the browser gives; `isKept`: it has promised to delete nothing by itself. */
export type StorageUse = { readonly usedBytes: number; readonly quotaBytes: number; readonly isKept: boolean };

/** Drafts and unsent changes that came back from what was kept apart, and those that are gone as far as is known. */
export type Lost = { readonly back: number; readonly gone: number };
