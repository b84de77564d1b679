import type { Identity } from '#shared/accounts/access.ts';
import type { KnownSignIn } from '#shared/accounts/access-request.ts';
import type { Instant } from '#shared/time.ts';

/** A name of who asks, from the request's cookie; null when nobody is signed in. */
export type Identify = (headers: Headers) => Promise<Identity | null>;

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
