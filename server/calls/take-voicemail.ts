import type { Call } from '#shared/calls/call-state.ts';
import { shortestMessageSeconds } from '#shared/calls/call-voicemail.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Instant } from '#shared/time.ts';
import type { Floor } from './floor-state.ts';

/** Account and call are in the name: a voicemail is taken in even when everything else about the call was lost. */
export const voicemailName = (call: Pick<Call, 'id' | 'line'>): string =>
  `voicemail/${call.line?.ownerId ?? call.line?.accountId ?? 'none'}/${call.id}`;

const namePattern = /^voicemail\/([0-9a-f-]{36})\/([0-9a-f-]{36})$/;

/** Takes one finished recording in as a voicemail note, once; what fails stays and is tried again. */
export async function takeVoicemail(floor: Floor, name: string): Promise<void> {
  const [, accountId, callId] = namePattern.exec(name) ?? [];
  if (accountId === undefined || callId === undefined) return;
  const { voicemails, store, clock, log } = floor.deps;
  try {
    const content = await voicemails.load(name);
    if (secondsOf(content) < shortestMessageSeconds) return await dropVoicemail(floor, name);
    const call = floor.facts.unwritten().get(callId) ?? (await store.get('call', callId));
    await keep(floor, { id: callId, callId, accountId, caller: call?.caller ?? null, at: clock(), content });
    await voicemails.discard(name);
    floor.untaken.delete(name);
  } catch (cause) {
    log('voicemail.not_taken', { callId, cause: String(cause) });
  }
}

/** Leaves nothing of a recording that is no message. */
export async function dropVoicemail(floor: Floor, name: string): Promise<void> {
  try {
    await floor.deps.voicemails.discard(name);
    floor.untaken.delete(name);
  } catch (cause) {
    floor.deps.log('voicemail.not_dropped', { cause: String(cause) });
  }
}

export type Kept = {
  /** Of the recording and of the note: the same message taken in twice is the same note. */
  readonly id: string;
  readonly callId: string | null;
  readonly accountId: string;
  readonly caller: PhoneNumber | null;
  readonly at: Instant;
  readonly content: Uint8Array;
};

/** Stores the sound, then the note that points to it. */
export async function keep(floor: Floor, message: Kept): Promise<void> {
  await floor.deps.recordings.save(message.id, message.accountId, message.content);
  await floor.deps.lockVoicemailNote(noteOf(message));
}

/** Length of an 8 kHz 16-bit WAV, in seconds. */
export const secondsOf = (wav: Uint8Array): number => Math.max(0, Math.round((wav.length - 44) / 16_000));

function noteOf(message: Kept): Note {
  return {
    id: message.id,
    accountId: message.accountId,
    callId: message.callId,
    kind: 'voicemail',
    content: {
      forWhom: { kind: 'nobody-named' },
      fromWhom: '',
      company: '',
      number: message.caller,
      numberVerified: false,
      matter: '',
      callback: 'please-call-back',
      urgent: false,
      disposition: 'message',
    },
    handledBy: '',
    operatorId: null,
    lockedAt: message.at,
    voicemail: { recordingId: message.id, seconds: secondsOf(message.content) },
    read: null,
    acknowledged: null,
    callingBack: null,
    done: null,
    addenda: [],
  };
}
