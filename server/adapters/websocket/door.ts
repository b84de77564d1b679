import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** How soon a session that ended elsewhere, or a changed right, closes the socket, ms. */
const recheckEveryMs = 60_000;
/** 4401 as both sides of our sockets know it; 1012 lets the page come back at once, as who it is now. */
const closeCodeOf = { 'signed-out': 4401, changed: 1012 } as const;

/** Largest message that a page may send, bytes. */
const largestMessage = 64 * 1024;

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export type DoorDeps<W> = {
  /** PUBLIC_URL's origin: no other site's page may open a socket with this user's cookies. */
  readonly origin: string;
  readonly protocol: string | null;
  /** Who asks, from the request; null refuses with 401. */
  readonly identify: (request: { readonly headers: Headers; readonly url: URL }) => Promise<W | null>;
  readonly accept: (who: W, socket: WebSocket) => void;
  /** Whether an open socket may stay; asked every minute. When it cannot be asked, it stays. */
  readonly recheck: (who: W, request: { readonly headers: Headers }) => Promise<'same' | 'changed' | 'signed-out'>;
  readonly recheckEveryMs?: number;
  readonly onRefused: (reason: 'origin' | 'signed-out' | 'failed') => void;
};

/** The door of a WebSocket path: looks at the origin and at who asks before there is a socket at all. */
export function createDoor<W>(deps: DoorDeps<W>): Upgrade {
  const { protocol } = deps;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    handleProtocols: (offered) => (protocol !== null && offered.has(protocol) ? protocol : false),
  });

  async function open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (request.headers.origin !== deps.origin) {
      deps.onRefused('origin');
      refuse(socket, '403 Forbidden');
      return;
    }
    const who = await deps.identify({ headers: headersOf(request), url: new URL(request.url ?? '/', deps.origin) });
    if (who === null) {
      deps.onRefused('signed-out');
      refuse(socket, '401 Unauthorized');
      return;
    }
    server.handleUpgrade(request, socket, head, (opened) => {
      deps.accept(who, opened);
      keepAsking(opened, () => deps.recheck(who, { headers: headersOf(request) }));
    });
  }

  function keepAsking(socket: WebSocket, ask: () => ReturnType<typeof deps.recheck>): void {
    const timer = setInterval(() => {
      ask().then(
        (answer) => answer !== 'same' && socket.close(closeCodeOf[answer]),
        () => deps.onRefused('failed'),
      );
    }, deps.recheckEveryMs ?? recheckEveryMs);
    timer.unref();
    socket.on('close', () => clearInterval(timer));
  }

  return (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    open(request, socket, head).catch(() => {
      deps.onRefused('failed');
      refuse(socket, '503 Service Unavailable');
    });
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
  }
  return headers;
}
