import { accountsApi } from './api/accounts.ts';
import { callsApi, recordingPath } from './api/calls.ts';
import { deliveryApi } from './api/delivery.ts';
import { directoryApi } from './api/directory.ts';
import type { Audience } from './api/endpoint.ts';
import { joiningApi } from './api/joining.ts';
import { syncApi } from './api/sync.ts';

/** What pages need besides, once they have loaded the contract. */
export { ownSessionsSchema } from './api/accounts.ts';
export { perImportPart } from './api/directory.ts';

/** The whole HTTP contract of the pages. */
export const api = {
  ...syncApi,
  ...accountsApi,
  ...joiningApi,
  ...directoryApi,
  ...callsApi,
  ...deliveryApi,
} as const;

/** Of the routes that are not JSON calls of pages: `gateway` shows the bearer of the SMS gateway, `machine` asks from the server's own machine. */
type OtherAudience = Audience | 'gateway' | 'machine';
type OtherRoute = { readonly method: 'GET' | 'POST'; readonly path: string; readonly who: OtherAudience };

/** Every other route that the server has, with who may call it; one that is in neither table ends its start. */
export const otherRoutes = {
  signIn: { method: 'POST', path: '/api/auth/sign-in/email', who: 'public' },
  /** Of nobody: nothing happens. */
  signOut: { method: 'POST', path: '/api/auth/sign-out', who: 'public' },
  /** Renews the signed copy of the session in the cookie; of nobody: nothing happens. */
  renewCookie: { method: 'GET', path: '/api/auth/get-session', who: 'public' },
  /** An address asks for access: the answer is the same whether it is known or not; `sign_in.too_many`. */
  askAccess: { method: 'POST', path: '/api/access/ask', who: 'public' },
  /** Sets a password with the token of a link: `set` or `expired`; `sign_in.too_many`. */
  setPassword: { method: 'POST', path: '/api/access/password', who: 'public' },
  /** Where the user is signed in. */
  sessions: { method: 'GET', path: '/api/sessions', who: 'signed-in' },
  endSessions: { method: 'POST', path: '/api/sessions/end', who: 'signed-in' },
  /** Of a foreign account as if there were none. */
  recording: { method: 'GET', path: recordingPath(':id'), who: 'signed-in' },
  /** Of a foreign account as if there were none. */
  greetingSound: { method: 'GET', path: '/api/accounts/:accountId/voicemail-greeting/:which', who: 'signed-in' },
  /** A sound that the account's row names; else, and of a foreign account, as if there were none. */
  accountSound: { method: 'GET', path: '/api/accounts/:accountId/sounds/:recordingId', who: 'signed-in' },
  smsHook: { method: 'POST', path: '/api/hooks/sms', who: 'gateway' },
  /** Whether it serves; the details are the machine's own. */
  healthz: { method: 'GET', path: '/healthz', who: 'public' },
  readyz: { method: 'GET', path: '/readyz', who: 'public' },
  metrics: { method: 'GET', path: '/metrics', who: 'machine' },
  /** All of this, as OpenAPI. */
  openApi: { method: 'GET', path: '/api/openapi.json', who: 'public' },
} as const satisfies Readonly<Record<string, OtherRoute>>;

/** The WebSocket paths, from pages of our own origin only; `/janus` besides takes the booth's token, in the demonstration. */
export const sockets = { '/live': 'signed-in', '/janus': ['operator', 'supervisor'] } as const satisfies Readonly<
  Record<string, Audience>
>;
