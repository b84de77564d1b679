import { expect, test, vi } from 'vitest';
import type { ToPage, ToServer } from '../../../shared/live.ts';
import { createConnection } from '../../../web/adapters/live/connection.ts';
import { isAlive, nextTick, noTick } from '../../../web/adapters/live/heartbeat.ts';
import type { FromWorker } from '../../../web/adapters/live/wire.ts';

vi.stubGlobal('WebSocket', { OPEN: 1 });
const deviceId = '00000000-0000-4000-8000-000000000001';
const tabId = '00000000-0000-4000-8000-000000000002';
const hello = { t: 'hello', userId: 'u-lea', deviceId, tabId } as const;
const welcome: ToPage = { t: 'welcome', serverTime: '2026-11-19T09:42:00.000Z', version: '1' };

/** A socket whose other end is the test. */
class FakeSocket {
  readonly sent: ToServer[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.end(1005);
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  end(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

function world() {
  const sockets: FakeSocket[] = [];
  const told: FromWorker[] = [];
  let now = 0;
  let waiting: { at: number; run: () => void }[] = [];
  const handle = createConnection({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    tell: (message) => told.push(message),
    now: () => now,
    random: () => 1,
    after: (ms, run) => {
      const one = { at: now + ms, run };
      waiting.push(one);
      return () => {
        waiting = waiting.filter((other) => other !== one);
      };
    },
  });
  const advance = (ms: number): void => {
    const until = now + ms;
    for (;;) {
      const next = waiting.filter((one) => one.at <= until).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      waiting = waiting.filter((one) => one !== next);
      now = next.at;
      next.run();
    }
    now = until;
  };
  handle({ k: 'open', url: 'ws://x/live', hello });
  const last = (): FakeSocket => sockets.at(-1) ?? new FakeSocket();
  const opened = (): FakeSocket => {
    last().open();
    last().say(welcome);
    return last();
  };
  const states = () => told.flatMap((m) => (m.k === 'state' ? [m.state] : []));
  const ticks = () => told.flatMap((m) => (m.k === 'tick' ? [m.tick] : []));
  return { handle, told, advance, last, opened, states, ticks, sockets };
}

test('hello comes first, and the socket counts as open after the welcome', () => {
  const { last, states } = world();
  last().open();
  expect(last().sent).toEqual([hello]);
  expect(states()).toEqual(['connecting']);
  last().say(welcome);
  expect(states()).toEqual(['connecting', 'open']);
});

test('a beat goes out for each tick that the main thread answers within a second; for a frozen page the worker says so', () => {
  const { advance, handle, opened } = world();
  const socket = opened();
  handle({ k: 'alive', tick: 1, mic: 'live', deaf: false });
  expect(socket.sent.slice(1), 'the first at once').toEqual([{ t: 'beat', mic: 'live' }]);
  advance(1000);
  advance(1500);
  handle({ k: 'alive', tick: 2, mic: 'live', deaf: false });
  handle({ k: 'alive', tick: 3, mic: 'muted', deaf: true });
  advance(500);
  expect(socket.sent.slice(1)).toEqual([{ t: 'beat', mic: 'live' }, { t: 'frozen' }, { t: 'beat', mic: 'muted', deaf: true }]);
});

test.each([
  [1, 1500, true],
  [1, 2001, false],
  [2, 1500, false],
])('an answer to tick %i at %i ms is worth a beat: %s', (answer, at, alive) => {
  expect(isAlive(nextTick(noTick, 1000), answer, at)).toBe(alive);
});

test('a lost socket comes back by itself, later each time, and says hello again', () => {
  const { advance, last, opened, sockets } = world();
  opened().end(1006);
  advance(249);
  expect(sockets).toHaveLength(1);
  advance(1);
  expect(sockets).toHaveLength(2);
  last().end(1006);
  advance(499);
  expect(sockets).toHaveLength(2);
  advance(1);
  last().open();
  expect(last().sent[0]).toMatchObject({ t: 'hello' });
});

test.each([[4401], [4409]])('after close code %i only the user can go on', (code) => {
  const { advance, opened, sockets, states } = world();
  opened().end(code);
  advance(60_000);
  expect(sockets).toHaveLength(1);
  expect(states().at(-1)).toBe('closed');
});

test("the server's pulse keeps the socket and is not shown; without it the socket is given up after 12 s", () => {
  const { advance, opened, sockets, told } = world();
  const socket = opened();
  advance(10_000);
  socket.say(welcome);
  advance(10_000);
  expect(told.filter((m) => m.k === 'messages')).toHaveLength(1);
  expect(sockets).toHaveLength(1);
  advance(4000);
  expect(sockets).toHaveLength(2);
});

test('what the server said in one go is handed on in one go, without what this page does not know', () => {
  const { opened, told } = world();
  const offered = { t: 'queue', waiting: [] };
  opened().say([offered, { t: 'of a later version' }, { t: 'leg', wanted: true }]);
  expect(told.at(-1)).toEqual({ k: 'messages', messages: [offered, { t: 'leg', wanted: true }] });
});

test('when the network is back or another one nobody waits', () => {
  const { handle, last, opened, sockets } = world();
  opened();
  handle({ k: 'again' });
  expect(sockets).toHaveLength(2);
  last().open();
  expect(last().sent).toHaveLength(1);
});

test('a closed socket stays closed', () => {
  const { advance, handle, opened, sockets, states } = world();
  opened();
  handle({ k: 'close' });
  advance(60_000);
  expect(sockets).toHaveLength(1);
  expect(states().at(-1)).toBe('closed');
});
