import type { VoiceCounters } from '#shared/calls/voice-quality.ts';

type Inbound = RTCInboundRtpStreamStats;
/** Of W3C webrtc-stats; the library of types does not know it. */
type RemoteInbound = { readonly roundTripTime?: number; readonly fractionLost?: number };
type CodecStats = { readonly mimeType: string };

const codecs: Readonly<Record<string, VoiceCounters['codec']>> = {
  'audio/opus': 'opus',
  'audio/pcma': 'pcma',
  'audio/pcmu': 'pcmu',
};

/** What `getStats` says of the voice; null before anything has come. */
export function countersOf(report: ReadonlyMap<string, unknown>): VoiceCounters | null {
  const all = [...report.values()] as { readonly type: string; readonly kind?: string }[];
  const find = <T>(type: string) =>
    all.find((stats) => stats.type === type && (stats.kind ?? 'audio') === 'audio') as T | undefined;
  const heard = find<Inbound>('inbound-rtp');
  if (heard === undefined) return null;
  const there = find<RemoteInbound>('remote-inbound-rtp');
  const codec = report.get(heard.codecId ?? '') as CodecStats | undefined;
  return {
    codec: codecs[codec?.mimeType.toLowerCase() ?? ''] ?? 'other',
    received: heard.packetsReceived ?? 0,
    lost: heard.packetsLost ?? 0,
    bufferedSeconds: heard.jitterBufferDelay ?? 0,
    playedSamples: heard.jitterBufferEmittedCount ?? 0,
    jitterMs: (heard.jitter ?? 0) * 1000,
    roundTripMs: there?.roundTripTime === undefined ? null : there.roundTripTime * 1000,
    lostThere: Math.max(0, there?.fractionLost ?? 0),
  };
}

/** Bytes of media that have come on all ways that ICE knows now, voice and reports alike; null while it knows none. */
export function mediaBytes(report: ReadonlyMap<string, unknown>): number | null {
  const all = [...report.values()] as { readonly type: string; readonly bytesReceived?: number }[];
  const pairs = all.filter(({ type }) => type === 'candidate-pair');
  return pairs.length === 0 ? null : pairs.reduce((sum, { bytesReceived = 0 }) => sum + bytesReceived, 0);
}
