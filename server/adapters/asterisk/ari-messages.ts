import * as z from 'zod/mini';

/** A channel as Asterisk describes it; only what we read. */
const channelSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  creationtime: z.string(),
  caller: z.object({ number: z.string() }),
  /** Of callers: what the dialplan has kept of the request (`channelvars` of ari.conf). */
  channelvars: z.optional(z.record(z.string(), z.string())),
  dialplan: z.object({ exten: z.string(), app_name: z.string(), app_data: z.string() }),
});
export type AriChannel = z.infer<typeof channelSchema>;

export const channelsSchema = z.array(channelSchema);

export const bridgeSchema = z.object({ id: z.string(), channels: z.array(z.string()) });
export const bridgesSchema = z.array(bridgeSchema);
export type AriBridge = z.infer<typeof bridgeSchema>;

const channelOnly = z.object({ id: z.string() });

/** The events that we act on; others are ignored. */
export const ariEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('StasisStart'), args: z.array(z.string()), channel: channelSchema }),
  z.object({ type: z.literal('StasisEnd'), channel: channelOnly }),
  /** `tech_cause` is the SIP status, when there was one. */
  z.object({
    type: z.literal('ChannelDestroyed'),
    channel: channelOnly,
    cause: z.optional(z.number()),
    tech_cause: z.optional(z.number()),
  }),
  z.object({ type: z.literal('ChannelStateChange'), channel: z.object({ id: z.string(), state: z.string() }) }),
  z.object({ type: z.enum(['ChannelTalkingStarted', 'ChannelTalkingFinished']), channel: channelOnly }),
  z.object({ type: z.literal('ChannelDtmfReceived'), digit: z.string(), channel: channelOnly }),
  z.object({ type: z.literal('PlaybackFinished'), playback: z.object({ id: z.string(), state: z.string() }) }),
  z.object({
    type: z.enum(['RecordingFinished', 'RecordingFailed']),
    recording: z.object({ name: z.string(), duration: z.optional(z.number()) }),
  }),
  z.object({ type: z.literal('ChannelEnteredBridge'), bridge: z.object({ id: z.string() }), channel: channelOnly }),
  z.object({ type: z.literal('ChannelLeftBridge'), bridge: z.object({ id: z.string() }), channel: channelOnly }),
  z.object({ type: z.literal('ApplicationReplaced') }),
]);
export type AriEvent = z.infer<typeof ariEventSchema>;

export const variableSchema = z.object({ value: z.string() });
export const rtpStatisticsSchema = z.object({ rxcount: z.number() });
export const endpointsSchema = z.array(z.object({ resource: z.string(), state: z.string() }));
export const infoSchema = z.object({ status: z.object({ startup_time: z.string() }) });
export const storedRecordingsSchema = z.array(z.object({ name: z.string() }));
