import { expect, test } from 'vitest';
import type { PresentDevices, SoundDevice } from '#shared/operators/sound-devices.ts';
import { OwnSound } from '../../../web/calls/own-sound.svelte.ts';
import { soundMemory } from '../../../web/calls/sound-memory.ts';
import type { PhoneState } from '../../../web/ports/phone.ts';
import type { PhoneSound } from '../../../web/ports/sound.ts';
import type { Outlet } from '../../../web/ui/earcons.ts';

const device = (id: string, label: string): SoundDevice => ({ id, label, group: id });
const [headsetMic, webcam] = [device('i1', 'Headset'), device('i2', 'Webcam')];
const [headset, speakers] = [device('o1', 'Headset'), device('o2', 'Speakers')];
const everything: PresentDevices = { inputs: [headsetMic, webcam], outputs: [speakers, headset], standardOutput: speakers };
const withoutHeadset: PresentDevices = { inputs: [webcam], outputs: [speakers], standardOutput: speakers };

function atTheDesk(kept = new Map<string, string>(), options: { choosesOutput?: boolean } = {}) {
  const heard: PhoneSound[] = [];
  const routed: { ringer: Outlet; ear: Outlet }[] = [];
  const world: { present: PresentDevices | null; refused: 'voice'[] } = { present: everything, refused: [] };
  let changed: () => void = () => undefined;
  let phone: (state: PhoneState, problem: string | null) => void = () => undefined;
  const sound = new OwnSound({
    phone: {
      sound: async (how) => {
        heard.push(how);
        return world.refused;
      },
      onState(listener) {
        phone = listener;
        listener('off', null);
        return () => undefined;
      },
    },
    devices: {
      choosesOutput: options.choosesOutput ?? true,
      present: async () => world.present,
      onChange(listener) {
        changed = listener;
        return () => undefined;
      },
    },
    earcons: { route: (to) => void routed.push(to), play: () => undefined },
    memory: soundMemory('lea', { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text) }),
  });
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    sound,
    kept,
    world,
    settled,
    now: () => heard.at(-1),
    ring: () => routed.at(-1)?.ringer,
    async plug(present: PresentDevices | null) {
      world.present = present;
      changed();
      await settled();
    },
    async phoneIs(state: PhoneState) {
      phone(state, null);
      await settled();
    },
  };
}

test('microphone, voice and ring are chosen each for itself, and found again by name', async () => {
  const first = atTheDesk();
  await first.settled();
  first.sound.choose('microphone', webcam);
  first.sound.choose('voice', headset);
  first.sound.choose('ringer', speakers);
  first.sound.setVolume('ringer', 0.4);
  first.sound.setEar('left');
  const later = atTheDesk(first.kept);
  await later.plug({ ...everything, outputs: [device('n1', 'Headset'), device('n2', 'Speakers')] });
  expect(later.now()).toEqual({
    microphone: { kind: 'device', id: 'i2' },
    voice: { kind: 'device', id: 'n1' },
    volume: 1,
    ear: 'left',
  });
  expect(later.ring()).toEqual({ sinkId: 'n2', volume: 0.4 });
  const other = atTheDesk(new Map([['permanence.sound.lea', '{"voice":7}']]));
  await other.settled();
  expect(other.now()?.voice).toEqual({ kind: 'system' });
});

test('a headset that goes leaves silence and a notice; it is taken up by itself when it is back', async () => {
  const { sound, now, plug } = atTheDesk();
  await plug(everything);
  sound.choose('microphone', headsetMic);
  sound.choose('voice', headset);
  await plug(withoutHeadset);
  expect(now()).toMatchObject({ microphone: { kind: 'gone' }, voice: { kind: 'gone', label: 'Headset' } });
  expect(sound.lost).toEqual([
    { part: 'voice', label: 'Headset', others: [speakers] },
    { part: 'microphone', label: 'Headset', others: [webcam] },
  ]);
  expect(sound.chosen('voice')).toBeUndefined();
  await plug(everything);
  expect(now()).toMatchObject({ microphone: { kind: 'device', id: 'i1' }, voice: { kind: 'device', id: 'o1' } });
  expect(sound.lost).toEqual([]);
});

test('another device stands in until the chosen one is back', async () => {
  const { sound, now, plug, settled } = atTheDesk();
  await plug(everything);
  sound.choose('voice', headset);
  await plug(withoutHeadset);
  sound.standIn('voice', speakers);
  await settled();
  expect(now()?.voice).toEqual({ kind: 'device', id: 'o2' });
  expect(sound.lost).toEqual([]);
  await plug(everything);
  expect(now()?.voice).toEqual({ kind: 'device', id: 'o1' });
  await plug(withoutHeadset);
  expect(now()?.voice).toEqual({ kind: 'gone', label: 'Headset' });
});

test('with a leg up the voice stays where the system had it, or is silent: it never follows to another output', async () => {
  const { sound, now, plug, phoneIs } = atTheDesk();
  await plug({ ...everything, standardOutput: headset });
  expect(now()?.voice).toEqual({ kind: 'system' });
  await phoneIs('leg-up');
  await plug({ ...everything, standardOutput: speakers });
  expect(now()?.voice).toEqual({ kind: 'device', id: 'o1' });
  await plug(withoutHeadset);
  expect(now()?.voice).toEqual({ kind: 'gone', label: 'Headset' });
  expect(sound.lost[0]?.label).toBe('Headset');
  await phoneIs('registered');
  expect(now()?.voice).toEqual({ kind: 'system' });
});

test('an output that the browser refuses is told as one that is gone', async () => {
  const { sound, world, plug, settled } = atTheDesk();
  await plug(everything);
  world.refused = ['voice'];
  sound.choose('voice', headset);
  await settled();
  expect(sound.lost).toEqual([{ part: 'voice', label: 'Headset', others: [speakers] }]);
});

test('before the browser names its devices nothing is held to be gone', async () => {
  const { sound, now, plug } = atTheDesk();
  await plug(everything);
  sound.choose('voice', headset);
  await plug(null);
  expect(now()?.voice).toEqual({ kind: 'system' });
  expect(sound.lost).toEqual([]);
  expect(sound.isNamed).toBe(false);
});

test('a browser that cannot choose an output is not asked to', async () => {
  const { sound, now, plug } = atTheDesk(new Map(), { choosesOutput: false });
  await plug(everything);
  sound.choose('voice', headset);
  await plug(withoutHeadset);
  expect(now()?.voice).toEqual({ kind: 'system' });
});
