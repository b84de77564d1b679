import { never } from '#shared/errors.ts';
import type { RecordingFiles, Telephony, TelephonyEffect, TelephonyEvent } from '../../ports/telephony.ts';
import { ariRequests, keepAriSocket } from './ari.ts';
import { type AriEvent, ariEventSchema } from './ari-messages.ts';
import { createCallers } from './callers.ts';
import {
  enc,
  isDialledChannel,
  isPersonChannel,
  isSnoopChannel,
  originOf,
  telephoneOfChannel,
  thirdOfChannel,
  unlessGone,
} from './commands.ts';
import { createDialled } from './dialled.ts';
import { createLegs } from './legs.ts';
import { createListeners } from './listeners.ts';
import { createPhones } from './phones.ts';
import { survey } from './survey.ts';
import { createTelephones } from './telephones.ts';
import { createThirds, outcomeOf } from './thirds.ts';

export type AsteriskTelephonyDeps = {
  /** `http://user:password@host:port` of Asterisk. */
  readonly ariUrl: string;
  /** Name of the PJSIP transport for browser telephones. */
  readonly operatorTransport: string;
  /** Formats of the operators' legs, Opus before G.711, unless a test's telephone speaks only A-law. */
  readonly legFormats?: string;
  readonly application?: string;
  /** Real time, in milliseconds since the epoch. */
  readonly nowMs: () => number;
  /** Without personal data. */
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** Milliseconds between two looks at the packets of every leg. */
const pollEveryMs = 500;

/** Asterisk as our telephone exchange, over ARI. `start` connects, and goes on trying. */
export function createAsteriskTelephony(deps: AsteriskTelephonyDeps): Telephony & {
  readonly recordings: RecordingFiles;
  isConnected(): boolean;
  start(): void;
  stop(): void;
} {
  const application = deps.application ?? 'permanence';
  const address = { url: deps.ariUrl, application };
  const request = ariRequests(address);
  let listener: (event: TelephonyEvent) => void = () => undefined;
  let connected = false;
  let socket: { stop(): void } | null = null;
  let polling: NodeJS.Timeout | undefined;

  const emit = (event: TelephonyEvent): void => listener(event);
  const phones = createPhones(request, deps.operatorTransport);
  const legs = createLegs({
    request,
    application,
    formats: deps.legFormats ?? 'opus,alaw,ulaw',
    nowMs: deps.nowMs,
    sipUserOf: phones.registered,
    emit,
  });
  const callers = createCallers(request, legs);
  const thirds = createThirds(request, application, legs);
  const dialled = createDialled(request, application);
  const telephones = createTelephones(request, application, legs);
  const listeners = createListeners({ request, application, nowMs: deps.nowMs, emit, legs });

  const inBackground = (work: Promise<unknown>, what: string): void => {
    work.catch((cause: unknown) => deps.log('telephony.failed', { what, cause: String(cause) }));
  };

  function started(event: Extract<AriEvent, { type: 'StasisStart' }>): void {
    const [role, whom = ''] = event.args;
    const { channel } = event;
    if (role === 'inbound') emit({ t: 'caller-arrived', channelId: channel.id, dialled: whom, ...originOf(channel) });
    else if (role === 'leg') inBackground(legs.up(whom, channel.id), 'leg up');
    else if (role === 'third') thirdAnswered(channel.id);
    else if (role === 'telephone') telephoneAnswered(channel.id);
    else if (role === 'outbound') inBackground(dialledAnswered(channel.id), 'dialled answered');
    else if (role === 'person') inBackground(personAnswered(channel.id), 'person answered');
    else if (role === 'echo') inBackground(legs.echoUp(whom, channel.id), 'echo');
    else if (role === 'snoop') inBackground(listeners.up(whom, channel.id), 'snoop');
    else inBackground(callers.hangUp(channel.id, 'normal'), 'not ours');
  }

  function thirdAnswered(channelId: string): void {
    const third = thirdOfChannel(channelId);
    if (third !== null) emit({ t: 'third-answered', ...third });
  }

  function telephoneAnswered(channelId: string): void {
    const telephone = telephoneOfChannel(channelId);
    if (telephone !== null) emit({ t: 'telephone-answered', ...telephone });
  }

  async function personAnswered(channelId: string): Promise<void> {
    await dialled.personAnswered(channelId);
    emit({ t: 'dialled-answered', channelId });
  }

  async function dialledAnswered(channelId: string): Promise<void> {
    await dialled.answered(channelId);
    emit({ t: 'dialled-answered', channelId });
  }

  /** A leg is known by its channel; whatever else ends was a caller, or nobody knows it. */
  function over(channelId: string, outcome: ReturnType<typeof outcomeOf> = 'refused'): void {
    if (isSnoopChannel(channelId)) {
      listeners.ended(channelId);
      return;
    }
    const third = thirdOfChannel(channelId);
    if (third !== null) {
      emit({ t: 'third-gone', ...third, outcome });
      return;
    }
    const telephone = telephoneOfChannel(channelId);
    if (telephone !== null) {
      legs.ended(channelId);
      emit({ t: 'telephone-gone', ...telephone });
      return;
    }
    if (isDialledChannel(channelId) || isPersonChannel(channelId)) {
      emit({ t: 'dialled-gone', channelId, outcome });
      inBackground(callers.forget(channelId), 'forget');
      return;
    }
    legs.ended(channelId);
    emit({ t: 'caller-gone', channelId });
    inBackground(callers.forget(channelId), 'forget');
  }

  function onEvent(raw: unknown): void {
    const parsed = ariEventSchema.safeParse(raw);
    if (!parsed.success) return;
    const event = parsed.data;
    switch (event.type) {
      case 'StasisStart':
        started(event);
        break;
      case 'StasisEnd':
        over(event.channel.id);
        break;
      case 'ChannelDestroyed':
        over(event.channel.id, outcomeOf(event));
        break;
      case 'ChannelStateChange':
        if (isDialledChannel(event.channel.id) && event.channel.state === 'Ringing')
          emit({ t: 'dialled-rings', channelId: event.channel.id });
        break;
      case 'ChannelDtmfReceived':
        pressed(event.channel.id, event.digit);
        break;
      case 'ChannelTalkingStarted':
      case 'ChannelTalkingFinished':
        emit({ t: 'talk', channelId: event.channel.id, state: event.type === 'ChannelTalkingStarted' ? 'began' : 'ended' });
        break;
      case 'PlaybackFinished':
        played(event.playback.id);
        break;
      case 'RecordingFinished':
        emit({ t: 'recorded', name: event.recording.name, seconds: event.recording.duration ?? 0 });
        break;
      case 'RecordingFailed':
        emit({ t: 'recorded', name: event.recording.name, seconds: 0 });
        break;
      case 'ChannelEnteredBridge':
        entered(event.bridge.id, event.channel.id);
        break;
      case 'ChannelLeftBridge':
        left(event.bridge.id, event.channel.id);
        break;
      case 'ApplicationReplaced':
        stop();
        emit({ t: 'replaced' });
        break;
      default:
        never(event);
    }
  }

  function pressed(channelId: string, digit: string): void {
    const telephone = telephoneOfChannel(channelId);
    if (telephone === null) emit({ t: 'digit', channelId, digit });
    else emit({ t: 'telephone-digit', ...telephone, digit });
  }

  function played(playbackId: string): void {
    const finished = callers.finished(playbackId);
    if (finished !== null) emit({ t: 'played', ...finished });
  }

  function entered(bridgeId: string, channelId: string): void {
    if (!bridgeId.startsWith('leg-')) return;
    inBackground(legs.entered(bridgeId.slice('leg-'.length), channelId), 'guest');
  }

  function left(bridgeId: string, channelId: string): void {
    if (!bridgeId.startsWith('leg-')) return;
    inBackground(legs.afterCaller(bridgeId.slice('leg-'.length), channelId), 'leg alone');
  }

  function opened(): void {
    connected = true;
    inBackground(
      phones.restore().finally(() => emit({ t: 'connected' })),
      'restore telephones',
    );
  }

  function stop(): void {
    connected = false;
    clearInterval(polling);
    socket?.stop();
    socket = null;
  }

  return {
    listen(to) {
      listener = to;
    },
    perform: (effect) => perform(effect, { callers, legs, thirds, dialled, telephones, listeners }),
    async survey() {
      const found = await survey(request, application, deps.nowMs());
      legs.forgetAll();
      listeners.forgetAll();
      for (const leg of found.foundLegs) await legs.found(leg);
      for (const channelId of found.surplus.channels) await callers.hangUp(channelId, 'normal');
      for (const bridge of found.surplus.bridges) await unlessGone(request('DELETE', `/bridges/${enc(bridge)}`));
      return {
        callers: found.callers,
        legs: found.legs,
        thirds: found.thirds,
        persons: found.persons,
        startedAgoMs: found.startedAgoMs,
        recordings: found.recordings,
      };
    },
    phone: phones.fresh,
    recordings: {
      async load(name) {
        const body = await request('GET', `/recordings/stored/${enc(name)}/file`);
        return body instanceof Uint8Array ? body : new Uint8Array();
      },
      async discard(name) {
        await unlessGone(request('DELETE', `/recordings/stored/${enc(name)}`));
      },
    },
    isConnected: () => connected,
    start() {
      socket = keepAriSocket(address, {
        onOpen: opened,
        onEvent,
        onClose: () => {
          connected = false;
          emit({ t: 'lost' });
        },
      });
      polling = setInterval(() => {
        if (connected) inBackground(legs.pollAll(), 'poll');
      }, pollEveryMs);
    },
    stop,
  };
}

async function perform(
  effect: TelephonyEffect,
  parts: {
    readonly callers: ReturnType<typeof createCallers>;
    readonly legs: ReturnType<typeof createLegs>;
    readonly thirds: ReturnType<typeof createThirds>;
    readonly dialled: ReturnType<typeof createDialled>;
    readonly telephones: ReturnType<typeof createTelephones>;
    readonly listeners: ReturnType<typeof createListeners>;
  },
): Promise<void> {
  const { callers, legs, thirds, dialled, telephones, listeners } = parts;
  switch (effect.do) {
    case 'mark':
      return callers.mark(effect.channelId, effect.callId);
    case 'ring':
      return void (await callers.ring(effect.channelId));
    case 'answer':
      return callers.answer(effect.channelId);
    case 'music':
      return callers.music(effect.channelId);
    case 'hold':
      return callers.hold(effect.channelId, effect.operatorId);
    case 'connect':
      return callers.connect(effect.channelId, effect.operatorId);
    case 'dial-out':
      return dialled.dial(effect);
    case 'dial-person':
      return dialled.dialPerson(effect);
    case 'ringback':
      return legs.ringback(effect.operatorId, effect.on);
    case 'dial-third':
      return thirds.dial(effect);
    case 'consult':
      return thirds.consult(effect.third, effect.operatorId);
    case 'join':
      return thirds.join(effect.third, effect.channelId);
    case 'end-third':
      return thirds.end(effect.third);
    case 'ring-telephone':
      return telephones.ring(effect);
    case 'ask-telephone':
      return telephones.ask(effect.telephone, effect.file);
    case 'take-telephone':
      return telephones.take(effect.telephone, effect.operatorId);
    case 'end-telephone':
      return telephones.end(effect.telephone);
    case 'play':
      return callers.play(effect);
    case 'record':
      return callers.record(effect);
    case 'hang-up':
      return callers.hangUp(effect.channelId, effect.cause);
    case 'unattended':
      return callers.unattended(effect.channelId);
    case 'digits':
      return void (await callers.digits(effect.channelId, effect.digits));
    case 'bring-leg':
      return legs.bring(effect.operatorId);
    case 'drop-leg':
      return legs.drop(effect.operatorId);
    case 'listen':
      return listeners.listen(effect);
    case 'listen-no-more':
      return listeners.end(effect.supervisorId);
    case 'echo':
      return legs.echo(effect.operatorId, effect.on);
    default:
      return never(effect);
  }
}
