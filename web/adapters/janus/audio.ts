import type { SoundUse } from '#shared/operators/sound-devices.ts';
import type { PhoneSound } from '../../ports/sound.ts';
import { createMeter, type Meter } from './meter.ts';
import { createOneEar, type OneEar } from './one-ear.ts';

type MicrophoneProblem = 'microphone-denied' | 'microphone-missing' | 'microphone-busy' | 'microphone-insecure';

/** Ears and mouth of a telephone in the page: one microphone track that outlives the legs, one loudspeaker, two meters. */
export type Audio = {
  /** Asks for the microphone; null when it is there, else what is wrong. */
  open(): Promise<MicrophoneProblem | null>;
  /** From now on; what cannot be used is silent. Nothing is asked for before `open`. */
  use(how: PhoneSound): Promise<('microphone' | 'voice')[]>;
  track(): MediaStreamTrack | null;
  microphone(): 'live' | 'muted' | 'none';
  /** Nothing is played: there is no output for it. */
  isDeaf(): boolean;
  /** The operator's own wish; the track goes on sending. */
  mute(muted: boolean): void;
  hear(track: MediaStreamTrack | null): void;
  levels(): { readonly mic: number; readonly heard: number };
  heardHz(): number;
  /** A new microphone took the place of another. */
  onTrack(listener: (track: MediaStreamTrack) => void): void;
  close(): void;
};

/** A microphone that the operator muted is live all the same: its track goes on sending, silence. */
export function microphoneState(track: Pick<MediaStreamTrack, 'readyState' | 'muted'> | null): 'live' | 'muted' | 'none' {
  if (track === null || track.readyState === 'ended') return 'none';
  return track.muted ? 'muted' : 'live';
}

/** Echo cancellation and the like fade a steady tone: tests that measure tones turn them off. */
function constraints(microphone: SoundUse): MediaTrackConstraints {
  const processed = localStorage.getItem('permanence.rawAudio') !== '1';
  const device = microphone.kind === 'device' ? { deviceId: { exact: microphone.id } } : {};
  return { echoCancellation: processed, noiseSuppression: processed, autoGainControl: processed, ...device };
}

function problemOf(cause: unknown): MicrophoneProblem {
  const name = cause instanceof DOMException ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'microphone-denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'microphone-busy' : 'microphone-missing';
}

const idOf = (use: SoundUse): string => (use.kind === 'device' ? use.id : '');
const same = (a: SoundUse, b: SoundUse): boolean => a.kind === b.kind && idOf(a) === idOf(b);

/** Nothing is asked or played before `open`. */
export function createAudio(): Audio {
  const speaker = new globalThis.Audio();
  speaker.autoplay = true;
  let wanted: PhoneSound = { microphone: { kind: 'system' }, voice: { kind: 'system' }, volume: 1, ear: 'both' };
  /** What `mic` was asked from. */
  let micFrom: SoundUse = wanted.microphone;
  let context: AudioContext | null = null;
  let mic: MediaStreamTrack | null = null;
  let heard: MediaStreamTrack | null = null;
  let oneEar: OneEar | null = null;
  let muted = false;
  let deaf = false;
  let micMeter: Meter | null = null;
  let heardMeter: Meter | null = null;
  let changed: (track: MediaStreamTrack) => void = () => undefined;
  /** One after the other: two questions for a microphone at once would leave a track that nobody stops. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined); // whoever asked hears of it
    return done;
  };

  /** A page without a gesture yet has a sleeping context: every key and click wakes it. */
  const wake = (): void => {
    if (context?.state === 'suspended') context.resume().catch(() => undefined); // tried again at the next gesture
  };

  async function ask(): Promise<MicrophoneProblem | null> {
    if (!('mediaDevices' in navigator)) return 'microphone-insecure';
    const from = wanted.microphone;
    if (from.kind === 'gone') return 'microphone-missing';
    if (mic?.readyState === 'live' && same(micFrom, from)) return null;
    let asked: MediaStreamTrack | undefined;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints(from) });
      asked = stream.getAudioTracks()[0];
    } catch (cause) {
      return problemOf(cause);
    }
    if (asked === undefined) return 'microphone-missing';
    mic?.stop();
    mic = asked;
    micFrom = from;
    mic.enabled = !muted;
    context ??= new AudioContext();
    wake();
    micMeter?.stop();
    micMeter = createMeter(context, mic);
    changed(mic);
    return null;
  }

  /** A microphone that was taken from us ends: nobody believes that it still hears. */
  async function changeMicrophone(): Promise<boolean> {
    if (mic === null || (same(micFrom, wanted.microphone) && mic.readyState === 'live')) return true;
    const problem = await ask();
    if (problem !== null) mic.stop();
    return problem === null || wanted.microphone.kind === 'gone';
  }

  /** Silent while it moves, and for as long as there is nowhere to go. */
  async function moveVoice(): Promise<boolean> {
    const { voice, volume } = wanted;
    const at = 'sinkId' in speaker ? speaker.sinkId : ''; // older browsers play where the system says
    speaker.volume = volume;
    speaker.muted = voice.kind === 'gone' || at !== idOf(voice);
    deaf = voice.kind === 'gone';
    if (deaf || !speaker.muted) return true;
    try {
      await speaker.setSinkId(idOf(voice));
      speaker.muted = false;
    } catch {
      deaf = true; // it stays silent, and the operator is told
    }
    return !deaf;
  }

  function play(): void {
    oneEar?.stop();
    oneEar = heard && context && wanted.ear !== 'both' ? createOneEar(context, heard, wanted.ear) : null;
    speaker.srcObject = oneEar?.stream ?? (heard && new MediaStream([heard]));
  }

  /** A microphone was plugged in while there was none. */
  const deviceChange = (): void => {
    if (mic?.readyState === 'ended') void inTurn(ask);
  };

  document.addEventListener('pointerdown', wake);
  document.addEventListener('keydown', wake);
  navigator.mediaDevices?.addEventListener('devicechange', deviceChange);

  return {
    open: () => inTurn(ask),
    use: (how) =>
      inTurn(async () => {
        const turned = wanted.ear !== how.ear;
        wanted = how;
        if (turned) play();
        const [microphone, voice] = await Promise.all([changeMicrophone(), moveVoice()]);
        return [...(microphone ? [] : (['microphone'] as const)), ...(voice ? [] : (['voice'] as const))];
      }),
    track: () => mic,
    microphone: () => microphoneState(mic),
    isDeaf: () => deaf,
    mute(value) {
      muted = value;
      if (mic) mic.enabled = !value;
    },
    hear(track) {
      heard = track;
      heardMeter?.stop();
      heardMeter = track && context ? createMeter(context, track) : null;
      play();
    },
    levels: () => ({ mic: micMeter?.level() ?? 0, heard: heardMeter?.level() ?? 0 }),
    heardHz: () => heardMeter?.hz() ?? 0,
    onTrack(listener) {
      changed = listener;
    },
    close() {
      document.removeEventListener('pointerdown', wake);
      document.removeEventListener('keydown', wake);
      navigator.mediaDevices?.removeEventListener('devicechange', deviceChange);
      mic?.stop();
      mic = null;
      oneEar?.stop();
      speaker.srcObject = null;
      if (context && context.state !== 'closed') void context.close();
      context = null;
    },
  };
}
