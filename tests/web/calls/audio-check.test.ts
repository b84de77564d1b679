import { expect, test } from 'vitest';
import { rms, strongestHz } from '../../../web/adapters/janus/spectrum.ts';
import {
  type AudioCheckRun,
  type AudioSample,
  type AudioVerdict,
  audioVerdict,
  measured,
  passedHoursAgo,
  sampleEveryMs,
  startedRun,
  wantsNewLeg,
} from '../../../web/calls/audio-check.ts';

type Seen = Omit<AudioSample, 'atMs'>;
const quiet: Seen = { mic: 0, heard: 0, phone: 'leg-up', problem: null };
const speaking: Seen = { ...quiet, mic: 0.2 };
const echoed: Seen = { ...speaking, heard: 0.1 };

type Part = [seconds: number, seen: Seen];
function runOf(...parts: Part[]): AudioCheckRun {
  const samples = parts.flatMap(([seconds, seen]) => Array.from({ length: (seconds * 1000) / sampleEveryMs }, () => seen));
  return samples.reduce((run, seen, i) => measured(run, { ...seen, atMs: i * sampleEveryMs }), startedRun(0));
}
const verdictAfter = (...parts: Part[]): AudioVerdict => audioVerdict(runOf(...parts));

test.each<[string, AudioVerdict, [number, Seen][]]>([
  ['before the first look', 'microphone', []],
  ['while the telephone registers', 'connecting', [[3, { ...quiet, phone: 'connecting' }]]],
  ['when the exchange stays away', 'no-line', [[11, { ...quiet, phone: 'registered' }]]],
  ['when the leg is up', 'speak', [[1, quiet]]],
  ['when nothing is said for long', 'quiet', [[11, quiet]]],
  ['when a voice is heard', 'listening', [[1, speaking]]],
  ['when the voice does not come back', 'no-echo', [[11, speaking]]],
  [
    'when the voice comes back',
    'good',
    [
      [1, quiet],
      [1, speaking],
      [1, echoed],
    ],
  ],
  ['when something is heard that nobody said', 'speak', [[2, { ...quiet, heard: 0.2 }]]],
  ['when the browser refuses', 'denied', [[1, { ...quiet, phone: 'failed', problem: 'microphone-denied' }]]],
  ['when there is no microphone', 'missing', [[1, { ...quiet, phone: 'failed', problem: 'microphone-missing' }]]],
])('the audio check %s says %s', (_, verdict, parts) => {
  expect(verdictAfter(...parts)).toBe(verdict);
});

test('a leg that brings nothing back for ten seconds gives way to another, which gets ten seconds too', () => {
  const noLeg: Seen = { ...speaking, phone: 'registered' };
  expect([10, 11].map((seconds) => wantsNewLeg(runOf([seconds, speaking])))).toEqual([false, true]);
  expect([9, 11].map((seconds) => wantsNewLeg(runOf([11, speaking], [1, noLeg], [seconds, speaking])))).toEqual([false, true]);
  expect(wantsNewLeg(runOf([11, quiet]))).toBe(false);
  expect(wantsNewLeg(runOf([11, speaking], [1, echoed]))).toBe(false);
});

test('a check passed in the last 12 hours may be skipped', () => {
  const now = Date.parse('2026-11-19T20:00:00Z');
  expect(passedHoursAgo('2026-11-19T17:30:00Z', now)).toBe(2);
  expect(passedHoursAgo('2026-11-19T08:00:00Z', now)).toBeNull();
  expect(passedHoursAgo(null, now)).toBeNull();
  expect(passedHoursAgo('nonsense', now)).toBeNull();
});

test('levels and the strongest frequency are measured', () => {
  expect(rms(Float32Array.from([0.5, -0.5]))).toBeCloseTo(0.5);
  const spectrum = new Float32Array(4096).fill(-90);
  spectrum[100] = -20;
  expect(strongestHz(spectrum, { sampleRate: 48_000, fftSize: 8192, floorDb: -75 })).toBe(586);
  expect(strongestHz(new Float32Array(4096).fill(-90), { sampleRate: 48_000, fftSize: 8192, floorDb: -75 })).toBe(0);
});
