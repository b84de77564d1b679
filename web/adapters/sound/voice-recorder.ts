import { type Sound, soundOf } from '#shared/calls/greeting-sound.ts';
import type { MicrophoneProblem, RunningRecording, VoiceRecorder } from '../../ports/sound.ts';

/** What the telephone network carries: heard in the page, the sound is what callers will hear. */
const telephoneRate = 8000;

/** Records with the browser's own recorder, and reads whatever this browser can play. */
export const voiceRecorder = (): VoiceRecorder => ({ record, read });

async function record(): Promise<RunningRecording | MicrophoneProblem> {
  if (!('mediaDevices' in navigator)) return 'insecure';
  const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints() }).catch(problemOf);
  return typeof stream === 'string' ? stream : running(stream);
}

/** A steady tone is what noise suppression takes away: tests that measure tones turn it off. */
function constraints(): MediaTrackConstraints {
  const processed = localStorage.getItem('permanence.rawAudio') !== '1';
  return { channelCount: 1, echoCancellation: false, noiseSuppression: processed, autoGainControl: processed };
}

function problemOf(cause: unknown): MicrophoneProblem {
  const name = cause instanceof DOMException ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}

function running(stream: MediaStream): RunningRecording {
  const parts: Blob[] = [];
  const recorder = new MediaRecorder(stream);
  recorder.ondataavailable = ({ data }) => void parts.push(data);
  const ended = new Promise<Blob>((resolve) => {
    recorder.onstop = () => resolve(new Blob(parts, { type: recorder.mimeType }));
  });
  const meter = meterOf(stream);
  recorder.start();
  return {
    level: meter.level,
    stop() {
      // A microphone that was unplugged has stopped the recorder already.
      if (recorder.state !== 'inactive') recorder.stop();
      for (const track of stream.getTracks()) track.stop();
      meter.close();
      return ended;
    },
  };
}

function meterOf(stream: MediaStream): { level(): number; close(): void } {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    },
    close: () => void context.close(),
  };
}

/** Decoding resamples to the context's rate, without the frequencies that the rate cannot carry. */
async function read(file: Blob): Promise<Sound | null> {
  const context = new OfflineAudioContext(1, 1, telephoneRate);
  const decoded = await file
    .arrayBuffer()
    .then((bytes) => context.decodeAudioData(bytes))
    .catch((cause: unknown) => unreadable(cause));
  return decoded && soundOf(telephoneRate, mixed(decoded));
}

/** The browser's answer to a file that it cannot decode; anything else is a fault. */
function unreadable(cause: unknown): null {
  if (cause instanceof DOMException) return null;
  throw cause;
}

function mixed(decoded: AudioBuffer): Float32Array {
  const all = Array.from({ length: decoded.numberOfChannels }, (_, i) => decoded.getChannelData(i));
  return Float32Array.from({ length: decoded.length }, (_, at) =>
    all.reduce((sum, channel) => sum + (channel[at] ?? 0) / all.length, 0),
  );
}
