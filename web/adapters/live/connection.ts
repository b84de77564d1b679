import { type ToPage, type ToServer, toPageSchema } from '#shared/live.ts';
import { reconnectDelay } from '#shared/reconnect.ts';
import { answered, type Heartbeat, isAlive, isUnanswered, nextTick, noTick, tickEveryMs } from './heartbeat.ts';
import type { FromWorker, Hello, ToWorker } from './wire.ts';

/** Close codes after which only the user can go on: signed out, another user signed in, or another tab took over. */
const finalCodes: readonly number[] = [4401, 4409];
/** A socket that does not open is given up after this. */
const openWithinMs = 5000;
/** The server says `welcome` every five seconds: a socket silent for longer is dead, whatever the browser believes. */
const silentMostMs = 12_000;

/** What the worker of the live socket runs on; tests give their own. */
export type Surroundings = {
  readonly open: (url: string) => WebSocket;
  readonly tell: (message: FromWorker) => void;
  readonly now: () => number;
  readonly random: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
};

/** The socket's own life, inside the worker: hello, beats, and connecting again for ever. */
export function createConnection(around: Surroundings): (message: ToWorker) => void {
  let hello: { readonly url: string; readonly message: Hello } | null = null;
  let socket: WebSocket | null = null;
  let heart: Heartbeat = noTick;
  let attempt = 0;
  let heardAt = 0;
  let welcomed = false;
  let cancel: () => void = () => undefined;

  const say = (message: ToServer): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  function tick(): void {
    heart = nextTick(heart, around.now());
    around.tell({ k: 'tick', tick: heart.tick });
    cancel = around.after(tickEveryMs, () => {
      if (around.now() - heardAt > silentMostMs) {
        again();
        return;
      }
      if (isUnanswered(heart)) say({ t: 'frozen' });
      tick();
    });
  }

  function connect(): void {
    cancel();
    if (hello === null) return;
    const { url, message } = hello;
    around.tell({ k: 'state', state: 'connecting' });
    const opening = around.open(url);
    socket = opening;
    cancel = around.after(openWithinMs, () => opening.close());
    welcomed = false;
    opening.onopen = () => {
      heardAt = around.now();
      say(message);
      cancel();
      tick(); // at once: nobody is offered a call before his first beat
    };
    opening.onmessage = (event) => {
      if (socket === opening) receive(event.data);
    };
    opening.onclose = (event) => {
      if (socket === opening) lost(event.code);
    };
  }

  function receive(data: unknown): void {
    heardAt = around.now();
    const messages = parse(data).filter((message) => message.t !== 'welcome' || !welcomed); // a second one is the server's pulse
    if (messages.length === 0) return;
    if (messages.some(({ t }) => t === 'welcome')) {
      welcomed = true;
      attempt = 0;
      around.tell({ k: 'state', state: 'open' });
    }
    around.tell({ k: 'messages', messages });
  }

  function lost(code: number): void {
    cancel();
    socket = null;
    if (hello === null || finalCodes.includes(code)) {
      hello = null;
      around.tell({ k: 'state', state: 'closed' });
      return;
    }
    around.tell({ k: 'state', state: 'connecting' });
    cancel = around.after(reconnectDelay(attempt, around.random()), connect);
    attempt += 1;
  }

  /** The network changed, or the server is silent: the old socket may be dead without knowing. */
  function again(): void {
    const old = socket;
    socket = null;
    old?.close();
    attempt = 0;
    connect();
  }

  return (message) => {
    switch (message.k) {
      case 'open':
        hello = { url: message.url, message: message.hello };
        connect();
        return;
      case 'send':
        say(message.message);
        return;
      case 'alive':
        if (!isAlive(heart, message.tick, around.now())) return;
        heart = answered(heart);
        say({ t: 'beat', mic: message.mic, ...(message.deaf && { deaf: true as const }) });
        return;
      case 'again':
        if (hello) again();
        return;
      case 'close':
        hello = null;
        if (socket) socket.close();
        else lost(1000);
    }
  };
}

/** One message or several in one frame. A newer server may say what this page does not know: left out. */
function parse(data: unknown): ToPage[] {
  try {
    const said: unknown = JSON.parse(String(data));
    return (Array.isArray(said) ? said : [said]).flatMap((one) => toPageSchema.safeParse(one).data ?? []);
  } catch {
    return []; // not JSON: nothing that this page knows
  }
}
