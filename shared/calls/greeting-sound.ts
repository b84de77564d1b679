/** One channel of 16-bit samples at a rate per second. */
export type Sound = { readonly rate: number; readonly samples: Int16Array };

/** What a recorded greeting must be. Rates are those of the telephone and of its wideband. */
export const greetingLimits = { minSeconds: 1, maxSeconds: 60, rates: [8000, 16_000] } as const;

/** Why a file is no sound of a greeting; the field says which part of it. */
export type SoundRefusal = {
  readonly field: 'sound' | 'sound.format' | 'sound.channels' | 'sound.rate' | 'sound.bits' | 'sound.seconds' | 'sound.level';
  readonly message: string;
};

export type SoundProblem = 'too-short' | 'too-long' | 'silent';

const headerBytes = 44;
const fullScale = 32_768;
/** Root mean square of a tenth of a second that holds speech (−42 dB), and how many of them make a greeting. */
const speechLevel = 0.008;
const speechFrames = 5;
/** Share of samples at the limit from which a listener hears it crackle. */
const audibleClipping = 0.001;

/** Reads a WAV file (RIFF) of one channel, 16-bit PCM, 8 or 16 kHz, one to sixty seconds of speech. */
export function readGreeting(file: Uint8Array): Sound | SoundRefusal {
  const chunks = chunksOf(file);
  const format = chunks.get('fmt ');
  const data = chunks.get('data');
  if (format === undefined || format.byteLength < 16 || data === undefined) return refusal('sound', 'not a whole WAV file');
  const rate = format.getUint32(4, true);
  if (format.getUint16(0, true) !== 1) return refusal('sound.format', 'expected PCM');
  if (format.getUint16(2, true) !== 1) return refusal('sound.channels', 'expected one channel');
  if (!greetingLimits.rates.some((allowed) => allowed === rate)) return refusal('sound.rate', 'expected 8000 or 16000 a second');
  if (format.getUint16(14, true) !== 16) return refusal('sound.bits', 'expected 16 bits');
  const sound = { rate, samples: samplesIn(data) };
  const problem = soundProblem(sound);
  return problem === null ? sound : problems[problem];
}

/** What makes a sound unfit to greet callers; null when it is fit. */
export function soundProblem(sound: Sound): SoundProblem | null {
  const seconds = secondsOfSound(sound);
  if (seconds < greetingLimits.minSeconds) return 'too-short';
  if (seconds > greetingLimits.maxSeconds) return 'too-long';
  return loudFrames(sound) < speechFrames ? 'silent' : null;
}

export const secondsOfSound = ({ rate, samples }: Sound): number => samples.length / rate;

/** Whether the sound was too loud for its microphone, so that callers hear it crackle. */
export function isClipped({ samples }: Sound): boolean {
  let clipped = 0;
  for (const sample of samples) if (sample >= fullScale - 1 || sample <= -fullScale) clipped += 1;
  return clipped > samples.length * audibleClipping;
}

/** Samples between −1 and 1 as a sound; what lies outside is cut. */
export const soundOf = (rate: number, samples: Float32Array): Sound => ({
  rate,
  samples: Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * (fullScale - 1))),
});

/** The sound as a WAV file: 44 bytes of header, then the samples. */
export function writeWav({ rate, samples }: Sound): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(headerBytes + samples.length * 2);
  const view = new DataView(file.buffer);
  const word = (at: number, text: string) =>
    file.set(
      Array.from(text, (letter) => letter.charCodeAt(0)),
      at,
    );
  word(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    view.setInt16(headerBytes + i * 2, sample, true);
  });
  return file;
}

const refusal = (field: SoundRefusal['field'], message: string): SoundRefusal => ({ field, message });

const problems: Readonly<Record<SoundProblem, SoundRefusal>> = {
  'too-short': refusal('sound.seconds', `expected at least ${greetingLimits.minSeconds}`),
  'too-long': refusal('sound.seconds', `expected at most ${greetingLimits.maxSeconds}`),
  silent: refusal('sound.level', 'expected speech, there is next to silence'),
};

/** The chunks of a RIFF file of waves by their names; one that runs past the end of the file is left out. */
function chunksOf(file: Uint8Array): ReadonlyMap<string, DataView> {
  const chunks = new Map<string, DataView>();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const name = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (name(0) !== 'RIFF' || name(8) !== 'WAVE') return chunks;
  for (let at = 12; at + 8 <= file.length; ) {
    const size = view.getUint32(at + 4, true);
    if (at + 8 + size <= file.length) chunks.set(name(at), new DataView(file.buffer, file.byteOffset + at + 8, size));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

const samplesIn = (data: DataView): Int16Array =>
  Int16Array.from({ length: data.byteLength >> 1 }, (_, i) => data.getInt16(i * 2, true));

function loudFrames({ rate, samples }: Sound): number {
  const length = Math.round(rate / 10);
  let loud = 0;
  for (let at = 0; at + length <= samples.length; at += length) {
    let sum = 0;
    for (const sample of samples.subarray(at, at + length)) sum += sample * sample;
    if (Math.sqrt(sum / length) / fullScale > speechLevel) loud += 1;
  }
  return loud;
}
