import type { Draft } from '#shared/notes/note.ts';
import type { Author } from '#shared/sync/mutation.ts';
import type { Change } from '#shared/sync/mutations.ts';
import type { PullRequest, PullResponse, PushRequest, PushResponse, QueuedMutation } from '#shared/sync/protocol.ts';
import type { Instant } from '#shared/time.ts';
import type { FinishedDraft, Reader, SyncStatus } from './device.ts';

/** How much of a user's database was on this device alone when it was last there; stays when the browser deletes all the rest. */
export type DeviceMarker = {
  read(): { readonly unsent: number } | null;
  write(mark: { readonly unsent: number }): void;
  forget(): void;
};

/** Values by name, kept where the browser does not lose them together with the user's database. */
export type KeptApart = {
  /** Without those that cannot be read; empty where the browser has no such place. */
  all(): Promise<ReadonlyMap<string, unknown>>;
  /** Written as soon as can be, in the order of the calls; undefined: no longer kept. What comes is written before what goes. */
  keep(changes: ReadonlyMap<string, unknown>): void;
  forget(): Promise<void>;
};

/** The server's sync verbs; rejects with a `CodedError` `http.offline`, `http.signed_out`, `http.outdated`, `http.refused`. */
export type SyncWire = {
  push(request: PushRequest): Promise<PushResponse>;
  pull(request: PullRequest): Promise<PullResponse>;
};

/** What stands in the queue and what came back from the server. */
export type LocalStatus = Pick<SyncStatus, 'unsent' | 'lastPulledAt' | 'refused'>;

/** The database of one user on this device; every function is one atomic change. */
export type LocalStore = {
  readonly deviceId: string;
  /** The database was made at this opening, and so many drafts and unsent changes came `back`; null: it was there. */
  readonly anew: { readonly back: number } | null;
  read<T>(query: (rows: Reader) => Promise<T>): Promise<T>;
  watch<T>(query: (rows: Reader) => Promise<T>, onValue: (value: T) => void): () => void;
  /** Applies and queues; rejects with `sync.not-found` or `sync.forbidden`. */
  mutate(change: Change, author: Author): Promise<void>;
  mutateAll(changes: readonly Change[], author: Author): Promise<void>;
  /** The same with the finished draft, which goes; nothing when it is no longer there as it was finished. */
  lockDraft(draft: FinishedDraft, change: Change, author: Author): Promise<void>;
  takeBack(draft: FinishedDraft, at: Instant): Promise<Draft | null>;
  saveDraft(draft: Draft): Promise<void>;
  removeDraft(id: string): Promise<void>;
  readForm(name: string): Promise<unknown>;
  keepForm(name: string, typed: unknown): Promise<void>;
  /** The oldest changes that the server has not answered. */
  unsent(limit: number): Promise<QueuedMutation[]>;
  /** Answered ones are sent no more; refused ones move to "needs your attention". */
  answered(response: PushResponse): Promise<void>;
  cursors(): Promise<Readonly<Record<string, number>>>;
  /** Restores the server's rows, patches them, drops what they contain, runs again what they do not [PL6]. */
  applyPull(response: PullResponse, at: Instant): Promise<void>;
  watchStatus(listener: (status: LocalStatus) => void): () => void;
  dismissRefused(seq: number): Promise<void>;
  sendAgain(seq: number, author: Author): Promise<void>;
  keepBoth(seq: number, author: Author): Promise<void>;
  /** What signing out would lose. */
  undecided(): Promise<'nothing' | 'unsent' | 'refused'>;
  close(): void;
  /** Deletes the database, and what is kept apart from it. */
  wipe(): Promise<void>;
};
