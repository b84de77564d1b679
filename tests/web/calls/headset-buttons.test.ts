import { expect, test } from 'vitest';
import { HeadsetButtons } from '../../../web/calls/headset-buttons.svelte.ts';
import type { HeadsetLights, HeadsetPress, HeadsetState } from '../../../web/ports/headset.ts';
import { virtualTime } from '../../fakes/virtual-time.ts';

function inTheHand(call: 'none' | 'offered' | 'talking' | 'caller gone' = 'talking') {
  const time = virtualTime('2026-11-19T09:00:00.000Z');
  const did: string[] = [];
  const lit: HeadsetLights[] = [];
  const world = { call, muted: false };
  let press: (press: HeadsetPress) => void = () => undefined;
  let state: (state: HeadsetState) => void = () => undefined;
  const buttons = new HeadsetButtons({
    later: time.after,
    headset: {
      connect: async () => Promise.reject(new Error('held by another program')),
      onState(listener) {
        state = listener;
        return () => undefined;
      },
      onPress(listener) {
        press = listener;
        return () => undefined;
      },
      light: (lights) => void lit.push(lights),
      close: () => did.push('closed'),
    },
    desk: {
      isOffered: () => world.call === 'offered',
      isUp: () => world.call === 'talking' || world.call === 'caller gone',
      callerIsThere: () => world.call === 'talking',
      isMuted: () => world.muted,
      answer: () => did.push('answer'),
      hangUp: () => did.push('hang up'),
      pressHangUp: () => did.push('hold the key'),
      releaseHangUp: () => did.push('let go'),
      toggleMute: () => {
        world.muted = !world.muted;
        did.push('mute');
      },
      toggleHold: () => did.push('hold'),
    },
  });
  return {
    buttons,
    time,
    did,
    lit,
    world,
    press: (...all: HeadsetPress[]) => all.forEach(press),
    state: (s: HeadsetState) => state(s),
  };
}

test.each<[Parameters<typeof inTheHand>[0], HeadsetPress[], string[]]>([
  ['offered', ['hook-off'], ['answer']],
  ['offered', ['hook-press', 'hook-release'], ['answer', 'let go']],
  ['offered', ['hook-turn'], ['answer']],
  ['offered', ['hook-on'], []],
  ['talking', ['hook-press', 'hook-release'], ['hold the key', 'let go']],
  ['talking', ['hook-on'], []],
  ['talking', ['hook-on', 'hook-off'], ['hang up']],
  ['talking', ['hook-turn', 'hook-turn'], ['hang up']],
  ['talking', ['hook-off', 'hook-off'], []],
  ['caller gone', ['hook-on'], ['hang up']],
  ['none', ['hook-on', 'hook-off'], []],
  ['talking', ['mute-press', 'mute-press'], ['mute', 'mute']],
  ['talking', ['mute-on', 'mute-on', 'mute-off'], ['mute', 'mute']],
  ['talking', ['flash-press'], ['hold']],
])('%s: %j does %j', (call, presses, expected) => {
  const { did, press } = inTheHand(call);
  press(...presses);
  expect(did).toEqual(expected);
});

test('[S24] the second turn of the hook hangs up only within three seconds; then the headset is told that the call goes on', async () => {
  const { buttons, time, did, lit, press } = inTheHand();
  press('hook-on');
  expect(buttons.asksAgain).toBe(true);
  await time.pass(3000);
  expect(buttons.asksAgain).toBe(false);
  expect(lit.at(-1)).toMatchObject({ offHook: true });
  press('hook-off', 'hook-on');
  expect(did).toEqual([]);
});

test('the lights follow the call', () => {
  const { buttons, lit, world } = inTheHand('offered');
  buttons.light();
  world.call = 'talking';
  world.muted = true;
  buttons.light();
  world.call = 'none';
  buttons.light();
  expect(lit).toEqual([
    { ring: true, offHook: false, mute: false },
    { ring: false, offHook: true, mute: true },
    { ring: false, offHook: false, mute: false },
  ]);
});

test('what became of the device is told, and one that cannot be opened', async () => {
  const { buttons, state } = inTheHand();
  state({ kind: 'lost', name: 'Evolve' });
  expect(buttons.state).toEqual({ kind: 'lost', name: 'Evolve' });
  expect(buttons.failed).toBe(false);
  await buttons.connect();
  expect(buttons.failed).toBe(true);
});
