import type { Sound } from '#shared/calls/greeting-sound.ts';
import type { PresentDevices, SoundChoice, SoundUse } from '#shared/operators/sound-devices.ts';

/** What a telephone speaks into and is heard from. */
export type PhoneSound = {
  readonly microphone: SoundUse;
  readonly voice: SoundUse;
  /** Of the voice, 0–1. */
  readonly volume: number;
  readonly ear: SoundChoice['ear'];
};

/** Microphones and outputs of this computer. */
export type SoundDevices = {
  /** False: this browser plays all sound where the system says. */
  readonly choosesOutput: boolean;
  /** Null as long as the browser does not name them: before the microphone was allowed. */
  present(): Promise<PresentDevices | null>;
  onChange(listener: () => void): () => void;
};

export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'insecure';

/** A recording that runs until it is stopped. */
export type RunningRecording = {
  /** Root mean square of the microphone now, 0–1. */
  level(): number;
  /** Lets the microphone go; resolves with what was recorded. */
  stop(): Promise<Blob>;
};

/** Sound made or chosen on this device. */
export type VoiceRecorder = {
  /** Asks for the microphone; to be called from a click. */
  record(): Promise<RunningRecording | MicrophoneProblem>;
  /** One channel at the telephone's rate; null when this browser cannot play the file. */
  read(file: Blob): Promise<Sound | null>;
};
