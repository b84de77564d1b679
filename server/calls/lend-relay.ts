import { createHmac } from 'node:crypto';
import type { Relay } from '#shared/api/calls.ts';

/** Seconds that a name and password let somebody in; what has been let in goes on. */
const lifetimeSeconds = 3600;

export type RelayDeps = {
  /** Null: there is no relay. */
  readonly turn: { readonly urls: readonly string[]; readonly secret: string } | null;
  readonly nowMs: () => number;
};

/**
 * Name and password for the TURN server, by the secret that it shares with us (draft-uberti-behave-turn-rest-00, 2.2; coturn's
 * `use-auth-secret`). `user` stands in the relay's own log.
 */
export const lendRelay =
  ({ turn, nowMs }: RelayDeps) =>
  (user: string): Relay => {
    if (turn === null) return { servers: [], seconds: lifetimeSeconds };
    const username = `${Math.floor(nowMs() / 1000) + lifetimeSeconds}:${user}`;
    const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
    return { servers: [{ urls: [...turn.urls], username, credential }], seconds: lifetimeSeconds };
  };
