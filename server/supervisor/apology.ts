import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readText } from './json-file.ts';
import { Problem } from './problem.ts';
import { runCommand } from './run-command.ts';
import { beep, decodeWav, encodeWav, inSequence, resample, telephoneRate, waitingMusic } from './sound.ts';

/** What the exchange says by itself when no server answers: nobody knows yet which language the caller speaks. */
const apologies = [
  [
    'fr',
    'Bonjour. Nous ne pouvons pas prendre votre appel pour le moment. Laissez votre nom, votre numéro et votre message après le signal sonore.',
  ],
  ['nl', 'Goedendag. Wij kunnen uw oproep nu niet beantwoorden. Laat uw naam, uw nummer en uw bericht na de toon.'],
  ['en', 'Hello. We cannot take your call right now. Please leave your name, your number and your message after the tone.'],
] as const;

/** Writes music, beep and the bureau's apology where the exchange looks for them; the voice speaks only when the text changed. */
export async function writePrompts(
  folders: { readonly moh: string; readonly apology: string },
  espeak: readonly string[],
): Promise<void> {
  writeFileSync(join(folders.moh, 'music.wav'), encodeWav(waitingMusic()));
  writeFileSync(join(folders.apology, 'beep.wav'), encodeWav(beep()));
  const stamp = join(folders.apology, 'default.hash');
  const hash = createHash('sha256').update(JSON.stringify(apologies)).digest('hex');
  if (readText(stamp) === hash) return;
  writeFileSync(join(folders.apology, 'default.wav'), await speakAll(espeak));
  writeFileSync(stamp, hash);
}

async function speakAll(espeak: readonly string[]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'permanence-voice-'));
  try {
    const sounds = [];
    for (const [language, text] of apologies) {
      const file = join(folder, `${language}.wav`);
      const code = await runCommand([...espeak, '-v', language, '-s', '150', '-w', file, text]);
      if (code !== 0) throw new Problem(`espeak-ng could not speak the apology (${espeak.join(' ')})`);
      sounds.push(resample(decodeWav(readFileSync(file)), telephoneRate));
    }
    return encodeWav(inSequence(sounds, 0.6));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
