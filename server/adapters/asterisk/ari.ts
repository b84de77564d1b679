import { WebSocket } from 'ws';
import { CodedError } from '#shared/errors.ts';

/** Where Asterisk's REST interface answers: `http://user:password@host:port`. */
export type AriAddress = { readonly url: string; readonly application: string };

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type AriRequest = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  query?: Query,
  body?: unknown,
) => Promise<unknown>;

/** A refusal of Asterisk, with its HTTP status. */
export class AriRefused extends CodedError {
  readonly status: number;
  constructor(method: string, path: string, status: number) {
    super('telephony.refused', `${method} ${path.replace(/\?.*/, '')} answered ${status}`);
    this.status = status;
  }
}

/**
 * Commands to Asterisk; each has 5 s. One whose connection broke is given once more: a process that stood still finds closed
 * those that it had kept. What a command is about is named by us, so that twice is once (RFC 9110, 9.2.2).
 */
export function ariRequests(address: AriAddress): AriRequest {
  const { base, authorization } = split(address.url);
  return (...command) =>
    ask(...command).catch((cause: unknown) => (isConnectionLost(cause) ? ask(...command) : Promise.reject(cause)));

  async function ask(...[method, path, query = {}, body]: Parameters<AriRequest>): Promise<unknown> {
    const url = new URL(`${base}/ari${path}`);
    for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, String(value));
    const response = await fetch(url, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(5000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new AriRefused(method, path, response.status);
    if (content.length === 0) return null;
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(content.toString()) : content;
  }
}

/** As `fetch` says it; it has other errors for what took too long. */
const isConnectionLost = (cause: unknown): boolean => cause instanceof TypeError;

export type AriSocketDeps = {
  readonly onOpen: () => void;
  readonly onEvent: (event: unknown) => void;
  readonly onClose: () => void;
};

/** Keeps the event socket of one application open until `stop`; comes back by itself. */
export function keepAriSocket(address: AriAddress, deps: AriSocketDeps): { stop(): void } {
  const { base, authorization } = split(address.url);
  let stopped = false;
  let attempt = 0;
  let socket: WebSocket | null = null;
  let retry: NodeJS.Timeout | undefined;

  function connect(): void {
    const url = `${base.replace(/^http/, 'ws')}/ari/events?app=${encodeURIComponent(address.application)}&subscribeAll=false`;
    socket = new WebSocket(url, { headers: { authorization }, handshakeTimeout: 3000 });
    let opened = false;
    socket.on('open', () => {
      opened = true;
      attempt = 0;
      deps.onOpen();
    });
    socket.on('message', (data) => deps.onEvent(JSON.parse(String(data))));
    // 'close' follows every 'error', and is where the reconnect is decided
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (opened && !stopped) deps.onClose();
      if (stopped) return;
      retry = setTimeout(connect, reconnectDelay(attempt));
      attempt += 1;
    });
  }

  connect();
  return {
    stop() {
      stopped = true;
      clearTimeout(retry);
      socket?.close();
    },
  };
}

/** Milliseconds before the next attempt. */
const reconnectDelay = (attempt: number): number => Math.min(1000, 100 * 2 ** attempt);

function split(url: string): { base: string; authorization: string } {
  const parsed = new URL(url);
  const login = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`;
  return { base: `${parsed.protocol}//${parsed.host}`, authorization };
}
