import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';

const codecSchema = z.enum(['opus', 'pcma', 'pcmu', 'other']);
type Codec = z.infer<typeof codecSchema>;

/** How the voice was on one operator's leg of a call. MOS by the E-model, 1–4.5. */
export const voiceFactsSchema = z.object({
  operatorId: z.uuid(),
  /** When it began to be measured; tells the legs of a call apart. */
  from: instantSchema,
  codec: codecSchema,
  worst: z.number().check(z.minimum(1), z.maximum(4.5)),
  mean: z.number().check(z.minimum(1), z.maximum(4.5)),
});
export type VoiceFacts = z.infer<typeof voiceFactsSchema>;

/** What a connection has counted since it began (W3C webrtc-stats), and how it is now. */
export type VoiceCounters = {
  readonly codec: Codec;
  readonly received: number;
  readonly lost: number;
  /** Seconds that samples spent waiting to be played, summed, and how many samples those were. */
  readonly bufferedSeconds: number;
  readonly playedSamples: number;
  readonly jitterMs: number;
  /** Null before the other end has reported. */
  readonly roundTripMs: number | null;
  /** Share of what we say that the other end lost lately, 0–1. */
  readonly lostThere: number;
};

/** How the voice was for some seconds. */
export type VoiceSample = {
  readonly codec: Codec;
  /** Share of lost packets of the worse direction, 0–1. */
  readonly loss: number;
  /** From mouth to ear on this leg. */
  readonly delayMs: number;
  /** The part of it that evens out irregular arrival. */
  readonly bufferMs: number;
};

export type VoiceGrade = 'good' | 'fair' | 'poor';

/** `reason`: what costs most; null when nothing costs much. */
export type VoiceQuality = {
  readonly mos: number;
  readonly grade: VoiceGrade;
  readonly reason: 'loss' | 'delay' | 'jitter' | null;
};

/** R without any impairment, all parameters at their defaults (ITU-T G.107, 7.7). */
const unimpaired = 93.2;
/** A packet is made for this long before it can leave. */
const packetMs = 20;
/** ITU-T G.109: from R 80 on users are satisfied, below 70 many are not. */
const goodFrom = 80;
const fairFrom = 70;

/**
 * Equipment impairment Ie and robustness against random loss Bpl of G.711 with concealment of lost packets, as browsers
 * have it (ITU-T G.113, Appendix I). The ITU has no values for Opus: it is taken for as good as G.711, which the caller's
 * side of our calls speaks anyway.
 */
const ie = 0;
const bpl = 25.1;

/** How the voice was between two looks at one connection; null when nothing came, or the counters are another connection's. */
export function voiceBetween(before: VoiceCounters, now: VoiceCounters): VoiceSample | null {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received < 0 || received + lost === 0) return null;
  const played = now.playedSamples - before.playedSamples;
  const buffered = (1000 * (now.bufferedSeconds - before.bufferedSeconds)) / played;
  const bufferMs = played > 0 ? buffered : 2 * now.jitterMs;
  return {
    codec: now.codec,
    loss: Math.max(lost / (received + lost), now.lostThere),
    delayMs: (now.roundTripMs ?? 0) / 2 + packetMs + bufferMs,
    bufferMs,
  };
}

/** Transmission rating R of the E-model (ITU-T G.107, 7.1), 0–93.2, all that is not measured at its default. */
export function ratingOf({ loss, delayMs }: Pick<VoiceSample, 'loss' | 'delayMs'>): number {
  return Math.max(0, unimpaired - delayImpairment(delayMs) - lossImpairment(loss));
}

/** Mean opinion score, 1–4.5, of a rating (ITU-T G.107, Annex B). */
export function mosOf(rating: number): number {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}

/** What a sample means to who listens. */
export function voiceQuality(sample: VoiceSample): VoiceQuality {
  const rating = ratingOf(sample);
  const grade = rating >= goodFrom ? 'good' : rating >= fairFrom ? 'fair' : 'poor';
  return { mos: mosOf(rating), grade, reason: grade === 'good' ? null : costliest(sample) };
}

function costliest(sample: VoiceSample): 'loss' | 'delay' | 'jitter' {
  const steady = delayImpairment(sample.delayMs - sample.bufferMs);
  const costs = [
    ['loss', lossImpairment(sample.loss)],
    ['delay', steady],
    ['jitter', delayImpairment(sample.delayMs) - steady],
  ] as const;
  return costs.reduce((most, cost) => (cost[1] > most[1] ? cost : most))[0];
}

/** Id: the straight lines that Cole and Rosenbluth (2001) laid through the curve of G.107, 7.4, without echo. */
function delayImpairment(delayMs: number): number {
  return 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3);
}

/** Ie,eff for random loss (ITU-T G.107, 7.5, BurstR = 1). */
function lossImpairment(loss: number): number {
  const percent = 100 * loss;
  return ie + (95 - ie) * (percent / (percent + bpl));
}

/** The measured legs with one more; told again it takes its own place. */
export function withVoice(known: readonly VoiceFacts[], told: VoiceFacts): VoiceFacts[] {
  return [...known.filter(({ from, operatorId }) => from !== told.from || operatorId !== told.operatorId), told];
}
