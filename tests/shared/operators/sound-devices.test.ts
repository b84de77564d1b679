import { expect, test } from 'vitest';
import {
  deviceName,
  findDevice,
  rememberDevice,
  type SoundDevice,
  type SoundUse,
  type UseQuestion,
  useOf,
} from '#shared/operators/sound-devices.ts';

const device = (id: string, label: string, group = `g-${id}`): SoundDevice => ({ id, label, group });
const headset = device('h1', 'Headset');
const speakers = device('s1', 'Speakers');
const screen = device('m1', 'Screen');
const all = [headset, speakers, screen];
const wanted = rememberDevice(headset, all);
const use = (id: string): SoundUse => ({ kind: 'device', id });
const system: SoundUse = { kind: 'system' };
const gone: SoundUse = { kind: 'gone', label: 'Headset' };

test.each<[string, Partial<UseQuestion>, SoundUse]>([
  ['nothing was chosen', {}, system],
  ['the chosen device is there', { chosen: wanted }, use('h1')],
  ['it has another id today', { chosen: wanted, present: [speakers, device('h9', 'Headset')] }, use('h9')],
  ['it is gone: silence, not the loudspeaker', { chosen: wanted, present: [speakers] }, gone],
  ['it is gone and nothing is left', { chosen: wanted, present: [] }, gone],
  ['another stands in for it', { chosen: wanted, standIn: rememberDevice(speakers, all), present: [speakers] }, use('s1')],
  ['the one that stands in is gone too', { chosen: wanted, standIn: rememberDevice(screen, all), present: [speakers] }, gone],
  ['it is back: it comes before who stands in', { chosen: wanted, standIn: rememberDevice(speakers, all) }, use('h1')],
  ['the system used it when calls began to come', { pinned: wanted }, use('h1')],
  ['what the system used then is gone: silence', { pinned: wanted, present: [speakers] }, gone],
  ['the choice comes before what the system used', { chosen: rememberDevice(screen, all), pinned: wanted }, use('m1')],
  ['the ring was to go there', { part: 'ringer', chosen: wanted }, use('h1')],
  ['the ring must be heard somewhere', { part: 'ringer', chosen: wanted, present: [speakers] }, system],
  ['a chosen microphone is gone', { part: 'microphone', chosen: wanted, present: [speakers] }, gone],
])('%s', (_, question, expected) => {
  expect(useOf({ part: 'voice', chosen: null, pinned: null, standIn: null, present: all, ...question })).toEqual(expected);
});

test('of two with the same name the one of the same group is taken, else the one in the same place', () => {
  const [first, second] = [device('a', 'USB Audio', 'left'), device('b', 'USB Audio', 'right')];
  const chosen = rememberDevice(second, [first, speakers, second]);
  expect(findDevice(chosen, [second, first])).toBe(second);
  const [x, y] = [device('x', 'USB Audio', 'one'), device('y', 'USB Audio', 'two')];
  expect(findDevice(chosen, [x, speakers, y])).toBe(y);
  expect(findDevice(chosen, [speakers, x])).toBe(x);
  expect(findDevice(chosen, [speakers])).toBeNull();
});

test('two with the same name are told apart by a figure', () => {
  const [first, second] = [device('a', 'USB Audio'), device('b', 'USB Audio')];
  expect([first, speakers, second].map((one, _, list) => deviceName(one, list))).toEqual([
    'USB Audio (1)',
    'Speakers',
    'USB Audio (2)',
  ]);
});
