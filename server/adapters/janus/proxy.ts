import { WebSocket } from 'ws';
import { floodGate } from '#shared/flood.ts';
import { cleanAnswer, errorAnswer, type JanusUser, judge, type Rules, registerBody, type SipCredentials } from './messages.ts';
import { newSessionId, ownsSession } from './session-id.ts';
import { janusToken } from './token.ts';

/** Close codes of the page's socket: Janus is away, come back and claim; signed out; too many messages. */
export const closeCodes = { upstreamLost: 1012, signedOut: 4401, tooMany: 4429 } as const;

/** A page sends about thirty messages to bring its leg up, then one every ten seconds. */
const messagesPer10s = 300;
const heldBackMost = 50;

export type JanusProxyDeps = {
  /** WebSocket address of Janus, loopback. */
  readonly janusUrl: string;
  /** `token_auth_secret` of Janus; also marks the session ids. */
  readonly tokenSecret: string;
  /** Port of Asterisk's loopback transport for browser telephones. */
  readonly sipPort: number;
  /** The SIP account of this page, made when needed; null when he may have none. */
  readonly credentials: (who: JanusUser) => Promise<SipCredentials | null>;
  readonly boothNumbers: () => readonly string[];
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly counters: { refused(reason: string): void; opened(kind: JanusUser['kind']): void };
};

type Page = { readonly who: JanusUser; readonly socket: WebSocket; readonly upstream: WebSocket; readonly sessions: Set<number> };

/** The way of every browser telephone to Janus: signed in, rebuilt message by message, the token added here. */
export function attachJanus(deps: JanusProxyDeps) {
  const pages = new Set<Page>();
  /** Sessions whose page went without destroying them; ended when the same user starts a new one. */
  const left = new Map<string, Set<number>>();

  const send = (page: Page, message: object): void =>
    page.upstream.send(JSON.stringify({ ...message, token: janusToken(deps.tokenSecret, Date.now()) }));

  /** The old telephone of a reloaded page would keep its registration: end it before the new one registers. */
  function endLeft(page: Page): void {
    for (const session of left.get(page.who.userId) ?? []) {
      send(page, { janus: 'destroy', session_id: session, transaction: `left${session}` });
    }
    left.delete(page.who.userId);
  }

  function fromJanus(page: Page, claims: ReadonlySet<string>, raw: string): void {
    const answer = cleanAnswer(raw);
    if (answer === null || answer.transaction?.startsWith('left')) return;
    const created = answer.janus === 'success' && answer.session_id === undefined ? answer.data?.id : undefined;
    if (created !== undefined) {
      endLeft(page);
      page.sessions.add(created);
    }
    if (answer.janus === 'timeout' && answer.session_id !== undefined) page.sessions.delete(answer.session_id);
    page.socket.send(answer.text);
    // A failed claim leaves nothing to talk about: the page makes a new session on a new socket.
    if (answer.janus === 'error' && claims.has(answer.transaction ?? '')) page.socket.close(1000);
  }

  async function register(page: Page, message: object, transaction: string): Promise<void> {
    const sip = await deps.credentials(page.who);
    if (page.upstream.readyState !== WebSocket.OPEN) return;
    if (sip === null) page.socket.send(errorAnswer(transaction, 403, 'no telephone for this user'));
    else send(page, { ...message, body: registerBody(sip, deps.sipPort) });
  }

  function fromPage(page: Page, rules: Rules, claims: Set<string>, raw: string): void {
    const verdict = judge(raw, rules);
    if (verdict.verdict === 'refuse') {
      deps.counters.refused(verdict.reason);
      deps.log('janus.refused', { userId: page.who.userId, reason: verdict.reason });
      page.socket.send(errorAnswer(verdict.transaction, verdict.reason === 'No such session' ? 458 : 403, verdict.reason));
      return;
    }
    note(page, claims, verdict.message);
    if (verdict.verdict === 'send') {
      send(page, verdict.message);
      return;
    }
    register(page, verdict.message, verdict.transaction).catch((cause: unknown) => {
      deps.log('janus.credentials_failed', { userId: page.who.userId, cause: String(cause) });
      page.socket.send(errorAnswer(verdict.transaction, 490, 'the telephone exchange is away'));
    });
  }

  function accept(who: JanusUser, socket: WebSocket): void {
    const upstream = new WebSocket(deps.janusUrl, 'janus-protocol');
    const page: Page = { who, socket, upstream, sessions: new Set() };
    const rules: Rules = {
      kind: who.kind,
      owns: (id) => ownsSession(deps.tokenSecret, who.userId, id),
      newSessionId: () => newSessionId(deps.tokenSecret, who.userId),
      boothNumbers: deps.boothNumbers(),
      sipPort: deps.sipPort,
    };
    const claims = new Set<string>();
    const heldBack: string[] = [];
    const tooMany = floodGate(messagesPer10s, 10_000);
    pages.add(page);
    deps.counters.opened(who.kind);
    socket.on('message', (data) => {
      if (tooMany(Date.now())) socket.close(closeCodes.tooMany);
      else if (upstream.readyState === WebSocket.OPEN) fromPage(page, rules, claims, String(data));
      else if (heldBack.length < heldBackMost) heldBack.push(String(data));
    });
    upstream.on('open', () => {
      for (const raw of heldBack.splice(0)) fromPage(page, rules, claims, raw);
    });
    upstream.on('message', (data) => fromJanus(page, claims, String(data)));
    upstream.on('error', (cause) => deps.log('janus.upstream', { cause: cause.message }));
    upstream.on('close', () => socket.close(closeCodes.upstreamLost));
    socket.on('error', (cause) => deps.log('janus.page', { cause: cause.message }));
    socket.on('close', () => {
      pages.delete(page);
      if (page.sessions.size > 0) left.set(who.userId, new Set([...(left.get(who.userId) ?? []), ...page.sessions]));
      upstream.close();
    });
  }

  /** The socket that had the session until now went with another network, and would never end by itself. */
  function leaveTo(page: Page, session: number): void {
    for (const other of pages) if (other !== page && other.sessions.delete(session)) other.socket.terminate();
  }

  /** A claimed session is this page's again; a destroyed one is nobody's. */
  function note(page: Page, claims: Set<string>, message: Readonly<Record<string, unknown>>): void {
    const { janus, session_id: session, transaction } = message;
    if (typeof session !== 'number') return;
    if (janus === 'destroy') page.sessions.delete(session);
    if (janus !== 'claim') return;
    claims.add(String(transaction));
    left.get(page.who.userId)?.delete(session);
    leaveTo(page, session);
    page.sessions.add(session);
  }

  return {
    /** Takes over the open socket of a page whose user is known. */
    accept,
    /** Sign-out: ends the telephones of this sign-in and closes their sockets. */
    closeSession(session: string): void {
      for (const page of pages) {
        if (page.who.session !== session) continue;
        for (const id of page.sessions) {
          if (page.upstream.readyState === WebSocket.OPEN) {
            send(page, { janus: 'destroy', session_id: id, transaction: `left${id}` });
          }
        }
        page.sessions.clear();
        page.socket.close(closeCodes.signedOut);
      }
    },
    /** The server ends: pages come back and claim. */
    close(): void {
      for (const page of pages) page.socket.close(closeCodes.upstreamLost);
    },
  };
}
