import {
  greetingLimits,
  isClipped,
  type SoundProblem,
  secondsOfSound,
  soundProblem,
  writeWav,
} from '#shared/calls/greeting-sound.ts';
import { CodedError } from '#shared/errors.ts';
import type { MicrophoneProblem, RunningRecording, VoiceRecorder } from '../ports/sound.ts';

/*
 *  idle ──record──→ asking ──→ recording ──stop, or 60 s──→ reading ──→ draft ──use──→ sending ──→ idle
 *    │                 └→ idle + problem                    ↗   └→ idle + problem         └→ draft + problem
 *    └──────────────────── a file ─────────────────────────┘
 */
export type RecorderWork =
  | { readonly step: 'idle' | 'asking' | 'reading' }
  | { readonly step: 'recording'; readonly seconds: number; readonly level: number }
  | { readonly step: 'draft'; readonly draft: SoundDraft }
  | { readonly step: 'sending'; readonly draft: SoundDraft; readonly share: number };

type SoundDraft = {
  readonly wav: Uint8Array<ArrayBuffer>;
  /** Plays in the page as callers will hear it. */
  readonly url: string;
  readonly seconds: number;
  readonly clipped: boolean;
};

export type RecorderProblem = SoundProblem | MicrophoneProblem | 'unreadable' | 'offline' | 'refused';

export type SoundRecorderDeps = {
  /** Sends the sound (WAV); `onProgress` hears the share that has left, 0–1. Rejects as `GreetingServer` does. */
  readonly send: (wav: Uint8Array<ArrayBuffer>, onProgress: (share: number) => void) => Promise<void>;
  /** Loaded when it is first needed. */
  readonly recorder: () => Promise<VoiceRecorder>;
  /** Calls back ten times a second; returns what ends it. */
  readonly tenTimesASecond: (run: () => void) => () => void;
};

/** Bytes; a minute of sound is smaller however it is written. */
const largestFile = 100_000_000;

/** A sound that callers will hear: made or chosen in the page, listened to, sent. */
export class SoundRecorder {
  #work = $state.raw<RecorderWork>({ step: 'idle' });
  #problem = $state<RecorderProblem | null>(null);
  #running: RunningRecording | null = null;
  #stopClock: () => void = () => undefined;
  #closed = false;
  readonly #deps: SoundRecorderDeps;

  constructor(deps: SoundRecorderDeps) {
    this.#deps = deps;
  }

  get work(): RecorderWork {
    return this.#work;
  }
  get problem(): RecorderProblem | null {
    return this.#problem;
  }

  async record(): Promise<void> {
    this.#begin({ step: 'asking' });
    const running = await (await this.#deps.recorder()).record();
    if (typeof running === 'string') return this.#fail(running);
    this.#running = running;
    if (this.#closed) return this.close();
    const startedAt = performance.now();
    this.#work = { step: 'recording', seconds: 0, level: 0 };
    this.#stopClock = this.#deps.tenTimesASecond(() => {
      const seconds = (performance.now() - startedAt) / 1000;
      this.#work = { step: 'recording', seconds, level: running.level() };
      // The recorder's last moments are cut rather than refused as too long.
      if (seconds >= greetingLimits.maxSeconds - 0.5) void this.stop();
    });
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    this.#letGo();
    this.#work = { step: 'reading' };
    await this.#read(await running.stop());
  }

  async choseFile(file: Blob): Promise<void> {
    this.#begin({ step: 'reading' });
    if (file.size > largestFile) this.#fail('too-long');
    else await this.#read(file);
  }

  async use(): Promise<void> {
    if (this.#work.step !== 'draft') return;
    const { draft } = this.#work;
    this.#problem = null;
    this.#work = { step: 'sending', draft, share: 0 };
    try {
      await this.#deps.send(draft.wav, (share) => {
        if (this.#work.step === 'sending') this.#work = { step: 'sending', draft, share };
      });
      this.discard();
    } catch (cause) {
      this.#problem = serverProblem(cause);
      this.#work = { step: 'draft', draft };
    }
  }

  discard(): void {
    this.#begin({ step: 'idle' });
  }

  close(): void {
    this.#closed = true;
    const running = this.#running;
    this.#letGo();
    void running?.stop();
    this.#begin({ step: 'idle' });
  }

  #begin(work: RecorderWork): void {
    if ('draft' in this.#work) URL.revokeObjectURL(this.#work.draft.url);
    this.#problem = null;
    this.#work = work;
  }

  #fail(problem: RecorderProblem): void {
    this.#work = { step: 'idle' };
    this.#problem = problem;
  }

  #letGo(): void {
    this.#stopClock();
    this.#stopClock = () => undefined;
    this.#running = null;
  }

  async #read(file: Blob): Promise<void> {
    const sound = await (await this.#deps.recorder()).read(file);
    if (this.#closed) return;
    if (sound === null) return this.#fail('unreadable');
    const problem = soundProblem(sound);
    if (problem !== null) return this.#fail(problem);
    const wav = writeWav(sound);
    const url = URL.createObjectURL(new Blob([wav], { type: 'audio/wav' }));
    this.#work = { step: 'draft', draft: { wav, url, seconds: secondsOfSound(sound), clipped: isClipped(sound) } };
  }
}

/** What the network's answer means to the person; anything else is a fault. */
export function serverProblem(cause: unknown): 'offline' | 'refused' {
  const code = cause instanceof CodedError ? cause.code : null;
  if (code === 'http.refused') return 'refused';
  if (code === 'http.offline' || code === 'http.signed_out') return 'offline';
  throw cause;
}
