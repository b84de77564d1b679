import type { OwnSession } from '#shared/api/accounts.ts';
import type { Session } from '#shared/api/sync.ts';

/** Sign-in at the server; never rejects for a missing network: that is an answer too. */
export type Identity = {
  signIn(
    email: string,
    password: string,
  ): Promise<
    | { readonly kind: 'signed-in' }
    | { readonly kind: 'wrong' }
    | { readonly kind: 'limited'; readonly waitSeconds: number }
    | { readonly kind: 'unreachable' }
  >;
  signOut(): Promise<void>;
  session(): Promise<
    { readonly kind: 'session'; readonly session: Session } | { readonly kind: 'signed-out' } | { readonly kind: 'unreachable' }
  >;
  /** Renews the signed cookie's cache, so that `/live` and `/janus` open while the database is away. */
  renew(): Promise<void>;
};

/** Access to a sign-in, and where it is used; never rejects for a missing network: that is an answer too. */
export type Access = {
  /** The answer is the same whether the address is known or not. */
  ask(email: string): Promise<'asked' | 'limited' | 'unreachable'>;
  /** With the token of a link, which holds once. */
  setPassword(token: string, password: string): Promise<'set' | 'expired' | 'limited' | 'unreachable'>;
  /** Null: the server cannot be reached. */
  sessions(): Promise<readonly OwnSession[] | null>;
  /** One of them, or (null) all but this one; false: the server cannot be reached. */
  endSessions(id: string | null): Promise<boolean>;
};
