import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  mosOf,
  ratingOf,
  type VoiceCounters,
  type VoiceFacts,
  type VoiceSample,
  voiceBetween,
  voiceQuality,
  withVoice,
} from '#shared/calls/voice-quality.ts';

test.each([
  [{ loss: 0, delayMs: 0 }, 93.2],
  [{ loss: 0, delayMs: 20 }, 92.7],
  [{ loss: 0, delayMs: 150 }, 89.6],
  [{ loss: 0, delayMs: 250 }, 79.2],
  [{ loss: 0, delayMs: 400 }, 59.1],
  [{ loss: 0.01, delayMs: 20 }, 89.1],
  [{ loss: 0.05, delayMs: 20 }, 76.9],
  [{ loss: 1, delayMs: 2000 }, 0],
])('the E-model rates loss and delay of %j at R %d', (sample, rating) => {
  expect(ratingOf(sample)).toBeCloseTo(rating, 1);
});

/** Values of ITU-T G.107, table B.1, but for the rounding of the second. */
test.each([
  [90, 4.34],
  [80, 4.02],
  [70, 3.6],
  [60, 3.1],
  [50, 2.58],
  [93.2, 4.41],
  [0, 1],
  [100, 4.5],
])('R %d is a MOS of %d', (rating, mos) => {
  expect(mosOf(rating)).toBeCloseTo(mos, 2);
});

test('more loss or more delay is never better', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const ms = fc.double({ min: 0, max: 3000, noNaN: true });
  fc.assert(
    fc.property(share, share, ms, ms, (loss, moreLoss, delayMs, moreDelay) => {
      const worse = { loss: Math.min(1, loss + moreLoss), delayMs: delayMs + moreDelay };
      const [now, then] = [mosOf(ratingOf({ loss, delayMs })), mosOf(ratingOf(worse))];
      expect(then).toBeLessThanOrEqual(now + 1e-9);
      expect(then).toBeGreaterThanOrEqual(1);
      expect(now).toBeLessThanOrEqual(4.5);
    }),
  );
});

const sample = (more: Partial<VoiceSample>): VoiceSample => ({ codec: 'opus', loss: 0, delayMs: 60, bufferMs: 20, ...more });

test.each<[string, Partial<VoiceSample>, string, string | null]>([
  ['an ordinary line', {}, 'good', null],
  ['four packets lost of a hundred', { loss: 0.04 }, 'fair', 'loss'],
  ['one packet lost of ten', { loss: 0.1 }, 'poor', 'loss'],
  ['a way round the world', { delayMs: 260, bufferMs: 30 }, 'fair', 'delay'],
  ['a satellite', { delayMs: 500, bufferMs: 30 }, 'poor', 'delay'],
  ['packets that come in heaps', { delayMs: 320, bufferMs: 260 }, 'poor', 'jitter'],
])('%s is told with what is wrong', (_, of, grade, reason) => {
  expect(voiceQuality(sample(of))).toMatchObject({ grade, reason });
});

const counters = (more: Partial<VoiceCounters>): VoiceCounters => ({
  codec: 'pcma',
  received: 0,
  lost: 0,
  bufferedSeconds: 0,
  playedSamples: 0,
  jitterMs: 4,
  roundTripMs: 40,
  lostThere: 0,
  ...more,
});

test.each<[string, Partial<VoiceCounters>, Partial<VoiceCounters>, object | null]>([
  ['nothing came', { received: 150 }, { received: 150 }, null],
  ['it is another connection', { received: 150 }, { received: 20 }, null],
  ['all came', { received: 100 }, { received: 250 }, { loss: 0, delayMs: 48, bufferMs: 8 }],
  ['some were lost', { received: 100, lost: 5 }, { received: 190, lost: 15 }, { loss: 0.1 }],
  ['lost ones came late', { received: 100, lost: 5 }, { received: 200, lost: 3 }, { loss: 0 }],
  ['the other end misses more', { received: 0 }, { received: 100, lostThere: 0.07 }, { loss: 0.07 }],
  ['the other end has said nothing', {}, { received: 100, roundTripMs: null }, { delayMs: 28 }],
  [
    'the buffer is told',
    { bufferedSeconds: 1, playedSamples: 100 },
    { received: 100, bufferedSeconds: 7, playedSamples: 200 },
    { bufferMs: 60, delayMs: 100 },
  ],
])('between two looks: %s', (_, before, now, expected) => {
  const found = voiceBetween(counters(before), counters(now));
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatchObject({ codec: 'pcma', ...expected });
});

test('a leg that is told again takes its own place', () => {
  const leg = (from: string, mean: number): VoiceFacts => ({ operatorId: 'lea', from, codec: 'opus', worst: 3, mean });
  const [first, second, again] = [leg('09:00', 4), leg('09:05', 4.2), leg('09:00', 3.9)];
  expect([first, second, again].reduce<readonly VoiceFacts[]>(withVoice, [])).toEqual([second, again]);
});
