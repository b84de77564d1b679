import type { RecordingFiles, TelephonyEvent, UnattendedRecordings } from '../../server/ports/telephony.ts';
import type { Course } from './course.ts';
import { createDialled } from './dialled.ts';
import { createLegs } from './legs.ts';
import { createTelephones } from './telephones.ts';
import { createThirds } from './thirds.ts';

/** What a caller hears; `his-turn`: he is being recorded. */
export type Hears = 'ringing' | 'prompt' | 'music' | 'voice' | 'his-turn' | 'apology' | 'nothing';

/** How a caller's channel came to its end. */
export type ChannelEnd = 'caller' | 'hung-up' | 'exchange-died';

/** The caller's telephone. */
export type CallerSide = {
  heard(what: Hears, prompt: string | null): void;
  gone(by: ChannelEnd): void;
};

/** A caller's channel in the exchange. */
export type Channel = {
  readonly id: string;
  readonly dialled: string;
  readonly number: string;
  readonly arrivedMs: number;
  readonly side: CallerSide;
  answered: boolean;
  /** Held by the application, or by the dialplan that apologises and records. */
  inApplication: boolean;
  /** `wait`: a bridge of his own; `joined`: with a third party; else the operator's. */
  bridge: 'none' | 'wait' | 'joined' | { readonly operatorId: string };
  music: boolean;
  playing: { readonly prompt: string; readonly owner: number; readonly version: number } | null;
  /** The last prompt was a question: silence follows, for a key. */
  asked: boolean;
  recording: { readonly name: string; readonly sinceMs: number } | null;
  /** In the dialplan: when its own recording began. */
  apologyRecordedSinceMs: number | null;
  readonly marks: { call: string; operator: string; held: boolean; busy: boolean };
  hears: Hears;
  hearsSinceMs: number;
  /** Which prompt he hears, or heard last. */
  heardVersion: number;
};

const apologyMs = 6_000;
const promptMs = { pin: 5_000, welcome: 5_000, greeting: 7_000, announcement: 4_000, reception: 3_000 };

export type Exchange = ReturnType<typeof createExchange>;

