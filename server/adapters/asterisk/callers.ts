import { randomUUID } from 'node:crypto';
import type { TelephonyEffect } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import { bridgeSchema } from './ari-messages.ts';
import { busyWith, enc, ensureBridge, joinBridge, marks, setMarks, unlessGone, waitBridge, waitingRole } from './commands.ts';

type Play = Extract<TelephonyEffect, { do: 'play' }>;
type Record = Extract<TelephonyEffect, { do: 'record' }>;
type HangUpCause = Extract<TelephonyEffect, { do: 'hang-up' }>['cause'];

/** ITU-T Q.850. */
const causes: Readonly<{ [C in HangUpCause]: number }> = { normal: 16, unallocated: 1, busy: 17 };

/** What is done to callers' channels. A caller waits on a bridge of his own, with music. */
export function createCallers(request: AriRequest, legs: { admit(operatorId: string, channelId: string): Promise<void> }) {
  /** The playback that a caller hears now: it is taken away before the channel moves, or the move would wait for its end. */
  const playing = new Map<string, string>();

  const channel = (id: string, action: string, query = {}) => request('POST', `/channels/${enc(id)}/${action}`, query);

  async function quiet(channelId: string): Promise<void> {
    const playback = playing.get(channelId);
    playing.delete(channelId);
    if (playback !== undefined) await unlessGone(request('DELETE', `/playbacks/${enc(playback)}`));
  }

  /** A caller who went meanwhile leaves no bridge behind. */
  async function toMusic(channelId: string): Promise<void> {
    await quiet(channelId);
    const bridge = waitBridge(channelId);
    await ensureBridge(request, bridge, 'holding');
    // who is on it stays: he would leave it for a moment, and his music would begin anew
    if (await isOn(bridge, channelId)) return;
    const came = await unlessGone(
      request('POST', `/bridges/${enc(bridge)}/addChannel`, { channel: channelId, role: waitingRole }),
    );
    if (!came) await offBridge(channelId);
  }

  async function isOn(bridge: string, channelId: string): Promise<boolean> {
    const { channels } = bridgeSchema.parse(await request('GET', `/bridges/${enc(bridge)}`));
    return channels.includes(channelId);
  }

  async function offBridge(channelId: string): Promise<void> {
    const bridge = waitBridge(channelId);
    await unlessGone(request('DELETE', `/bridges/${enc(bridge)}`));
  }

  return {
    mark: (channelId: string, callId: string) => setMarks(request, channelId, { [marks.role]: 'caller', [marks.call]: callId }),
    ring: (channelId: string) => unlessGone(channel(channelId, 'ring')),
    /** A caller who presses a key in the welcome is answered already, and a command would wait for the welcome's end. */
    async answer(channelId: string): Promise<void> {
      await quiet(channelId);
      await unlessGone(channel(channelId, 'answer'));
    },

    async music(channelId: string): Promise<void> {
      await toMusic(channelId);
      await setMarks(request, channelId, { [marks.operator]: '', [marks.held]: '', [marks.busy]: '' });
    },

    async hold(channelId: string, operatorId: string): Promise<void> {
      await toMusic(channelId);
      await setMarks(request, channelId, { [marks.operator]: operatorId, [marks.held]: '1', [marks.busy]: '' });
    },

    async connect(channelId: string, operatorId: string): Promise<void> {
      await quiet(channelId);
      await legs.admit(operatorId, channelId);
      await setMarks(request, channelId, { [marks.operator]: operatorId, [marks.held]: '', [marks.busy]: '' });
      await offBridge(channelId);
    },

    async play(effect: Play): Promise<void> {
      const { channelId, prompt, file } = effect;
      await quiet(channelId);
      const playbackId = `${prompt}.${randomUUID()}`;
      await setMarks(request, channelId, {
        [marks.busy]: busyWith('playback', playbackId),
        [marks.operator]: '',
        [marks.held]: '',
      });
      await offBridge(channelId);
      playing.set(channelId, playbackId);
      const started = await unlessGone(channel(channelId, 'play', { media: `sound:${file}`, playbackId }));
      if (!started) playing.delete(channelId);
    },

    async record(effect: Record): Promise<void> {
      await setMarks(request, effect.channelId, {
        [marks.busy]: busyWith('recording', effect.name),
        [marks.recording]: effect.name,
      });
      const query = {
        name: effect.name,
        format: 'wav',
        maxDurationSeconds: effect.maxSeconds,
        ifExists: 'overwrite',
        terminateOn: '#',
      };
      await unlessGone(channel(effect.channelId, 'record', query));
    },

    async hangUp(channelId: string, cause: HangUpCause): Promise<void> {
      await unlessGone(request('DELETE', `/channels/${enc(channelId)}`, { reason_code: causes[cause] }));
    },

    async unattended(channelId: string): Promise<void> {
      await quiet(channelId);
      await offBridge(channelId);
      await unlessGone(channel(channelId, 'continue', { context: 'unattended', extension: 's', priority: 1 }));
    },

    digits: (channelId: string, dtmf: string) => unlessGone(channel(channelId, 'dtmf', { dtmf })),

    /** Which prompt of which caller has been played to its end; null when it was taken away before. */
    finished(playbackId: string): { readonly channelId: string; readonly prompt: string } | null {
      for (const [channelId, id] of playing) {
        if (id !== playbackId) continue;
        playing.delete(channelId);
        return { channelId, prompt: id.slice(0, id.indexOf('.')) };
      }
      return null;
    },

    /** The caller is gone: his bridge too. */
    async forget(channelId: string): Promise<void> {
      playing.delete(channelId);
      await offBridge(channelId);
      await unlessGone(request('DELETE', `/bridges/${enc(joinBridge(channelId))}`));
    },
  };
}
