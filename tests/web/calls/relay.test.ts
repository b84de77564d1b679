import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Relay } from '#shared/api/calls.ts';
import { keepRelay } from '../../../web/adapters/janus/relay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that numbers what it lends; `answers` says what it does next. */
function lender() {
  let lent = 0;
  const server = {
    answers: 'yes' as 'yes' | 'no' | 'never',
    ask: async (): Promise<Relay> => {
      if (server.answers === 'never') await new Promise<void>(() => undefined);
      if (server.answers === 'no') throw new Error('offline');
      lent += 1;
      return { servers: [{ urls: ['turn:x'], username: String(lent), credential: 'c' }], seconds: 3600 };
    },
  };
  return server;
}

test('name and password are renewed before they end, in the place where the telephone looks', async () => {
  const renewed = vi.fn();
  const relay = keepRelay(lender().ask, renewed);
  await relay.first();
  const { servers } = relay;
  expect(servers).toMatchObject([{ username: '1' }]);
  await vi.advanceTimersByTimeAsync(2699_000);
  expect(servers).toMatchObject([{ username: '1' }]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(servers).toMatchObject([{ username: '2' }]);
  expect(renewed).toHaveBeenCalledTimes(2);
  relay.stop();
  await vi.advanceTimersByTimeAsync(7200_000);
  expect(servers).toMatchObject([{ username: '2' }]);
});

test('without an answer what there is stays, and it asks again soon', async () => {
  const server = lender();
  const relay = keepRelay(server.ask, () => undefined);
  await relay.first();
  server.answers = 'no';
  await vi.advanceTimersByTimeAsync(2700_000);
  expect(relay.servers).toMatchObject([{ username: '1' }]);
  server.answers = 'yes';
  await vi.advanceTimersByTimeAsync(30_000);
  expect(relay.servers).toMatchObject([{ username: '2' }]);
  relay.stop();
});

test('a telephone starts after 3 s without an answer, and has the relay when it comes', async () => {
  const server = lender();
  server.answers = 'never';
  const relay = keepRelay(server.ask, () => undefined);
  const started = vi.fn();
  void relay.first().then(started);
  await vi.advanceTimersByTimeAsync(2_900);
  expect(started).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(started).toHaveBeenCalledOnce();
  expect(relay.servers).toEqual([]);
  relay.stop();
});
