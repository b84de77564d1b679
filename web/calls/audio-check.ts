import type { PhoneState } from '../ports/phone.ts';

/*
 * The check before a shift: the microphone hears something, and what it hears comes back through Janus and Asterisk.
 *
 *   microphone → connecting → speak → listening → good
 *        └→ denied, missing, busy, insecure   └→ no-line   └→ quiet   └→ no-echo      (words after ten seconds; it goes on)
 */
export type AudioVerdict =
  | 'microphone'
  | 'connecting'
  | 'speak'
  | 'listening'
  | 'good'
  | 'denied'
  | 'missing'
  | 'busy'
  | 'insecure'
  | 'quiet'
  | 'no-line'
  | 'no-echo';

/** One look at the telephone; levels are root mean squares between 0 and 1. */
export type AudioSample = {
  readonly atMs: number;
  readonly mic: number;
  readonly heard: number;
  readonly phone: PhoneState;
  readonly problem: string | null;
};

/** What was measured so far. */
export type AudioCheckRun = {
  readonly startedAt: number;
  readonly last: AudioSample | null;
  readonly legSince: number | null;
  readonly firstVoiceAt: number | null;
  readonly lastVoiceAt: number;
  /** Samples with sound coming back while or shortly after there was a voice. */
  readonly echoes: number;
};

/** How often to look, milliseconds. */
export const sampleEveryMs = 100;
const voice = 0.01;
const echo = 0.003;
const echoesWanted = 5;
const echoWithinMs = 1500;
const patienceMs = 10_000;
const freshForMs = 12 * 3600_000;

/** A run that has measured nothing yet. */
export const startedRun = (startedAt: number): AudioCheckRun => ({
  startedAt,
  last: null,
  legSince: null,
  firstVoiceAt: null,
  lastVoiceAt: Number.NEGATIVE_INFINITY,
  echoes: 0,
});

/** The run with one more sample. */
export function measured(run: AudioCheckRun, sample: AudioSample): AudioCheckRun {
  const legSince = sample.phone === 'leg-up' ? (run.legSince ?? sample.atMs) : null;
  const spoken = sample.mic > voice;
  const lastVoiceAt = spoken ? sample.atMs : run.lastVoiceAt;
  const cameBack = legSince !== null && sample.heard > echo && sample.atMs - lastVoiceAt <= echoWithinMs;
  return {
    startedAt: run.startedAt,
    last: sample,
    legSince,
    firstVoiceAt: run.firstVoiceAt ?? (spoken && legSince !== null ? sample.atMs : null),
    lastVoiceAt,
    echoes: run.echoes + (cameBack ? 1 : 0),
  };
}

const problems: Readonly<Record<string, AudioVerdict>> = {
  'microphone-denied': 'denied',
  'microphone-missing': 'missing',
  'microphone-busy': 'busy',
  'microphone-insecure': 'insecure',
};

/** What to tell the operator now. */
export function audioVerdict(run: AudioCheckRun): AudioVerdict {
  const { last } = run;
  if (last === null) return 'microphone';
  if (last.phone === 'failed') return problems[last.problem ?? ''] ?? 'missing';
  if (run.echoes >= echoesWanted) return 'good';
  if (run.legSince === null) return last.atMs - run.startedAt > patienceMs ? 'no-line' : 'connecting';
  if (run.firstVoiceAt === null) return last.atMs - run.legSince > patienceMs ? 'quiet' : 'speak';
  return last.atMs - run.firstVoiceAt > patienceMs ? 'no-echo' : 'listening';
}

/** No leg can be in a state that the check does not mend: one that brings nothing back for this long gives way to another. */
export const wantsNewLeg = (run: AudioCheckRun): boolean =>
  audioVerdict(run) === 'no-echo' && run.last !== null && run.legSince !== null && run.last.atMs - run.legSince > patienceMs;

/** Hours since the check was passed on this device, when that is recent enough to skip it; else null. */
export function passedHoursAgo(passedAt: string | null, nowMs: number): number | null {
  const age = passedAt === null ? Number.NaN : nowMs - Date.parse(passedAt);
  return age >= 0 && age < freshForMs ? Math.floor(age / 3600_000) : null;
}
