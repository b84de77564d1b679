import type * as z from 'zod/mini';
import type { Endpoint } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api.ts';
import { CodedError } from '#shared/errors.ts';
import { pageUserHeader } from '#shared/session.ts';
import type { SyncWire } from '../../ports/sync.ts';
import { contract } from './contract.ts';

const TIMEOUT_MS = 30_000;

type Api = typeof api;
/** A sound is sent by `httpGreetings`, which tells how far it is. */
type JsonEndpoint = Exclude<keyof Api, 'recordGreeting' | 'keepSound'>;
type Input<N extends keyof Api> = z.infer<Api[N]['input']>;
type Output<N extends keyof Api> = z.infer<Api[N]['output']>;

/**
 * Calls an endpoint of the contract. Rejects with `http.offline` (no answer, or the server's own failure),
 * `http.signed_out`, or `http.refused` with the server's code in its message.
 */
export type Client = <N extends JsonEndpoint>(name: N, input: Input<N>) => Promise<Output<N>>;

/** The typed client of the pages, made of the schemas of `shared/api.ts`. */
export function createClient(fetch: typeof globalThis.fetch): Client {
  return async <N extends JsonEndpoint>(name: N, input: Input<N>): Promise<Output<N>> => {
    const endpoint: Endpoint = (await contract()).api[name];
    const response = await send(fetch, requestOf(endpoint, input));
    const body = await bodyOf(response);
    const parsed = endpoint.output.safeParse(body);
    if (!parsed.success) throw new CodedError('http.refused', `${name}: an answer that is not in the contract`);
    return parsed.data as Output<N>;
  };
}

/** `fetch` of a page that keeps this user's rows: `http.signed_out` when somebody else has signed in since. */
export const fetchAs =
  (fetch: typeof globalThis.fetch, userId: string): typeof globalThis.fetch =>
  (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set(pageUserHeader, userId);
    return fetch(input, { ...init, headers });
  };

/** The sync verbs over HTTP. */
export const createSyncWire = (client: Client): SyncWire => ({
  push: (request) => client('push', request),
  pull: (request) => client('pull', request),
});

type Sent = { readonly path: string; readonly init: RequestInit };

/** `:name` in the path takes that field; the others are the query of a GET, else the JSON body. */
function requestOf(endpoint: Endpoint, input: object): Sent {
  const fields = new Map(Object.entries(input));
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = fields.get(name);
    fields.delete(name);
    return encodeURIComponent(String(value));
  });
  if (endpoint.method !== 'GET') {
    const headers = { 'content-type': 'application/json' };
    return { path, init: { method: endpoint.method, headers, body: JSON.stringify(Object.fromEntries(fields)) } };
  }
  const query = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)])).toString();
  return { path: query === '' ? path : `${path}?${query}`, init: { method: 'GET' } };
}

async function send(fetch: typeof globalThis.fetch, { path, init }: Sent): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw new CodedError('http.offline', 'no answer', { cause });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 401) throw new CodedError('http.signed_out', 'sign in first');
  if (response.status >= 500) throw new CodedError('http.offline', `status ${response.status}`);
  if (response.status === 426) throw new CodedError('http.outdated', 'this page is too old');
  if (!response.ok) throw new CodedError('http.refused', `status ${response.status}`);
  try {
    return await response.json();
  } catch (cause) {
    throw new CodedError('http.offline', 'an answer cut short', { cause });
  }
}
