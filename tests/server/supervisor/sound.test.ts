import { expect, test } from 'vitest';
import { decodeWav, encodeWav, inSequence, resample, type Sound, waitingMusic } from '../../../server/supervisor/sound.ts';

const tone = (hertz: number, rate: number): Sound => ({
  rate,
  samples: Float32Array.from({ length: rate }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hertz * index) / rate)),
});
const loudness = ({ samples }: Sound) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

test('a WAV file gives back the sound it was made of', () => {
  const { rate, samples } = decodeWav(encodeWav(tone(440, 8000)));
  expect(rate).toBe(8000);
  expect(samples).toHaveLength(8000);
  expect(samples[5]).toBeCloseTo(tone(440, 8000).samples[5] ?? 0, 3);
});

test('a WAV file whose header promises more than it holds is cut', () => {
  const file = encodeWav(tone(440, 8000));
  file.writeUInt32LE(0xffffffff, 40);
  expect(decodeWav(file).samples).toHaveLength(8000);
});

test('the telephone keeps the tones it can carry and loses the others', () => {
  expect(loudness(resample(tone(1000, 22050), 8000))).toBeCloseTo(0.354, 1);
  expect(loudness(resample(tone(6000, 22050), 8000))).toBeLessThan(0.02);
});

test('sounds follow each other with a pause', () => {
  expect(inSequence([tone(440, 8000), tone(440, 8000)], 0.5).samples).toHaveLength(24_000);
});

test('the music for waiting callers begins and ends quietly and never clips', () => {
  const { samples } = waitingMusic();
  expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
  expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.01);
  expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeLessThan(0.9);
});
