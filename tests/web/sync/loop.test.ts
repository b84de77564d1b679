import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { CodedError } from '#shared/errors.ts';
import { takeBatch } from '../../../web/sync/batch.ts';
import { createLoop, type LoopState, nextRoundIn } from '../../../web/sync/loop.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function loopWith(rounds: ((heed: () => void) => Promise<void>)[]) {
  const states: LoopState[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  const errors: unknown[] = [];
  let ran = 0;
  const loop = createLoop({
    round: (heed) => rounds[ran++]?.(heed) ?? Promise.resolve(),
    after: (ms, run) => {
      timers.push({ ms, run });
      return () => void timers.pop();
    },
    random: () => 0,
    onState: (state) => states.push(state),
    onError: (error) => errors.push(error),
  });
  return { loop, states, timers, errors, ran: () => ran };
}
const failing = (code: string) => () => Promise.reject(new CodedError(code, 'planned'));

test('a missing network is tried again by itself, a missing session only when woken', async () => {
  const { loop, states, timers, errors } = loopWith([failing('http.offline'), failing('http.signed_out')]);
  loop.wake();
  await settled();
  expect(states).toEqual(['syncing', 'offline']);
  timers.at(-1)?.run();
  await settled();
  expect(states.slice(-2)).toEqual(['syncing', 'signed-out']);
  expect(timers).toHaveLength(0);
  loop.wake();
  await settled();
  expect(states.at(-1)).toBe('idle');
  expect(errors).toEqual([]);
});

test('wakes during a round make one more round, not many', async () => {
  const { loop, ran } = loopWith([]);
  for (let i = 0; i < 5; i++) loop.wake();
  await settled();
  expect(ran()).toBe(2);
});

test('what wakes the loop before the round has looked is in that round; what comes after makes one more', async () => {
  const wakesThenLooks = async (heed: () => void) => {
    await settled();
    loop.wake();
    heed();
  };
  const looksThenWakes = async (heed: () => void) => {
    await settled();
    heed();
    loop.wake();
  };
  const { loop, ran, timers } = loopWith([wakesThenLooks, looksThenWakes]);
  const idle = (rounds: number) => vi.waitFor(() => expect([timers.length, ran() >= rounds]).toEqual([1, true]));
  loop.wake();
  await idle(1);
  expect(ran()).toBe(1);
  loop.wake();
  await idle(3);
  expect(ran()).toBe(3);
});

test('an unexpected failure is told and tried again', async () => {
  const { loop, states, errors, timers } = loopWith([() => Promise.reject(new TypeError('planned'))]);
  loop.wake();
  await settled();
  expect([states.at(-1), errors.length, timers.length]).toEqual(['offline', 1, 1]);
});

test('after stop nothing runs any more', async () => {
  const { loop, timers, ran } = loopWith([]);
  loop.wake();
  await loop.stop();
  loop.wake();
  await settled();
  expect([timers.length, ran()]).toEqual([0, 1]);
});

test('the wait grows with failures up to 8 s and never ends', () => {
  const waits = [1, 2, 3, 4, 5, 50].map((failures) => nextRoundIn('offline', failures, 1));
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
});

test('a batch is the longest beginning of the queue that fits, and never empty', () => {
  const queued = fc.record({
    seq: fc.nat(),
    name: fc.constant('lockNote'),
    args: fc.nat(300_000).map((n) => 'x'.repeat(n)),
    saw: fc.constant({}),
    at: fc.constant('2026-11-19T10:00:00.000Z'),
  });
  fc.assert(
    fc.property(fc.array(queued, { minLength: 1, maxLength: 20 }), (queue) => {
      const batch = takeBatch(queue);
      expect(batch).toEqual(queue.slice(0, batch.length));
      expect(batch.length).toBeGreaterThan(0);
      if (batch.length > 1) expect(JSON.stringify(batch).length).toBeLessThan(410_000);
    }),
    { numRuns: 30 },
  );
});
