import type { Identity } from '#shared/accounts/access.ts';
import type { ToPage } from '#shared/live.ts';
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

/** Something that must be done after the commit, whatever happens to this process. */
export type Job = { readonly name: string; readonly payload: unknown; readonly runAt?: Instant; readonly key?: string };

/** One atomic change of the server's store: rows for devices, jobs, and what only the server keeps. */
export type ServerTransaction = Transaction & {
  addJob(job: Job): Promise<void>;
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
  }): Promise<void>;
  /** Version of a row, 0 when there is none. */
  version(kind: Kind, id: string): Promise<number>;
};

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
  }>;
  all<K extends Kind>(kind: K): Promise<Rows[K][]>;
  get<K extends Kind>(kind: K, id: string): Promise<Rows[K] | undefined>;
};

/** A name of who asks, from the request's cookie; null when nobody is signed in. */
export type Identify = (headers: Headers) => Promise<Identity | null>;

/** The open pages. A message to nobody is dropped: what must arrive is a row. */
export type Live = {
  toOperator(operatorId: string, message: ToPage): void;
  toOperators(message: ToPage): void;
  toSupervisors(message: ToPage): void;
  /** Pull now: to everybody who may read one of the spaces. */
  poke(spaces: readonly Space[]): void;
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
  readonly html: string;
  /** Same on every retry. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly content: Uint8Array }[];
};
/** Resolves when the mail server has accepted it; rejects with `SendFailed`. At most 20 s. */
export type SendMail = (mail: Mail) => Promise<void>;

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

/** Failed sign-ins by key (address of mail or of the network), milliseconds since the epoch. */
export type SignInFailures = {
  of(key: string, sinceMs: number): Promise<number[]>;
  add(keys: readonly string[], atMs: number): Promise<void>;
  clear(key: string): Promise<void>;
};
