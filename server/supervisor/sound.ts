/** Samples between -1 and 1 at a rate per second, one channel. */
export type Sound = { readonly rate: number; readonly samples: Float32Array };

/** What the telephone network carries, and Asterisk plays from a file. */
export const telephoneRate = 8000;

/** A WAV file of 16-bit samples. */
export function encodeWav({ rate, samples }: Sound): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach(
    (sample, index) => void file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32767), 44 + index * 2),
  );
  return file;
}

/** The sound of a WAV file of 16-bit samples, one channel; a length that runs past the end is cut. */
export function decodeWav(file: Buffer): Sound {
  let rate = telephoneRate;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const size = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    if (name === 'fmt ') rate = file.readUInt32LE(at + 12);
    if (name === 'data') {
      return {
        rate,
        samples: Float32Array.from({ length: size >> 1 }, (_, index) => file.readInt16LE(at + 8 + index * 2) / 32768),
      };
    }
    at += 8 + size + (size % 2);
  }
  return { rate, samples: new Float32Array(0) };
}

/** The same sound at a lower rate, without the frequencies the lower rate cannot carry (windowed sinc). */
export function resample({ rate, samples }: Sound, to: number): Sound {
  const ratio = rate / to;
  const reach = Math.ceil(12 * ratio);
  const cutoff = 0.9 / ratio;
  const result = Float32Array.from({ length: Math.floor(samples.length / ratio) }, (_, index) => {
    const centre = index * ratio;
    let sum = 0;
    for (let at = Math.max(0, Math.ceil(centre - reach)); at <= Math.min(samples.length - 1, centre + reach); at++) {
      const distance = at - centre;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
      sum += (samples[at] ?? 0) * cutoff * sinc(cutoff * distance) * window;
    }
    return sum;
  });
  return { rate: to, samples: result };
}

/** Sounds after each other, with silence between, in seconds. All at the telephone's rate. */
export function inSequence(sounds: readonly Sound[], pauseSeconds: number): Sound {
  const gap = Math.round(pauseSeconds * telephoneRate);
  const samples = new Float32Array(sounds.reduce((length, each) => length + each.samples.length + gap, 0));
  let at = 0;
  for (const each of sounds) {
    samples.set(each.samples, at);
    at += each.samples.length + gap;
  }
  return { rate: telephoneRate, samples };
}

/** The tone after which one speaks. */
export function beep(): Sound {
  const length = telephoneRate * 0.35;
  const samples = Float32Array.from({ length }, (_, index) => {
    const edge = Math.min(1, index / 160, (length - index) / 160);
    return 0.35 * edge * Math.sin((2 * Math.PI * 950 * index) / telephoneRate);
  });
  return { rate: telephoneRate, samples };
}

/** Music for whoever waits: four soft broken chords, half a minute, that begin and end in silence so that it can loop. */
export function waitingMusic(): Sound {
  const chords = [
    [262, 330, 392, 523],
    [220, 262, 330, 440],
    [175, 220, 262, 349],
    [196, 247, 294, 392],
  ];
  const noteSeconds = 0.48;
  const notes = chords.flatMap((chord) => [...chord, ...chord.toReversed(), ...chord, ...chord.toReversed()]);
  const samples = new Float32Array(Math.round((notes.length * noteSeconds + 2) * telephoneRate));
  for (const [index, frequency] of notes.entries()) addNote(samples, frequency, index * noteSeconds);
  return { rate: telephoneRate, samples };
}

/** A note that fades over two seconds, with a little of its octave. */
function addNote(samples: Float32Array, frequency: number, startSeconds: number): void {
  const start = Math.round(startSeconds * telephoneRate);
  const end = Math.min(samples.length, start + 2 * telephoneRate);
  for (let at = start; at < end; at++) {
    const seconds = (at - start) / telephoneRate;
    const loudness = 0.09 * Math.min(1, seconds / 0.02) * Math.exp(-2.2 * seconds) * Math.min(1, (end - at) / 400);
    const turn = 2 * Math.PI * frequency * seconds;
    samples[at] = (samples[at] ?? 0) + loudness * (Math.sin(turn) + 0.25 * Math.sin(2 * turn));
  }
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
