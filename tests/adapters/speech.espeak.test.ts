import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createEspeak, createEspeakOnce } from '../../server/adapters/speech/espeak.ts';
import { espeakIn } from '../../server/supervisor/exchange.ts';
import { level, shareOfTone } from '../e2e/tones.ts';
import { treeOfThisMachine } from './asterisk-instance.ts';

const folder = mkdtempSync(join(tmpdir(), 'permanence-speech-'));
const speak = createEspeak({ command: espeakIn(treeOfThisMachine()), folder }, () => undefined);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const samplesOf = (path: string): number[] => {
  const wav = readFileSync(`${path}.wav`);
  expect(wav.readUInt32LE(24)).toBe(8000);
  return Array.from({ length: (wav.length - 44) / 2 }, (_, i) => wav.readInt16LE(44 + i * 2));
};

describe('spoken prompts', () => {
  test.each([
    ['fr', 'Bonjour. Vous pouvez laisser un message.'],
    ['nl', 'Goedendag. U kunt een bericht inspreken.'],
    ['en', 'Hello. Please leave a message.'],
    ['ja', 'おでんわ、ありがとうございます。'],
  ] as const)(
    'are made in %s for the telephone network, with the beep at the end when a message follows',
    async (language, text) => {
      const samples = samplesOf(await speak(text, language, { beep: true }));
      expect(samples.length).toBeGreaterThan(8000);
      expect(level(samples.slice(0, 8000))).toBeGreaterThan(0.005);
      expect(shareOfTone(samples.slice(-2000), 1000)).toBeGreaterThan(0.9);
    },
  );

  test('are made once for each text', async () => {
    const [one, two] = await Promise.all([speak('Bonjour.', 'fr', { beep: false }), speak('Bonjour.', 'fr', { beep: false })]);
    const madeAt = statSync(`${one}.wav`).mtimeMs;
    expect(two).toBe(one);
    await speak('Bonjour.', 'fr', { beep: false });
    expect(statSync(`${one}.wav`).mtimeMs).toBe(madeAt);
    expect(readdirSync(folder).filter((name) => !name.endsWith('.wav'))).toEqual([]);
  });

  test('of a note lie in a file of their own, which goes with the call; one that nobody can speak is an error', async () => {
    const once = join(folder, 'once');
    const command = espeakIn(treeOfThisMachine());
    const speakOnce = createEspeakOnce({ command, folder: once });
    const [one, two] = [await speakOnce('Een spoednotitie.', 'nl'), await speakOnce('Een spoednotitie.', 'nl')];
    expect(level(samplesOf(one.file).slice(0, 8000))).toBeGreaterThan(0.005);
    await one.discard();
    expect(readdirSync(once).map((name) => join(once, name))).toEqual([`${two.file}.wav`]);
    await createEspeakOnce({ command, folder: once })('Opnieuw.', 'nl');
    expect(readdirSync(once)).toHaveLength(1);
    const mute = createEspeakOnce({ command: [join(folder, 'no-such-program')], folder: join(folder, 'mute') });
    await expect(mute('Bonsoir.', 'fr')).rejects.toThrow();
  });

  test('are a tone when there is no voice, so that nobody listens to silence', async () => {
    const mute = createEspeak({ command: [join(folder, 'no-such-program')], folder }, () => undefined);
    expect(shareOfTone(samplesOf(await mute('Bonsoir.', 'fr', { beep: true })).slice(-2000), 1000)).toBeGreaterThan(0.9);
  });
});
