import { writeWav } from '#shared/calls/greeting-sound.ts';

/** Samples a second on the telephone network (G.711). */
const rate = 8000;

/** The samples of a mono 16-bit WAV, brought to 8 kHz. */
export function samplesOf(wav: Buffer): Int16Array {
  const from = wav.readUInt32LE(24);
  const data = wav.subarray(44);
  const source = new Int16Array(Math.floor(data.length / 2));
  for (let i = 0; i < source.length; i++) source[i] = data.readInt16LE(i * 2);
  return resampled(source, from);
}

/** Adds a short pause and the tone after which recording begins. */
export function withBeep(samples: Int16Array): Int16Array {
  const pause = rate / 4;
  const tone = (rate * 3) / 10;
  const all = new Int16Array(samples.length + pause + tone);
  all.set(samples);
  for (let i = 0; i < tone; i++) all[samples.length + pause + i] = Math.round(8000 * Math.sin((2 * Math.PI * 1000 * i) / rate));
  return all;
}

/** A mono 16-bit WAV at 8 kHz, as Asterisk plays it. */
export const telephoneWav = (samples: Int16Array): Uint8Array => writeWav({ rate, samples });

/** Each new sample is the mean of the old ones it covers: enough of a low-pass for speech. */
function resampled(source: Int16Array, from: number): Int16Array {
  const step = from / rate;
  const target = new Int16Array(Math.floor(source.length / step));
  for (let i = 0; i < target.length; i++) {
    const first = Math.floor(i * step);
    const last = Math.max(first + 1, Math.floor((i + 1) * step));
    let sum = 0;
    for (let j = first; j < last; j++) sum += source[j] ?? 0;
    target[i] = Math.round(sum / (last - first));
  }
  return target;
}
