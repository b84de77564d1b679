import type { WebSocket } from 'ws';
import { type Identity, readableSpaces } from '#shared/accounts/access.ts';
import { floodGate } from '#shared/flood.ts';
import { mayTell, type ToPage, type ToServer, toServerSchema } from '#shared/live.ts';
import type { Live } from '../../ports/telephony.ts';
import type { After, Clock } from '../../ports/time.ts';
import { createOutlet, type Outlet } from './outlet.ts';

/** Close codes of `/live`; pages do not come back by themselves after the first two. */
export const liveCloseCodes = { signedOut: 4401, replaced: 4409, tooMany: 4429, restart: 1012 } as const;

const pingEveryMs = 5000;
/** A page that takes nothing is cut; it comes back and pulls. */
const mostBuffered = 1024 * 1024;
/** Beats, drafts and commands of one page stay far below. */
const messagesPer10s = 200;

/** One open page after its `hello`. */
type LiveConnection = Pick<Outlet, 'send'> & { readonly deviceId: string; readonly tabId: string };

export type LiveDeps = {
  readonly clock: Clock;
  readonly after: After;
  readonly version: string;
  /** Under which id somebody takes part in calls; null: not at all. */
  readonly deskIdOf: (who: Identity) => string | null;
  /** A page said hello. For an operator it is now the only one, the earlier one has been told so. */
  readonly onOpen: (who: Identity, connection: LiveConnection) => void;
  readonly onMessage: (who: Identity, message: ToServer, connection: LiveConnection) => void;
  /** The page is gone; not called for an operator's page that another one replaced, nor for one of a supervisor without his telephone. */
  readonly onClose: (who: Identity, connection: LiveConnection) => void;
  readonly counters: { refused(reason: string): void };
};

type Hello = Extract<ToServer, { t: 'hello' }>;
type Page = LiveConnection &
  Outlet & { readonly who: Identity; readonly socket: WebSocket; readonly spaces: ReadonlySet<string> };

/**
 * The hub of `/live`: one page per operator, any number per person and supervisor. Of a supervisor's pages one has his telephone:
 * the first, then whichever says something about it.
 */
