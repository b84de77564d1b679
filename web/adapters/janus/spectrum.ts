/** Root mean square of samples between -1 and 1. */
export function rms(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}

/** Strongest frequency of a spectrum in decibels, Hz; 0 when nothing is louder than the floor. */
export function strongestHz(
  decibels: Float32Array,
  at: { readonly sampleRate: number; readonly fftSize: number; readonly floorDb: number },
): number {
  let best = 0;
  let loudest = at.floorDb;
  decibels.forEach((level, bin) => {
    if (level <= loudest) return;
    loudest = level;
    best = bin;
  });
  return Math.round((best * at.sampleRate) / at.fftSize);
}
