import type { VoiceGrade, VoiceQuality } from '#shared/calls/voice-quality.ts';
import { m } from '#web/paraglide/messages.js';

const grades: Readonly<Record<VoiceGrade, () => string>> = { good: m.quality_good, fair: m.quality_fair, poor: m.quality_poor };
const reasons: Readonly<Record<NonNullable<VoiceQuality['reason']>, () => string>> = {
  loss: m.quality_loss,
  delay: m.quality_delay,
  jitter: m.quality_jitter,
};
const codecs = { opus: 'Opus', pcma: 'G.711', pcmu: 'G.711', other: '' } as const;

/** The voice in a word and a figure. */
export function voiceWords({ grade, mos }: VoiceQuality, codec: keyof typeof codecs, locale: string): string {
  const figure = mos.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return [grades[grade](), `MOS ${figure}`, codecs[codec]].filter((part) => part !== '').join(' · ');
}

/** What is wrong and what helps; null while the voice is good. */
export const voiceAdvice = ({ grade, reason }: VoiceQuality): string | null =>
  reason === null ? null : `${grades[grade]()}: ${reasons[reason]()}`;
