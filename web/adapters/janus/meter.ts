import { rms, strongestHz } from './spectrum.ts';

const fftSize = 8192;
const floorDb = -75;

/** Listens to one track without playing it. */
export type Meter = { level(): number; hz(): number; stop(): void };

/** Measures a track's level and strongest frequency. The context may still wait for the user's first key or click. */
export function createMeter(context: AudioContext, track: MediaStreamTrack): Meter {
  const analyser = context.createAnalyser();
  analyser.fftSize = fftSize;
  analyser.smoothingTimeConstant = 0;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  const samples = new Float32Array(2048);
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return rms(samples);
    },
    hz() {
      analyser.getFloatFrequencyData(spectrum);
      return strongestHz(spectrum, { sampleRate: context.sampleRate, fftSize, floorDb });
    },
    stop: () => source.disconnect(),
  };
}
