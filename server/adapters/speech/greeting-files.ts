import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VoicemailGreetings } from '../../ports/store.ts';
import type { GreetingFile } from '../../ports/telephony.ts';
import { samplesOf, telephoneWav, withBeep } from './telephone-sound.ts';

/** Writes recorded greetings where the exchange plays from, each once: a recording's id never gets another sound. */
export function createGreetingFiles(deps: {
  readonly folder: string;
  readonly greetings: Pick<VoicemailGreetings, 'load'>;
}): GreetingFile {
  return async (recordingId, { beep }) => {
    const path = join(deps.folder, `${beep ? 'greeting' : 'said'}-${recordingId}`);
    if (await exists(`${path}.wav`)) return path;
    const wav = await deps.greetings.load(recordingId);
    if (wav === undefined) return null;
    await mkdir(deps.folder, { recursive: true });
    const temporary = `${path}.${randomUUID()}.part`;
    const samples = samplesOf(Buffer.from(wav));
    await writeFile(temporary, telephoneWav(beep ? withBeep(samples) : samples));
    await rename(temporary, `${path}.wav`);
    return path;
  };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
