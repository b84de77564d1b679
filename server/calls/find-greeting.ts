import type { Account, Language } from '#shared/accounts/account.ts';
import type { Said } from '#shared/accounts/reception.ts';
import type { VoicemailReason } from '#shared/calls/call-state.ts';
import { voicemailPrompt } from '#shared/calls/prompts.ts';
import type { Floor } from './floor-state.ts';

/** How long a caller may wait for the client's recording before the voice speaks instead, milliseconds. */
const patienceMs = 1000;

/** The file of what a caller hears before the beep: the client's recording while it is in use and can be read, else the voice. */
export async function findGreeting(floor: Floor, account: Account, reason: VoicemailReason): Promise<string> {
  const { recordedGreeting } = account;
  const recorded = recordedGreeting?.inUse ? await soundFile(floor, recordedGreeting.recordingId, { beep: true }) : null;
  if (recorded !== null) return recorded;
  const { text, language, beep } = voicemailPrompt(account, floor.deps.settings.bureau, reason);
  return floor.deps.speak(text, language, { beep });
}

/** The file of what an account says to its callers: the recording while it can be read, else the voice. */
export async function findSaid(floor: Floor, { text, recordingId }: Said, language: Language): Promise<string> {
  const recorded = recordingId === null ? null : await soundFile(floor, recordingId, { beep: false });
  return recorded ?? floor.deps.speak(text, language, { beep: false });
}

/** Null when the recording is gone or takes too long; the reason is logged. */
export async function soundFile(floor: Floor, recordingId: string, options: { readonly beep: boolean }): Promise<string | null> {
  const { greetingFile, after, log } = floor.deps;
  const late = new Promise<null>((resolve) => after(patienceMs, () => resolve(null)));
  const file = await Promise.race([greetingFile(recordingId, options), late]).catch((cause: unknown) => {
    log('greeting.unreadable', { recordingId, cause: String(cause) });
    return null;
  });
  if (file === null) log('greeting.spoken_instead', { recordingId });
  return file;
}
