import { CodedError } from '#shared/errors.ts';
import { reconnectDelay } from '#shared/reconnect.ts';
import { openSession, type Session, type SessionListener } from './session.ts';

/** What happens to a registered line, besides what the session tells. */
export type LineListener = Omit<SessionListener, 'lost'> & {
  /** Registered anew: whatever leg there was is gone. */
  registered(): void;
  /** The same session on a new socket: a leg that is up stays up. */
  claimed(): void;
  /** Not reachable; it goes on trying. */
  away(problem: string): void;
};

/** A registered telephone line that comes back by itself: it claims its session, and makes a new one when Janus is new. */
export type Line = {
  session(): Session | null;
  /** Whether whoever calls it is heard of: not while the session is lost, or not yet there. */
  isReached(): boolean;
  /** Takes the session over on a new socket: the one there is may be dead without knowing. */
  reach(): void;
  /** Registers anew in a new session, ending the old one. */
  renew(): void;
  stop(): void;
};

/** Opens the line and keeps it open until `stop`. */
export function openLine(url: string, relays: RTCIceServer[], listener: LineListener): Line {
  let session: Session | null = null;
  let stopped = false;
  let recovering = false;
  let attempt = 0;
  let wakeUp: () => void = () => undefined;

  /** Waits as the policy says, or less when the browser says that the network is back. */
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, reconnectDelay(attempt, Math.random()));
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** At once, and soon again: a browser breaks also what it has just opened when the network changes. */
  function hurry(): void {
    attempt = 0;
    wakeUp();
    void recover();
  }

  async function fresh(): Promise<void> {
    session?.drop();
    session?.destroy();
    session = null;
    const made = await openSession(url, relays, { ...listener, lost: () => void recover() });
    if (stopped) {
      made.destroy();
      return;
    }
    session = made;
    await made.register();
    listener.registered();
  }

  async function reach(): Promise<void> {
    if (session === null) return fresh();
    try {
      await session.claim();
      listener.claimed();
    } catch (cause) {
      if (!isGone(cause)) throw cause;
      await fresh();
    }
  }

  async function recover(): Promise<void> {
    if (recovering || stopped) return;
    recovering = true;
    for (attempt = 0; !stopped; attempt += 1) {
      try {
        await reach();
        break;
      } catch (cause) {
        listener.away(cause instanceof CodedError ? cause.code : 'janus.failed');
        if (cause instanceof CodedError && cause.code === 'janus.register') session = closed(session);
        await pause();
      }
    }
    recovering = false;
  }

  const online = (): void => {
    attempt = 0;
    wakeUp();
  };
  globalThis.addEventListener('online', online);
  void recover();

  return {
    session: () => session,
    isReached: () => !recovering,
    reach: hurry,
    renew() {
      session = closed(session);
      listener.away('janus.renewed');
      hurry();
    },
    stop() {
      stopped = true;
      globalThis.removeEventListener('online', online);
      wakeUp();
      session = closed(session);
    },
  };
}

/** Janus is new, or has waited too long for us: nothing is left to claim. */
function isGone(cause: unknown): boolean {
  return cause instanceof CodedError && cause.message.includes('No such session');
}

function closed(session: Session | null): null {
  session?.drop();
  session?.destroy();
  return null;
}
