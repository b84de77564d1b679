import type { Account } from '#shared/accounts/account.ts';
import type { VoicemailReason } from '#shared/calls/call-state.ts';
import { voicemailPrompt } from '#shared/calls/prompts.ts';
import type { Floor } from './floor-state.ts';

/** How long a caller may wait for the client's recording before the voice speaks instead, milliseconds. */
const patienceMs = 1000;

/** The file of what a caller hears before the beep: the client's recording while it is in use and can be read, else the voice. */
export async function findGreeting(floor: Floor, account: Account, reason: VoicemailReason): Promise<string> {
  const recorded = await recordedFile(floor, account);
  if (recorded !== null) return recorded;
  const { text, language, beep } = voicemailPrompt(account, floor.deps.settings.bureau, reason);
  return floor.deps.speak(text, language, { beep });
}

/** Null when the voice is to speak; the reason is logged when it should not have been. */
export async function recordedFile(floor: Floor, { id, recordedGreeting }: Account): Promise<string | null> {
  if (!recordedGreeting?.inUse) return null;
  const { greetingFile, after, log } = floor.deps;
  const late = new Promise<null>((resolve) => after(patienceMs, () => resolve(null)));
  const file = await Promise.race([greetingFile(recordedGreeting.recordingId), late]).catch((cause: unknown) => {
    log('greeting.unreadable', { accountId: id, cause: String(cause) });
    return null;
  });
  if (file === null) log('greeting.spoken_instead', { accountId: id });
  return file;
}
