import { expect, test } from 'vitest';
import { controlsOf } from '../../../web/adapters/headset/controls.ts';
import type { HidCollection } from '../../../web/adapters/headset/hid.ts';
import { lightReports, nothingSaid, readReport } from '../../../web/adapters/headset/reports.ts';
import { dongle, speakerphone, wiredHeadset } from '../../fixtures/headsets.ts';

const buttons = (of: readonly HidCollection[]) =>
  controlsOf(of).buttons.map(({ name, reportId, bit, kind }) => `${name} ${reportId}:${bit} ${kind}`);

test.each<[string, readonly HidCollection[], string[]]>([
  ['with a wire', wiredHeadset, ['hook 2:0 switch', 'flash 2:3 pulse', 'mute 2:2 pulse']],
  ['with a dongle', dongle, ['hook 0:0 push', 'flash 0:0 push', 'mute 0:0 push']],
  ['that is a speakerphone', speakerphone, ['hook 5:5 two', 'flash 5:8 push', 'mute 5:7 switch']],
  ['that is a keyboard', [{ usagePage: 1, usage: 6, inputReports: [{ reportId: 0, items: [] }] }], []],
])('the buttons of a headset %s are found in its descriptor', (_, collections, expected) => {
  expect(buttons(collections)).toEqual(expected);
});

/** What is pressed, report by report. */
function pressed(of: readonly HidCollection[], reportId: number, ...reports: number[][]): string[][] {
  const controls = controlsOf(of);
  let said = nothingSaid;
  return reports.map((bytes) => {
    const read = readReport(controls, said, { reportId, data: new DataView(Uint8Array.from(bytes).buffer) });
    said = read.said;
    return [...read.presses];
  });
}

test('a switch tells its state once, a pulse each push, and what is said again means nothing', () => {
  expect(pressed(wiredHeadset, 2, [0b1, 0], [0b101, 0], [0b1, 0], [0b101, 0], [0b1001, 0], [0, 0])).toEqual([
    ['hook-off'],
    ['mute-press'],
    [],
    ['mute-press'],
    ['flash-press'],
    ['hook-on'],
  ]);
  expect(pressed(wiredHeadset, 1, [0b1])).toEqual([[]]);
});

test('a button that is named by a figure is down while it is named', () => {
  expect(pressed(dongle, 0, [2], [2], [0], [3], [0], [4], [1], [0])).toEqual([
    ['hook-press'],
    [],
    ['hook-release'],
    ['mute-press'],
    [],
    ['flash-press'],
    [],
    [],
  ]);
});

test('two ways are on and off, a slide is a state; fields cross bytes, and a report that is too short says nothing', () => {
  expect(pressed(speakerphone, 5, [0b00100000, 0], [0b01100000, 0], [0b10000000, 0], [0, 0b1], [0, 0b1001], [])).toEqual([
    ['hook-off'],
    ['hook-on'],
    ['mute-on'],
    ['flash-press', 'mute-off'],
    [],
    [],
  ]);
});

const dark = { ring: false, offHook: false, mute: false };

test.each([
  ['with a wire, ringing', wiredHeadset, { ...dark, ring: true }, [[2, [0b100, 0]]]],
  ['with a wire, talking and muted', wiredHeadset, { ...dark, offHook: true, mute: true }, [[2, [0b11, 0]]]],
  ['with a wire, dark', wiredHeadset, dark, [[2, [0, 0]]]],
  ['with a dongle, all', dongle, { ring: true, offHook: true, mute: true }, [[0, [0b00011000, 0b100]]]],
  ['that is a speakerphone', speakerphone, { ring: true, offHook: true, mute: true }, [[6, [1, 0]]]],
])('the lights of a headset %s', (_, collections, lights, expected) => {
  const reports = lightReports(controlsOf(collections), lights);
  expect(reports.map(({ reportId, data }) => [reportId, [...data]])).toEqual(expected);
});
