import type { Relay } from '#shared/api/calls.ts';
import type { VoiceCounters } from '#shared/calls/voice-quality.ts';
import type { SoundPart } from '#shared/operators/sound-devices.ts';
import type { PhoneSound } from './sound.ts';

export type PhoneState = 'off' | 'connecting' | 'registered' | 'leg-up' | 'failed';

/** The browser telephone: one persistent leg through Janus; no SIP secret ever reaches the page. */
export type Phone = {
  /**
   * Asks for the microphone, connects to `/janus`, registers; answers by itself what rings (its own leg).
   * Called again when the leg is wanted: registers anew if nothing rings within 2.5 s.
   */
  start(): Promise<void>;
  /** The exchange has no leg of ours: one that is believed up here is over. The telephone stays registered. */
  endLeg(): void;
  stop(): void;
  mute(muted: boolean): void;
  /** At once, also during a call; resolves with what could not be used, which is silent then. */
  sound(how: PhoneSound): Promise<readonly Exclude<SoundPart, 'ringer'>[]>;
  /** What the leg has counted; null while there is none. */
  voice(): Promise<VoiceCounters | null>;
  onState(listener: (state: PhoneState, problem: string | null) => void): () => void;
  /** Nothing comes any more on a leg that is up: the network is another one, or away. The telephone looks for another way by itself. */
  onSilence(listener: () => void): () => void;
  /** `none` when the track has ended or was taken away, `muted` by the system; the operator's own `mute` leaves it live. */
  microphone(): 'live' | 'muted' | 'none';
  /** What comes is not played: the output that was chosen has gone. */
  isDeaf(): boolean;
  /** Root mean square of microphone and of what is heard, 0–1, for meters. */
  levels(): { readonly mic: number; readonly heard: number };
  /** Strongest frequency heard now, Hz; for the audio check and the tests. */
  heardHz(): number;
};

/** What the line to the server asks of the telephone beside it. */
export type PhoneBeside = Pick<Phone, 'microphone' | 'isDeaf' | 'onSilence'>;

export type BoothState = 'off' | 'connecting' | 'ready' | 'calling' | 'ringing' | 'talking' | 'failed';

/** A caller's telephone in the page, demonstration only. */
export type BoothPhone = {
  /** Asks for the microphone and registers with a booth's token; `relay` as it came with that. */
  start(token: string, relay?: Relay): Promise<void>;
  call(number: string): Promise<void>;
  hangup(): void;
  /** One key of the keypad: 0–9, * or #. */
  digit(digit: string): void;
  stop(): void;
  onState(listener: (state: BoothState, problem: string | null) => void): () => void;
  levels(): { readonly mic: number; readonly heard: number };
  heardHz(): number;
};
