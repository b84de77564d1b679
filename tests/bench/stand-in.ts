import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { PhoneCredentials } from '../../server/ports/telephony.ts';
import { type ToPage, type ToServer, toPageSchema } from '../../shared/live.ts';
import { operatorPhone } from '../adapters/operator-phone.ts';
import { cookieOf } from '../e2e/api-user.ts';

type StandIn = { close(): Promise<void> };

/**
 * An operator without a browser, who answers every offer: his page is a socket that says what pages say, his telephone one that
 * registers at the exchange as Janus registers the page's. Resolves when he is ready for calls.
 */
export async function standIn(operator: {
  readonly url: string;
  readonly email: string;
  readonly telephone: PhoneCredentials;
  /** Where the exchange takes operators' telephones. */
  readonly port: number;
  readonly toneHz: number;
}): Promise<StandIn> {
  const { url, telephone, port, toneHz } = operator;
  const phone = await operatorPhone({ ...telephone, port, toneHz });
  const cookie = await cookieOf(url, operator.email);
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/live`, { headers: { cookie, origin: url } });
  const page = pageOn(socket);
  await once(socket, 'open');
  page.say({ t: 'hello', deviceId: randomUUID(), tabId: randomUUID() });
  await page.hears((message) => message.t === 'presence');
  const beating = setInterval(() => page.say({ t: 'beat', mic: 'live' }), 1000);
  page.say({ t: 'phone', state: 'registered' });
  page.say({ t: 'ready' });
  await page.hears((message) => message.t === 'presence' && message.presence.state === 'ready');
  return {
    async close() {
      const dropped = page.hears((message) => message.t === 'leg' && !message.wanted);
      page.say({ t: 'pause', reason: 'break' });
      await dropped;
      clearInterval(beating);
      socket.close();
      phone.close();
    },
  };
}

/** Paints an offer at once, and answers it. */
function pageOn(socket: WebSocket) {
  const lookers = new Set<(message: ToPage) => void>();
  const say = (message: ToServer): void => socket.send(JSON.stringify(message));
  socket.on('message', (data) => {
    const message = toPageSchema.safeParse(JSON.parse(String(data))).data;
    if (message === undefined) return;
    if (message.t === 'offer') for (const t of ['shown', 'answer'] as const) say({ t, callId: message.call.callId });
    for (const look of lookers) look(message);
  });
  return {
    say,
    hears: (what: (message: ToPage) => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (message: ToPage): void => {
          if (!what(message)) return;
          lookers.delete(look);
          resolve();
        };
        lookers.add(look);
      }),
  };
}