/** A telephone exchange as Asterisk is one: it executes, one request after the other, and knows no rules. */
export function createExchange(
  course: Course,
  phones: {
    readonly ring: (id: string) => void;
    readonly ended: (id: string) => void;
    /** Somebody whom the bureau called has answered. */
    readonly answered: (call: { readonly channelId: string; readonly callId: string; readonly number: string }) => CallerSide;
  },
) {
  const { time, chance, trace } = course;
  const channels = new Map<string, Channel>();
  const voicemails = new Map<string, number>();
  const unattended = new Map<
    string,
    {
      readonly dialled: string;
      readonly caller: string;
      readonly callId: string | null;
      readonly sinceMs: number;
      seconds: number;
    }
  >();
  /** Bridges of legs on which the guardian plays. */
  const guarded = new Set<string>();
  let socket: { readonly owner: number; readonly hear: (event: TelephonyEvent) => void } | null = null;
  let isUp = true;
  let startedMs = time.nowMs() - 86_400_000;
  let versions = 0;
  let moves = 0;
  let doubled = false;

  function emit(event: TelephonyEvent): void {
    if (socket === null) return;
    socket.hear(event);
    if (doubled && event.t !== 'caller-arrived' && chance.chance(0.3)) socket.hear(event);
  }
  function legChanged(operatorId: string): void {
    for (const channel of channels.values()) if (isWith(channel, operatorId)) changed(channel);
  }
  const legs = createLegs(course, { emit, ring: phones.ring, ended: phones.ended, changed: legChanged });

  const telephones = createTelephones(course, { emit, takeOver: (operatorId) => legs.takeOver(operatorId) });

  const thirds = createThirds(course, {
    emit,
    changed(channelId) {
      const channel = channels.get(channelId);
      if (channel !== undefined) changed(channel);
    },
    legChanged,
  });

  const dialled = createDialled(course, {
    emit,
    answered({ channelId, callId, line, number }) {
      // Asterisk lets go of an answered leg whose application is not there
      if (socket === null) return;
      const side = phones.answered({ channelId, callId, number });
      const channel = newChannel({ id: channelId, dialled: line, number, side });
      channels.set(channelId, { ...channel, answered: true, hears: 'nothing', marks: { ...channel.marks, call: callId } });
    },
  });

  function hears(channel: Channel): Hears {
    if (!channel.inApplication) return channel.apologyRecordedSinceMs === null ? 'apology' : 'his-turn';
    if (!channel.answered) return 'ringing';
    if (channel.recording !== null) return 'his-turn';
    if (channel.playing !== null) return 'prompt';
    if (channel.bridge === 'none') return 'nothing';
    if (channel.bridge === 'wait') return channel.music ? 'music' : 'nothing';
    if (channel.bridge === 'joined') {
      if (thirds.isWith(channel.id)) return 'voice';
      return guarded.has(`join-${channel.id}`) ? 'music' : 'nothing';
    }
    if (legs.speaks(channel.bridge.operatorId) || thirds.isOnLeg(channel.bridge.operatorId)) return 'voice';
    return guarded.has(`leg-${channel.bridge.operatorId}`) ? 'music' : 'nothing';
  }

  function newChannel(call: Pick<Channel, 'id' | 'dialled' | 'number' | 'side'>): Channel {
    return {
      ...call,
      arrivedMs: time.nowMs(),
      answered: false,
      inApplication: true,
      bridge: 'none',
      music: false,
      playing: null,
      asked: false,
      recording: null,
      apologyRecordedSinceMs: null,
      marks: { call: '', operator: '', held: false, busy: false },
      hears: 'ringing',
      hearsSinceMs: time.nowMs(),
      heardVersion: 0,
    };
  }

  function changed(channel: Channel): void {
    const now = hears(channel);
    const isSame = now === channel.hears && (channel.playing === null || channel.playing.version === channel.heardVersion);
    if (isSame || !channels.has(channel.id)) return;
    channel.hears = now;
    channel.heardVersion = channel.playing?.version ?? 0;
    channel.hearsSinceMs = time.nowMs();
    trace.add(`${channel.id} hears ${now}`);
    channel.side.heard(now, channel.playing?.prompt ?? null);
  }

  /** A change of a channel that may be gone by now: then nothing happens, as `unlessGone` of the adapter has it. */
  function at(channelId: string, act: (channel: Channel) => void): void {
    const channel = channels.get(channelId);
    if (channel === undefined || !channel.inApplication) return;
    act(channel);
    moves += 1;
    changed(channel);
  }

  function end(channel: Channel, by: ChannelEnd): void {
    if (!channels.delete(channel.id)) return;
    trace.add(`${channel.id} ends by ${by}`);
    stopRecording(channel);
    if (!channel.inApplication) storeUnattended(channel);
    else {
      emit(goneOf(channel));
      time.after(chance.between(0, 20), () => emit(goneOf(channel)));
    }
    channel.side.gone(by);
  }

  const goneOf = ({ id: channelId }: Channel): TelephonyEvent =>
    channelId.startsWith('out-') ? { t: 'dialled-gone', channelId, outcome: 'failed' } : { t: 'caller-gone', channelId };

  function stopRecording(channel: Channel): void {
    if (channel.recording === null) return;
    const { name, sinceMs } = channel.recording;
    channel.recording = null;
    const seconds = isUp ? Math.floor((time.nowMs() - sinceMs) / 1000) : 0;
    trace.add(`${channel.id} recorded ${seconds} s as ${name}`);
    if (isUp) voicemails.set(name, seconds);
    time.after(chance.between(0, 60), () => emit({ t: 'recorded', name, seconds }));
  }

  function storeUnattended(channel: Channel): void {
    const sinceMs = channel.apologyRecordedSinceMs;
    if (sinceMs === null || !isUp) return;
    const seconds = Math.floor((time.nowMs() - sinceMs) / 1000);
    unattended.set(`${channel.id}.wav`, {
      dialled: channel.dialled.slice(1),
      caller: channel.number.slice(1),
      callId: channel.marks.call || null,
      sinceMs,
      seconds,
    });
  }

  /** The dialplan's apology and recording. */
  function toDialplan(channel: Channel): void {
    if (!channel.inApplication) return;
    Object.assign(channel, { inApplication: false, answered: true, bridge: 'none', playing: null });
    stopRecording(channel);
    emit({ t: 'caller-gone', channelId: channel.id });
    changed(channel);
    time.after(apologyMs, () => {
      if (!channels.has(channel.id)) return;
      channel.apologyRecordedSinceMs = time.nowMs();
      changed(channel);
    });
  }

  function play(channel: Channel, prompt: string, owner: number): void {
    versions += 1;
    const version = versions;
    const lasts = Object.entries(promptMs).find(([name]) => name === prompt)?.[1] ?? 1000;
    const asked = prompt === 'reception' || prompt === 'pin';
    Object.assign(channel, { bridge: 'none', music: false, asked, playing: { prompt, owner, version } });
    time.after(lasts, () => {
      if (channel.playing?.version !== version || !channels.has(channel.id)) return;
      channel.playing = null;
      changed(channel);
      if (socket?.owner === owner) emit({ t: 'played', channelId: channel.id, prompt });
    });
  }

  function record(channel: Channel, name: string, maxSeconds: number): void {
    const recording = { name, sinceMs: time.nowMs() };
    channel.recording = recording;
    channel.marks.busy = true;
    time.after(maxSeconds * 1000, () => {
      if (channel.recording !== recording) return;
      stopRecording(channel);
      changed(channel);
    });
  }

  const recordings: RecordingFiles & { names(): string[] } = {
    names: () => [...voicemails.keys()],
    async load(name) {
      const seconds = voicemails.get(name);
      if (seconds === undefined) throw new Error('no such recording');
      return soundOf(seconds);
    },
    async discard(name) {
      voicemails.delete(name);
    },
  };
  const alone: UnattendedRecordings = {
    async list() {
      return [...unattended].map(([name, { dialled, caller, callId, sinceMs }]) => ({
        name,
        channel: name.slice(1, -'.wav'.length),
        callId,
        dialled,
        caller,
        ageMs: time.nowMs() - sinceMs,
      }));
    },
    load: async (name) => soundOf(unattended.get(name)?.seconds ?? 0),
    discard: async (name) => void unattended.delete(name),
  };

  return {
    legs,
    telephones,
    thirds,
    dialled,
    channels: channels as ReadonlyMap<string, Channel>,
    recordings,
    unattended: alone,
    guarded,
    isUp: () => isUp,
    /** Whether the caller is there, and not on the bridge of the leg of the operator who has him. */
    isOnTheWay: (callId: string, operatorId: string): boolean =>
      [...channels.values()].some((channel) => channel.marks.call === callId && !isWith(channel, operatorId)),
    /** How many of our own legs a line has at the telephone network. */
    legsOf(line: string): number {
      const isOurs = ({ id, bridge }: Channel): boolean =>
        id.startsWith('out-') || (typeof bridge === 'object' && legs.isTelephone(bridge.operatorId));
      const ours = [...channels.values()].filter((channel) => channel.dialled === line && isOurs(channel));
      return ours.length + dialled.of(line) + thirds.of(line) + telephones.of(line);
    },
    at,
    play,
    record,
    end,
    toDialplan,
    changed,

    /** A caller dials; without an application the dialplan takes him at once. */
    dial(call: { readonly id: string; readonly dialled: string; readonly number: string; readonly side: CallerSide }): boolean {
      if (!isUp) return false;
      const channel = newChannel(call);
      channels.set(call.id, channel);
      if (socket === null) toDialplan(channel);
      else
        emit({
          t: 'caller-arrived',
          channelId: call.id,
          dialled: call.dialled,
          caller: { number: call.number, standing: 'shown' },
          diversion: null,
        });
      return true;
    },
    hangUp(channelId: string): void {
      const channel = channels.get(channelId);
      if (channel !== undefined) end(channel, 'caller');
    },
    press(channelId: string, digit: string): void {
      if (!channels.get(channelId)?.inApplication) return;
      if (digit === '#') at(channelId, stopRecording);
      emit({ t: 'digit', channelId, digit });
    },
    /** The server's event socket opens; a second one replaces the first. */
    attach(owner: number, hear: (event: TelephonyEvent) => void): void {
      socket = { owner, hear };
      emit({ t: 'connected' });
    },
    detach(): void {
      socket = null;
    },
    isAttached: () => socket !== null,
    /** An event that the adapter makes by itself. */
    say: emit,
    nowMs: time.nowMs,
    startedMs: () => startedMs,
    /** Grows with every change of a channel. */
    moves: () => moves,
    /** Whether events come twice now and then. */
    double(on: boolean): void {
      doubled = on;
    },
    /** kill -9: every channel, leg and bridge is gone, finished recordings stay. */
    die(): void {
      isUp = false;
      socket = null;
      for (const channel of [...channels.values()]) end(channel, 'exchange-died');
      legs.die();
      telephones.endAll();
      thirds.die();
      dialled.die();
      guarded.clear();
    },
    comeBack(): void {
      isUp = true;
      startedMs = time.nowMs();
    },
  };
}

/** Whether a caller is on the bridge of this operator's leg. */
export const isWith = (channel: Channel, operatorId: string): boolean =>
  typeof channel.bridge === 'object' && channel.bridge.operatorId === operatorId;

const sounds = new Map<number, Uint8Array>();

/** A WAV of so many seconds, 8 kHz 16-bit; nobody listens to it. */
function soundOf(seconds: number): Uint8Array {
  const known = sounds.get(seconds);
  if (known !== undefined) return known;
  const sound = new Uint8Array(44 + seconds * 16_000);
  sounds.set(seconds, sound);
  return sound;
}
