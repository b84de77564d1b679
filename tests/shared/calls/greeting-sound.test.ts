import { describe, expect, test } from 'vitest';
import { isClipped, readGreeting, type Sound, soundOf, soundProblem, writeWav } from '#shared/calls/greeting-sound.ts';

const tone = (options: { seconds?: number; rate?: number; loudness?: number } = {}): Sound => {
  const { seconds = 2, rate = 8000, loudness = 0.25 } = options;
  return soundOf(
    rate,
    Float32Array.from({ length: seconds * rate }, (_, i) => loudness * Math.sin((2 * Math.PI * 440 * i) / rate)),
  );
};
/** A WAV file of which one field of the header says something else. */
function wavWith(at: number, value: number, bytes: 2 | 4): Uint8Array {
  const file = writeWav(tone());
  const view = new DataView(file.buffer);
  if (bytes === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return file;
}

describe('the sound of a recorded greeting', () => {
  test.each([8000, 16_000])('is read as it was written, at %i a second', (rate) => {
    const sound = tone({ rate });
    expect(readGreeting(writeWav(sound))).toEqual(sound);
  });

  test('is found behind chunks that other programs write', () => {
    const file = writeWav(tone());
    const list = new Uint8Array([...Buffer.from('LIST'), 3, 0, 0, 0, 1, 2, 3, 0]);
    const withList = new Uint8Array([...file.subarray(0, 36), ...list, ...file.subarray(36)]);
    expect(readGreeting(withList)).toEqual(tone());
  });

  test.each([
    ['no WAV at all', new Uint8Array([1, 2, 3]), 'sound'],
    ['nothing', new Uint8Array(), 'sound'],
    ['cut short', writeWav(tone()).subarray(0, 4000), 'sound'],
    ['compressed', wavWith(20, 6, 2), 'sound.format'],
    ['stereo', wavWith(22, 2, 2), 'sound.channels'],
    ['of a compact disc', wavWith(24, 44_100, 4), 'sound.rate'],
    ['of 8 bits', wavWith(34, 8, 2), 'sound.bits'],
    ['shorter than a second', writeWav(tone({ seconds: 0.9 })), 'sound.seconds'],
    ['longer than a minute', writeWav(tone({ seconds: 61 })), 'sound.seconds'],
    ['next to silence', writeWav(tone({ loudness: 0.002 })), 'sound.level'],
  ])('is refused when it is %s, naming the part', (_, file, field) => {
    expect(readGreeting(file)).toMatchObject({ field });
  });

  test('may last exactly a minute', () => {
    expect(soundProblem(tone({ seconds: 60 }))).toBeNull();
  });

  test('is speech, not a click in silence', () => {
    const samples = new Int16Array(16_000);
    samples.fill(20_000, 4000, 4100);
    expect(soundProblem({ rate: 8000, samples })).toBe('silent');
  });

  test('crackles when it was too loud for the microphone', () => {
    expect(isClipped(tone({ loudness: 1.3 }))).toBe(true);
    expect(isClipped(tone({ loudness: 0.99 }))).toBe(false);
  });
});
