import type { Account } from '#shared/accounts/account.ts';
import { mayNameOldHours } from '#shared/accounts/recorded-greeting.ts';
import type { SpokenGreeting } from '#shared/api.ts';
import {
  greetingLimits,
  isClipped,
  type SoundProblem,
  secondsOfSound,
  soundProblem,
  writeWav,
} from '#shared/calls/greeting-sound.ts';
import { CodedError } from '#shared/errors.ts';
import type { Device, GreetingServer, MicrophoneProblem, RunningRecording, VoiceRecorder } from '../ports.ts';

/*
 *  idle ──record──→ asking ──→ recording ──stop, or 60 s──→ reading ──→ draft ──use──→ sending ──→ idle
 *    │                 └→ idle + problem                    ↗   └→ idle + problem         └→ draft + problem
 *    └──────────────────── a file ─────────────────────────┘
 */
export type GreetingWork =
  | { readonly step: 'idle' | 'asking' | 'reading' }
  | { readonly step: 'recording'; readonly seconds: number; readonly level: number }
  | { readonly step: 'draft'; readonly draft: GreetingDraft }
  | { readonly step: 'sending'; readonly draft: GreetingDraft; readonly share: number };

type GreetingDraft = {
  readonly wav: Uint8Array<ArrayBuffer>;
  /** Plays in the page as callers will hear it. */
  readonly url: string;
  readonly seconds: number;
  readonly clipped: boolean;
};

export type GreetingProblem = SoundProblem | MicrophoneProblem | 'unreadable' | 'offline' | 'refused';

export type VoicemailGreetingDeps = {
  readonly accountId: string;
  readonly device: Pick<Device, 'watch' | 'mutate' | 'sync'>;
  readonly server: GreetingServer;
  /** Loaded when it is first needed. */
  readonly recorder: () => Promise<VoiceRecorder>;
  /** Calls back ten times a second; returns what ends it. */
  readonly tenTimesASecond: (run: () => void) => () => void;
};

/** Bytes; a minute of sound is smaller however it is written. */
const largestFile = 100_000_000;

/** What callers of one account hear when nobody answers, and how the client changes it. */
export class VoicemailGreeting {
  #account = $state.raw<Account | null>(null);
  #spoken = $state.raw<SpokenGreeting | null>(null);
  #unreachable = $state(false);
  #work = $state.raw<GreetingWork>({ step: 'idle' });
  #problem = $state<GreetingProblem | null>(null);
  #running: RunningRecording | null = null;
  #stopClock: () => void = () => undefined;
  #closed = false;
  readonly #deps: VoicemailGreetingDeps;
  readonly #stopWatching: () => void;

  constructor(deps: VoicemailGreetingDeps) {
    this.#deps = deps;
    let hours: string | null = null;
    this.#stopWatching = deps.device.watch(
      (rows) => rows.get('account', deps.accountId),
      (account) => {
        this.#account = account ?? null;
        const now = JSON.stringify(account?.openingHours);
        if (now !== hours) void this.ask();
        hours = now;
      },
    );
  }

  get account(): Account | null {
    return this.#account;
  }
  /** What the voice says; null until the server has answered. */
  get spoken(): SpokenGreeting | null {
    return this.#spoken;
  }
  /** The server did not answer when it was asked what the voice says. */
  get isUnreachable(): boolean {
    return this.#unreachable;
  }
  get work(): GreetingWork {
    return this.#work;
  }
  get problem(): GreetingProblem | null {
    return this.#problem;
  }
  get mayNameOldHours(): boolean {
    const recorded = this.#account?.recordedGreeting;
    return recorded !== undefined && this.#spoken !== null && mayNameOldHours(recorded, this.#spoken.hours);
  }

  /** Asks the server what the voice says. */
  async ask(): Promise<void> {
    try {
      this.#spoken = await this.#deps.server.spoken(this.#deps.accountId);
      this.#unreachable = false;
    } catch (cause) {
      problemOf(cause);
      this.#unreachable = true;
    }
  }

  /** The voice, or the recording that is kept; works without the server too, as any change of rows. */
  choose = (use: 'recorded' | 'spoken'): Promise<void> =>
    this.#deps.device.mutate('chooseVoicemailGreeting', { accountId: this.#deps.accountId, use });

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
      await this.#deps.server.send(this.#deps.accountId, draft.wav, (share) => {
        if (this.#work.step === 'sending') this.#work = { step: 'sending', draft, share };
      });
      this.discard();
      this.#deps.device.sync();
    } catch (cause) {
      this.#problem = problemOf(cause);
      this.#work = { step: 'draft', draft };
    }
  }

  discard(): void {
    this.#begin({ step: 'idle' });
  }

  close(): void {
    this.#closed = true;
    this.#stopWatching();
    const running = this.#running;
    this.#letGo();
    void running?.stop();
    this.#begin({ step: 'idle' });
  }

  #begin(work: GreetingWork): void {
    if ('draft' in this.#work) URL.revokeObjectURL(this.#work.draft.url);
    this.#problem = null;
    this.#work = work;
  }

  #fail(problem: GreetingProblem): void {
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
function problemOf(cause: unknown): 'offline' | 'refused' {
  const code = cause instanceof CodedError ? cause.code : null;
  if (code === 'http.refused') return 'refused';
  if (code === 'http.offline' || code === 'http.signed_out') return 'offline';
  throw cause;
}
