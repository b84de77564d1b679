import type { VoiceCounters, VoiceFacts, VoiceQuality } from '#shared/calls/voice-quality.ts';
import { voiceBetween, voiceQuality } from '#shared/calls/voice-quality.ts';
import type { LiveSocket } from '../ports/live.ts';
import type { Phone } from '../ports/phone.ts';
import type { Clock } from '../ports/time.ts';
import type { Later } from '../ui/later.ts';

/** How often the telephone is asked what it has counted, milliseconds. */
const LOOK_MS = 3000;

type Measured = Pick<VoiceFacts, 'from' | 'codec' | 'worst'> & { readonly sum: number; readonly looks: number };

export type VoiceWatchDeps = {
  readonly phone: Pick<Phone, 'voice' | 'onState'>;
  readonly live: Pick<LiveSocket, 'send'>;
  readonly now: Clock;
  readonly later: Later;
};

/** How the voice is during a call; the server is told at its end, and when the leg under it changes. */
export class VoiceWatch {
  #quality = $state.raw<VoiceQuality | null>(null);
  #codec = $state<VoiceCounters['codec'] | null>(null);
  readonly #deps: VoiceWatchDeps;
  readonly #stop: () => void;
  #callId: string | null = null;
  #counted: VoiceCounters | null = null;
  #measured: Measured | null = null;
  #stopLooking: (() => void) | null = null;

  constructor(deps: VoiceWatchDeps) {
    this.#deps = deps;
    this.#stop = deps.phone.onState((state) => {
      if (state !== 'leg-up') this.#tell();
    });
  }

  /** Null: not measured yet, or no call. */
  get quality(): VoiceQuality | null {
    return this.#quality;
  }
  get codec(): VoiceCounters['codec'] | null {
    return this.#codec;
  }

  /** The call that is up now; null: none. */
  follow(callId: string | null): void {
    if (callId === this.#callId) return;
    this.#tell();
    this.#stopLooking?.();
    this.#stopLooking = null;
    this.#callId = callId;
    if (callId !== null) void this.#look();
  }

  close(): void {
    this.follow(null);
    this.#stop();
  }

  async #look(): Promise<void> {
    const callId = this.#callId;
    const counted = await this.#deps.phone.voice();
    if (callId === null || callId !== this.#callId) return;
    this.#stopLooking = this.#deps.later(LOOK_MS, () => void this.#look());
    const sample = counted && this.#counted && voiceBetween(this.#counted, counted);
    this.#counted = counted;
    if (!sample) return;
    this.#quality = voiceQuality(sample);
    this.#codec = sample.codec;
    const { mos } = this.#quality;
    const { from, worst, sum, looks } = this.#measured ?? { from: this.#deps.now(), worst: mos, sum: 0, looks: 0 };
    this.#measured = { from, codec: sample.codec, worst: Math.min(worst, mos), sum: sum + mos, looks: looks + 1 };
  }

  #tell(): void {
    if (this.#callId !== null && this.#measured !== null) {
      const { from, codec, worst, sum, looks } = this.#measured;
      const voice = { from, codec, worst: twoDigits(worst), mean: twoDigits(sum / looks) };
      this.#deps.live.send({ t: 'voice', callId: this.#callId, voice });
    }
    this.#counted = null;
    this.#measured = null;
    this.#quality = null;
    this.#codec = null;
  }
}

const twoDigits = (mos: number): number => Math.round(mos * 100) / 100;
