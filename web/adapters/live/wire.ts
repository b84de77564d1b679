import type { ToPage, ToServer } from '#shared/live.ts';

/** What the page says first, at each connection. */
export type Hello = Extract<ToServer, { t: 'hello' }>;

/** Main thread → worker. */
export type ToWorker =
  | { readonly k: 'open'; readonly url: string; readonly hello: Hello }
  | { readonly k: 'send'; readonly message: ToServer }
  | { readonly k: 'alive'; readonly tick: number; readonly mic: 'live' | 'muted' | 'none'; readonly deaf: boolean }
  /** The network is another one, or back. */
  | { readonly k: 'again' }
  | { readonly k: 'close' };

/** Worker → main thread. */
export type FromWorker =
  | { readonly k: 'state'; readonly state: 'open' | 'connecting' | 'closed' }
  | { readonly k: 'messages'; readonly messages: readonly ToPage[] }
  | { readonly k: 'tick'; readonly tick: number };
