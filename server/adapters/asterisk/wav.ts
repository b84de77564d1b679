/** A mono 16-bit WAV whose header states the length that is really there: a killed Asterisk leaves 0. */
export function withTrueLength(wav: Uint8Array): Uint8Array {
  if (wav.length < 44) return wav;
  const fixed = Buffer.from(wav);
  fixed.writeUInt32LE(wav.length - 8, 4);
  fixed.writeUInt32LE(wav.length - 44, 40);
  return fixed;
}
