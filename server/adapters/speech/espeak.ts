import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Speak, SpeakOnce } from '../../ports/telephony.ts';
import { samplesOf, telephoneWav, withBeep } from './telephone-sound.ts';

const run = promisify(execFile);

export type EspeakConfig = {
  /** The program with its first arguments: `['espeak-ng']`, or the loader of the extracted tree and its options. */
  readonly command: readonly string[];
  /** Where Asterisk finds the sound files. */
  readonly folder: string;
};

/** Speaks with espeak-ng, each text once; the file is named by what is said. Without the program, a tone is better than silence. */
export function createEspeak(
  config: EspeakConfig,
  log: (event: string, fields: Readonly<Record<string, unknown>>) => void,
): Speak {
  const inWork = new Map<string, Promise<string>>();

  async function make(text: string, language: string, beep: boolean, path: string): Promise<string> {
    if (await exists(`${path}.wav`)) return path;
    await mkdir(config.folder, { recursive: true });
    const spoken = await speak(config, text, language, path).catch((cause: unknown) => {
      log('speech.failed', { language, cause: String(cause) });
      return null;
    });
    const samples = spoken ?? withBeep(new Int16Array());
    const temporary = `${path}.${process.pid}.part`;
    await writeFile(temporary, telephoneWav(beep ? withBeep(samples) : samples));
    // a tone that stands for a failed text is not kept under the text's name
    if (spoken === null) {
      await rename(temporary, join(config.folder, `tone-${beep}.wav`));
      return join(config.folder, `tone-${beep}`);
    }
    await rename(temporary, `${path}.wav`);
    return path;
  }

  return (text, language, { beep }) => {
    const name = createHash('sha256').update(`${language}\n${beep}\n${text}`).digest('hex').slice(0, 24);
    const path = join(config.folder, name);
    const running = inWork.get(path) ?? make(text, language, beep, path).finally(() => inWork.delete(path));
    inWork.set(path, running);
    return running;
  };
}

/**
 * Speaks what is said once and to one person, such as a note: its file is named by chance and goes when it is discarded, and
 * what an earlier process left goes with the first one. Rejects when nothing can be spoken: a tone would say nothing.
 */
export function createEspeakOnce(config: EspeakConfig): SpeakOnce {
  const emptied = rm(config.folder, { recursive: true, force: true });
  return async (text, language) => {
    await emptied;
    await mkdir(config.folder, { recursive: true });
    const path = join(config.folder, randomUUID());
    await writeFile(`${path}.wav`, telephoneWav(await speak(config, text, language, path)));
    return { file: path, discard: () => rm(`${path}.wav`, { force: true }) };
  };
}

const voices: Readonly<Record<string, string>> = { fr: 'fr', nl: 'nl', ja: 'ja', en: 'en-gb' };

async function speak(config: EspeakConfig, text: string, language: string, path: string): Promise<Int16Array> {
  const [program = 'espeak-ng', ...first] = config.command;
  const raw = `${path}.${process.pid}.raw`;
  try {
    await run(program, [...first, '-v', voices[language] ?? 'en-gb', '-s', '150', '-w', raw, text], { timeout: 20_000 });
    return samplesOf(await readFile(raw));
  } finally {
    await rm(raw, { force: true });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
