import { createMeter, type Meter } from './meter.ts';

type MicrophoneProblem = 'microphone-denied' | 'microphone-missing' | 'microphone-busy' | 'microphone-insecure';

/** Ears and mouth of a telephone in the page: one microphone track that outlives the legs, one loudspeaker, two meters. */
export type Audio = {
  /** Asks for the microphone; null when it is there, else what is wrong. */
  open(): Promise<MicrophoneProblem | null>;
  track(): MediaStreamTrack | null;
  microphone(): 'live' | 'muted' | 'none';
  /** The operator's own wish; the track goes on sending. */
  mute(muted: boolean): void;
  hear(track: MediaStreamTrack | null): void;
  levels(): { readonly mic: number; readonly heard: number };
  heardHz(): number;
  /** A new microphone took the place of one that was unplugged. */
  onTrack(listener: (track: MediaStreamTrack) => void): void;
  close(): void;
};

/** A microphone that the operator muted is live all the same: its track goes on sending, silence. */
export function microphoneState(track: Pick<MediaStreamTrack, 'readyState' | 'muted'> | null): 'live' | 'muted' | 'none' {
  if (track === null || track.readyState === 'ended') return 'none';
  return track.muted ? 'muted' : 'live';
}

/** Echo cancellation and the like fade a steady tone: tests that measure tones turn them off. */
function constraints(): MediaTrackConstraints {
  const processed = localStorage.getItem('permanence.rawAudio') !== '1';
  return { echoCancellation: processed, noiseSuppression: processed, autoGainControl: processed };
}

function problemOf(cause: unknown): MicrophoneProblem {
  const name = cause instanceof DOMException ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'microphone-denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'microphone-busy' : 'microphone-missing';
}

/** Nothing is asked or played before `open`. */
export function createAudio(): Audio {
  const speaker = new globalThis.Audio();
  speaker.autoplay = true;
  let context: AudioContext | null = null;
  let mic: MediaStreamTrack | null = null;
  let muted = false;
  let micMeter: Meter | null = null;
  let heardMeter: Meter | null = null;
  let changed: (track: MediaStreamTrack) => void = () => undefined;

  /** A page without a gesture yet has a sleeping context: every key and click wakes it. */
  const wake = (): void => {
    if (context?.state === 'suspended') context.resume().catch(() => undefined); // tried again at the next gesture
  };

  async function open(): Promise<MicrophoneProblem | null> {
    if (!('mediaDevices' in navigator)) return 'microphone-insecure';
    if (mic?.readyState === 'live') return null;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints() });
      mic = stream.getAudioTracks()[0] ?? null;
    } catch (cause) {
      return problemOf(cause);
    }
    if (mic === null) return 'microphone-missing';
    mic.enabled = !muted;
    context ??= new AudioContext();
    wake();
    micMeter?.stop();
    micMeter = createMeter(context, mic);
    changed(mic);
    return null;
  }

  /** A microphone was plugged in while there was none. */
  const deviceChange = (): void => {
    if (mic?.readyState === 'ended') void open();
  };

  document.addEventListener('pointerdown', wake);
  document.addEventListener('keydown', wake);
  navigator.mediaDevices?.addEventListener('devicechange', deviceChange);

  return {
    open,
    track: () => mic,
    microphone: () => microphoneState(mic),
    mute(value) {
      muted = value;
      if (mic) mic.enabled = !value;
    },
    hear(track) {
      heardMeter?.stop();
      heardMeter = track && context ? createMeter(context, track) : null;
      speaker.srcObject = track ? new MediaStream([track]) : null;
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
      speaker.srcObject = null;
      if (context && context.state !== 'closed') void context.close();
      context = null;
    },
  };
}
