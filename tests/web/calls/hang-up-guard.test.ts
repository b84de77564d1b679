import { expect, test } from 'vitest';
import { HangUpGuard } from '../../../web/calls/hang-up-guard.svelte.ts';
import { virtualTime } from '../../fakes/virtual-time.ts';

function guarded() {
  const time = virtualTime('2026-11-19T09:42:00.000Z');
  const guard = new HangUpGuard(time.after);
  const hungUp: string[] = [];
  return { time, guard, hungUp, hangUp: () => hungUp.push('now') };
}

test('[S24] while the caller is there the key must be held for 0.6 s', async () => {
  const { time, guard, hungUp, hangUp } = guarded();
  guard.press(true, hangUp);
  await time.pass(599);
  expect(hungUp).toEqual([]);
  await time.pass(1);
  expect(hungUp).toEqual(['now']);
});

test('[S24] a key that is let go too early does not hang up', async () => {
  const { time, guard, hungUp, hangUp } = guarded();
  guard.press(true, hangUp);
  await time.pass(300);
  guard.release();
  await time.pass(5000);
  expect(hungUp).toEqual([]);
});

test('[S24] when the caller has gone it hangs up at once', () => {
  const { guard, hungUp, hangUp } = guarded();
  guard.press(false, hangUp);
  expect(hungUp).toEqual(['now']);
});
