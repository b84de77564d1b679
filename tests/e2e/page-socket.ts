import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type ToPage, toPageSchema } from '../../shared/live.ts';

/** What came of asking for a socket: it opened, an HTTP status, or no answer at all. */
export type Outcome = 'open' | 'cut' | number;

/** A socket as a page opens it, with these headers; keeps what it hears. */
export async function openSocket(url: string, headers: Readonly<Record<string, string>>) {
  const protocols = url.includes('/janus') ? ['janus-protocol'] : [];
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, { headers });
  const heard: ToPage[] = [];
  socket.on('message', (data) => {
    const parsed = toPageSchema.safeParse(JSON.parse(String(data)));
    if (parsed.success) heard.push(parsed.data);
  });
  const outcome = await new Promise<Outcome>((resolve) => {
    socket.once('open', () => resolve('open'));
    socket.once('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 'cut');
      response.destroy();
    });
    socket.once('error', () => resolve('cut'));
  });
  return {
    outcome,
    heard,
    /** The code with which the server closed it. */
    closed: outcome === 'open' ? once(socket, 'close').then(([code]) => Number(code)) : Promise.resolve(0),
    hello: () => socket.send(JSON.stringify({ t: 'hello', deviceId: randomUUID(), tabId: randomUUID() })),
    close: () => socket.terminate(),
  };
}

/** The accounts' spaces that this page was told to pull so far, each once, in their order. */
export const pokedSpaces = (page: { readonly heard: readonly ToPage[] } | undefined): string[] => {
  const spaces = page?.heard.flatMap((message) => (message.t === 'poke' ? message.spaces : [])) ?? [];
  return [...new Set(spaces)].filter((space) => space.startsWith('account:')).toSorted();
};
