import type { Relay } from '#shared/api/calls.ts';
import type { Phone, PhoneState } from '../../ports/phone.ts';
import { createAudio } from './audio.ts';
import { type Line, openLine } from './line.ts';
import { type KeptRelay, keepRelay } from './relay.ts';
import { countersOf, mediaBytes } from './voice-counters.ts';
import { watchWay } from './way-watch.ts';

/** The leg rings within some tenths of a second after it is wanted; else the exchange may have forgotten this telephone. */
const ringsWithinMs = 2500;

/** What takes a leg that is up along with the registration. */
const endsLeg: readonly string[] = ['janus.register', 'janus.renewed'];

type Listener = (state: PhoneState, problem: string | null) => void;

/*
 *   off ── start ──> connecting ── registered ──> registered ── own leg rings ──> leg-up
 *    ^                  │  ^                          │  ^                          │
 *    └──── stop ────────┤  └──── socket lost ─────────┘  └────── leg ended ─────────┘
 *                       └──> failed (no microphone)     a leg stays up while the socket comes back
 */

/** The operator's telephone in the page; one leg, answered by itself, through the server's `/janus`. */
export function createPhone(url: string, askRelay: () => Promise<Relay>): Phone {
  const audio = createAudio();
  const listeners = new Set<Listener>();
  let line: Line | null = null;
  let relay: KeptRelay | null = null;
  let state: PhoneState = 'off';
  let problem: string | null = null;
  /** The chosen one is not there. */
  let lacksMicrophone = false;
  let ringing: ReturnType<typeof setTimeout> | undefined;
  const silenceListeners = new Set<() => void>();
  const way = watchWay({
    async received() {
      const report = await line?.session()?.stats();
      return report ? mediaBytes(report) : null;
    },
    silent() {
      for (const listener of silenceListeners) listener();
    },
    reach: () => line?.reach(),
    restart,
    renew: () => line?.renew(),
  });

  /** Of the session as it is now: that of one which was given up meanwhile says nothing. */
  async function restart(): Promise<void> {
    const session = line?.session();
    await session?.restart().catch((cause: unknown) => {
      if (line?.session() === session) throw cause;
    });
  }

  function change(to: PhoneState, why: string | null = null): void {
    if (state === to && problem === why) return;
    if (state !== to && to === 'leg-up') way.begin();
    if (to !== 'leg-up') way.end();
    state = to;
    problem = why;
    for (const listener of listeners) listener(state, problem);
  }

  function ended(): void {
    audio.hear(null);
    if (state === 'leg-up') change(line?.isReached() ? 'registered' : 'connecting');
  }

  /** A leg that cannot be answered is hung up, so that the exchange dials again. */
  function answer(offer: { sdp?: string; type?: string }): void {
    const session = line?.session();
    const microphone = audio.track();
    if (!session || !microphone) return;
    session.accept(offer, microphone).catch(() => {
      session.hangup();
      session.drop();
      ended();
    });
  }

  function open(relays: RTCIceServer[]): Line {
    return openLine(url, relays, {
      registered: () => {
        audio.hear(null);
        change('registered');
      },
      claimed: () => {
        change(state === 'leg-up' ? 'leg-up' : 'registered');
        way.reached();
      },
      away: (why) => {
        if (state !== 'leg-up' || endsLeg.includes(why)) change('connecting', why);
      },
      incoming: (offer) => {
        clearTimeout(ringing); // from now on it is the answer that takes its time
        answer(offer);
      },
      ringing: () => undefined,
      answered: () => change('leg-up'),
      heard: (track) => audio.hear(track),
      ended,
    });
  }

  function expectLeg(): void {
    clearTimeout(ringing);
    ringing = setTimeout(() => {
      if (state === 'registered') line?.renew();
    }, ringsWithinMs);
  }

  globalThis.addEventListener('online', way.online);
  audio.onTrack((track) => line?.session()?.replaceMicrophone(track));

  async function start(): Promise<void> {
    if (line) {
      if (state === 'registered') expectLeg();
      return;
    }
    change('connecting');
    relay ??= keepRelay(askRelay, () => line?.session()?.renewRelays());
    const { servers, first } = relay;
    const [missing] = await Promise.all([audio.open(), first()]);
    if (missing) change('failed', missing);
    else line ??= open(servers);
  }

  return {
    start,
    endLeg() {
      if (state !== 'leg-up') return;
      line?.session()?.hangup();
      line?.session()?.drop();
      ended();
    },
    stop() {
      clearTimeout(ringing);
      globalThis.removeEventListener('online', way.online);
      line?.stop();
      line = null;
      relay?.stop();
      relay = null;
      audio.hear(null);
      audio.close();
      change('off');
    },
    mute: (muted) => audio.mute(muted),
    async sound(how) {
      const isBack = lacksMicrophone && how.microphone.kind !== 'gone';
      lacksMicrophone = how.microphone.kind === 'gone';
      const silent = await audio.use(how);
      if (isBack && state === 'failed') await start();
      return silent;
    },
    async voice() {
      const report = state === 'leg-up' ? await line?.session()?.stats() : null;
      return report ? countersOf(report) : null;
    },
    onState(listener) {
      listeners.add(listener);
      listener(state, problem);
      return () => listeners.delete(listener);
    },
    onSilence(listener) {
      silenceListeners.add(listener);
      return () => silenceListeners.delete(listener);
    },
    microphone: () => audio.microphone(),
    isDeaf: () => audio.isDeaf(),
    levels: () => audio.levels(),
    heardHz: () => audio.heardHz(),
  };
}
