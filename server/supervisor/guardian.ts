import { setTimeout as pause } from 'node:timers/promises';
import { busyPath, enc, waitBridge, waitingRole } from '../adapters/asterisk/commands.ts';
import { isRecord } from './json-file.ts';
import { type Absence, judgeAbsence, type WatchedBridge, type WatchedChannel } from './judge-absence.ts';

export type GuardianParts = {
  /** Without a path, as in http://127.0.0.1:8088. */
  readonly ariUrl: string;
  readonly user: string;
  readonly password: string;
  /** File of the exchange with the music, without its ending. */
  readonly music: string;
  /** Whether the server answered; at most half a second. */
  readonly serverAnswers: () => Promise<boolean>;
  readonly say: (line: string) => void;
};

const beatEveryMs = 500;
/** Longer than a caller waits for the apology. */
const musicRepeats = 4;

/**
 * Cares for callers while the server is silent, by commands to the exchange only. Its music is a playback under
 * a name of its own: ending that name can never end what the server plays.
 */
export class Guardian {
  readonly #parts: GuardianParts;
  #lastAnswer = performance.now();
  #aloneSince: Absence['aloneSince'] = {};
  #playing: readonly string[] = [];
  #ended = false;

  constructor(parts: GuardianParts) {
    this.#parts = parts;
  }

  /** Watches until `end`. */
  async watch(): Promise<void> {
    while (!this.#ended) {
      const next = pause(beatEveryMs);
      const answered = await this.#parts.serverAnswers();
      if (answered) this.#lastAnswer = performance.now();
      if (!answered || this.#playing.length > 0) await this.#care();
      await next;
    }
  }

  end(): void {
    this.#ended = true;
  }

  async #care(): Promise<void> {
    try {
      await this.#act();
    } catch (error) {
      // The exchange may be away just now: the next beat looks again.
      this.#parts.say(`guardian: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #act(): Promise<void> {
    const now = performance.now();
    const silentForMs = now - this.#lastAnswer;
    const [channels, bridges] = await Promise.all([this.#ask('GET', 'channels'), this.#ask('GET', 'bridges')]);
    const judgement = judgeAbsence({
      channels: await Promise.all(parseChannels(channels).map((channel) => this.#whetherBusy(channel))),
      bridges: parseBridges(bridges),
      silentForMs,
      aloneSince: this.#aloneSince,
      now,
      playing: this.#playing,
    });
    this.#aloneSince = judgement.aloneSince;
    const { music, quiet, shelter, unattended } = judgement;
    this.#playing = [...this.#playing.filter((id) => !quiet.includes(id)), ...music];
    await Promise.all([
      ...music.map((id) => this.#playOn(id)),
      ...quiet.map((id) => this.#ask('DELETE', `playbacks/${playbackOf(id)}`)),
      ...shelter.map((id) => this.#shelter(id)),
      ...unattended.map((id) => this.#ask('POST', `channels/${id}/continue?context=unattended&extension=s&priority=1`)),
    ]);
    const comforted = music.length + shelter.length;
    if (comforted + unattended.length > 0) {
      this.#parts.say(`guardian: server silent, music for ${comforted} callers, apology for ${unattended.length}`);
    }
  }

  /** What the mark names may have ended since the server set it. */
  async #whetherBusy(channel: MarkedChannel): Promise<WatchedChannel> {
    const path = channel.role === 'caller' && channel.inApplication ? busyPath(channel.mark) : null;
    const busy = path === null ? channel.mark !== '' : (await this.#ask('GET', path)) !== null;
    return { ...channel, busy };
  }

  /** The bridge on which the server itself lets callers wait: when it is back it finds the caller there. */
  async #shelter(channelId: string): Promise<void> {
    const bridge = enc(waitBridge(channelId));
    await this.#ask('POST', `bridges/${bridge}?type=holding&name=${bridge}`);
    await this.#ask('POST', `bridges/${bridge}/addChannel?channel=${enc(channelId)}&role=${waitingRole}`);
  }

  async #playOn(bridge: string): Promise<void> {
    const media = Array.from({ length: musicRepeats }, () => `sound:${this.#parts.music}`).join(',');
    await this.#ask('POST', `bridges/${bridge}/play/${playbackOf(bridge)}?media=${encodeURIComponent(media)}`);
  }

  /** A request to the exchange. What is gone meanwhile (404, 409) needs nothing any more. */
  async #ask(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<unknown> {
    const { ariUrl, user, password } = this.#parts;
    const response = await fetch(`${ariUrl}/ari/${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
      signal: AbortSignal.timeout(2_000),
    });
    const body = await response.text();
    if (response.ok) return body === '' ? null : JSON.parse(body);
    if (response.status === 404 || response.status === 409) return null;
    throw new Error(`${method} ${path.split('/', 1)[0]}: ${response.status}`);
  }
}

const playbackOf = (bridge: string): string => `permanence-guardian-${encodeURIComponent(bridge)}`;

/** A channel with what the server marked it to be busy with; empty when nothing. */
type MarkedChannel = Omit<WatchedChannel, 'busy'> & { readonly mark: string };

/** Channels as ARI lists them. */
export function parseChannels(list: unknown): MarkedChannel[] {
  return (Array.isArray(list) ? list : []).filter(isRecord).flatMap((channel) => {
    if (typeof channel.id !== 'string') return [];
    const variables = isRecord(channel.channelvars) ? channel.channelvars : {};
    const dialplan = isRecord(channel.dialplan) ? channel.dialplan : {};
    const role = variables.PERMANENCE_ROLE === 'caller' ? 'caller' : 'other';
    const mark = typeof variables.PERMANENCE_BUSY === 'string' ? variables.PERMANENCE_BUSY : '';
    return [{ id: channel.id, role, mark, answered: channel.state === 'Up', inApplication: dialplan.app_name === 'Stasis' }];
  });
}

/** Bridges as ARI lists them; it leaves out the players of music and prompts among their members. */
export function parseBridges(list: unknown): WatchedBridge[] {
  return (Array.isArray(list) ? list : []).filter(isRecord).flatMap((bridge) => {
    if (typeof bridge.id !== 'string' || !Array.isArray(bridge.channels)) return [];
    const channels = bridge.channels.filter((id) => typeof id === 'string');
    const hasMusic = bridge.bridge_type === 'holding' || bridge.id.startsWith(waitBridge(''));
    return [{ id: bridge.id, hasMusic, channels }];
  });
}