export function createLive(deps: LiveDeps): Live & {
  /** Takes over the open socket of a page; `session` is the sign-in that it came with. */
  accept(page: { readonly who: Identity; readonly session: string }, socket: WebSocket): void;
  /** Sign-out: closes the pages of this sign-in, not those of the same user elsewhere; returns how many there were. */
  closeSession(session: string): number;
  close(): void;
} {
  const pages = new Set<Page>();
  const byDesk = new Map<string, Page>();
  const sockets = new Map<WebSocket, string>();

  function forget(page: Page): void {
    if (!pages.delete(page)) return;
    const deskId = deps.deskIdOf(page.who);
    if (deskId !== null && byDesk.get(deskId) !== page) return;
    if (deskId !== null) byDesk.delete(deskId);
    deps.onClose(page.who, page);
  }

  /** Another tab takes over; a page that merely reconnects has the same tab and needs no word. */
  function replace(old: Page, tabId: string): void {
    pages.delete(old);
    if (old.tabId === tabId) {
      old.socket.terminate();
      return;
    }
    old.send({ t: 'replaced' });
    old.flush();
    old.socket.close(liveCloseCodes.replaced);
  }

  function open(who: Identity, socket: WebSocket, hello: Hello): Page {
    const page: Page = {
      who,
      socket,
      deviceId: hello.deviceId,
      tabId: hello.tabId,
      spaces: new Set(readableSpaces(who)),
      ...createOutlet((frame) => sendTo(socket, frame), { together: hello.together === true, after: deps.after }),
    };
    const deskId = deps.deskIdOf(who);
    const old = deskId === null ? undefined : byDesk.get(deskId);
    if (old && who.role === 'operator') replace(old, hello.tabId);
    if (deskId !== null && (!old || who.role === 'operator')) byDesk.set(deskId, page);
    pages.add(page);
    page.send({ t: 'welcome', serverTime: deps.clock(), version: deps.version });
    deps.onOpen(who, page);
    return page;
  }

  /** All pages of a browser share one cookie: the page of the user before must not become this one's. */
  function welcome(who: Identity, socket: WebSocket, hello: Hello): Page | null {
    if (hello.userId === undefined || hello.userId === who.userId) return open(who, socket, hello);
    deps.counters.refused('live.another_user');
    socket.close(liveCloseCodes.signedOut);
    return null;
  }

  function receive(who: Identity, socket: WebSocket, page: Page | null, raw: string): Page | null {
    const message = parse(raw);
    if (message === null) {
      deps.counters.refused('live.not_understood');
      sendTo(socket, { t: 'refused', code: 'live.not_understood', callId: null });
      return page;
    }
    if (message.t === 'hello') return page ?? welcome(who, socket, message);
    if (page === null || !pages.has(page)) return page;
    if (!mayTell(who.role, message.t)) {
      deps.counters.refused('live.not_operator');
      page.send({ t: 'refused', code: 'live.not_operator', callId: 'callId' in message ? message.callId : null });
      return page;
    }
    if (hasTelephone(page, message)) deps.onMessage(who, message, page);
    return page;
  }

  /** A supervisor's page with his telephone; another one of his takes it over by a word about it. */
  function hasTelephone(page: Page, message: ToServer): boolean {
    const deskId = deps.deskIdOf(page.who);
    if (deskId !== null && message.t !== 'beat' && message.t !== 'frozen') byDesk.set(deskId, page);
    return deskId === null || byDesk.get(deskId) === page;
  }

  return {
    accept({ who, session }, socket) {
      let page: Page | null = null;
      const tooMany = floodGate(messagesPer10s, 10_000);
      const stopPings = keepAlive(socket, () => page?.send({ t: 'welcome', serverTime: deps.clock(), version: deps.version }));
      sockets.set(socket, session);
      socket.on('message', (data) => {
        if (tooMany(Date.now())) socket.close(liveCloseCodes.tooMany);
        else page = receive(who, socket, page, String(data));
      });
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        stopPings();
        sockets.delete(socket);
        if (page) forget(page);
      });
    },
    closeSession(session) {
      const own = [...sockets].filter(([, of]) => of === session);
      for (const [socket] of own) socket.close(liveCloseCodes.signedOut);
      return own.length;
    },
    close() {
      for (const socket of sockets.keys()) socket.close(liveCloseCodes.restart);
    },
    toOperator: (operatorId, message) => byDesk.get(operatorId)?.send(message),
    toOperators: (message) => {
      for (const page of pages) if (page.who.role === 'operator') page.send(message);
    },
    toSupervisors: (message) => {
      for (const page of pages) if (page.who.role === 'supervisor') page.send(message);
    },
    poke: (spaces, when) => {
      for (const page of pages) {
        const readable = spaces.filter((space) => page.spaces.has(space));
        if (readable.length > 0) page.send({ t: 'poke', spaces: readable }, when);
      }
    },
  };
}

function parse(raw: string): ToServer | null {
  try {
    return toServerSchema.safeParse(JSON.parse(raw)).data ?? null;
  } catch {
    return null; // not JSON: answered and counted like any message that is not understood
  }
}

function sendTo(socket: WebSocket, message: ToPage | readonly ToPage[]): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > mostBuffered) socket.terminate();
  else socket.send(JSON.stringify(message));
}

/** Cuts a socket that does not answer two pings; the pulse tells the page, which sees no pings, that we are here. */
function keepAlive(socket: WebSocket, pulse: () => void): () => void {
  let unanswered = 0;
  socket.on('pong', () => {
    unanswered = 0;
  });
  const timer = setInterval(() => {
    unanswered += 1;
    if (unanswered > 2) socket.terminate();
    else {
      socket.ping();
      pulse();
    }
  }, pingEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
