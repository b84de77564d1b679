import { writeFileSync } from 'node:fs';

/** G.711 A-law (ITU-T G.711) of one 16-bit sample. */
export function toAlaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  let magnitude = Math.min(32_635, Math.abs(sample));
  let exponent = 7;
  for (let mask = 0x4000; exponent > 0 && (magnitude & mask) === 0; mask >>= 1) exponent -= 1;
  magnitude = exponent === 0 ? magnitude >> 4 : magnitude >> (exponent + 3);
  return (sign | (exponent << 4) | (magnitude & 0x0f)) ^ 0x55;
}

/** The 16-bit sample of one A-law byte. */
export function fromAlaw(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value >> 4) & 7;
  const mantissa = value & 0x0f;
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return value & 0x80 ? magnitude : -magnitude;
}

/** Root mean square of samples, relative to full scale (0–1). */
export function level(samples: readonly number[]): number {
  if (samples.length === 0) return 0;
  return Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length) / 32_768;
}

/** Share of the samples' energy that lies at a frequency (Goertzel): near 1 for a pure tone, near 0 for anything else. */
export function shareOfTone(samples: readonly number[], hz: number, rate = 8000): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let previous = 0;
  let before = 0;
  for (const sample of samples) [before, previous] = [previous, sample + coefficient * previous - before];
  const power = previous * previous + before * before - coefficient * previous * before;
  const energy = samples.reduce((sum, s) => sum + s * s, 0);
  return energy === 0 ? 0 : Math.min(1, (2 * power) / (samples.length * energy));
}

/** One sample of a sine at −12 dB. */
export const sine = (hz: number, index: number, rate = 8000): number =>
  Math.round(8192 * Math.sin((2 * Math.PI * hz * index) / rate));

/** A mono 16-bit WAV of a steady tone: Chromium's fake microphone plays it in a loop. */
export function writeToneWav(path: string, hz: number, seconds = 10, rate = 48_000): void {
  const count = seconds * rate;
  const wav = Buffer.alloc(44 + count * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + count * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(count * 2, 40);
  for (let i = 0; i < count; i++) wav.writeInt16LE(sine(hz, i, rate), 44 + i * 2);
  writeFileSync(path, wav);
}
