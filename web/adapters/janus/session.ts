import type { JanusJS } from 'janus-gateway';
import { CodedError } from '#shared/errors.ts';

const answerWithinMs = 8000;
/** A claim that hangs was sent into a network that has gone: another socket may find the new one. */
const claimWithinMs = 3000;
/** Janus answers a busy signal while its old call is not quite gone. */
const oldCallGoneWithinMs = 2000;
const keepAliveMs = 10_000;

/** What Janus tells the telephone, in our words. */
export type SessionListener = {
  /** Somebody calls: for an operator it is always his own leg. */
  incoming(offer: JanusJS.JSEP): void;
  ringing(): void;
  answered(): void;
  /** The SIP call is over, or the media died. */
  ended(code: number | null): void;
  heard(track: MediaStreamTrack): void;
  /** The socket is lost; audio may go on. */
  lost(): void;
};

/** One session with Janus and its one SIP handle. Every promise rejects with a `CodedError` `janus.…`. */
export type Session = {
  /** Takes the session over on a new socket; whatever the old one still says is not heard. */
  claim(): Promise<void>;
  register(): Promise<void>;
  accept(offer: JanusJS.JSEP, microphone: MediaStreamTrack): Promise<void>;
  call(number: string, microphone: MediaStreamTrack): Promise<void>;
  replaceMicrophone(track: MediaStreamTrack): void;
  /**
   * Looks for another way of the media through the network, on the call that is up (ICE restart); its answer comes by itself. Once
   * Janus has refused it, because the call has ended meanwhile, no call of this session has media any more: it is to be left.
   */
  restart(): Promise<void>;
  /** The relays have a new name and password: for the connection that is up too, should it have to find another way. */
  renewRelays(): void;
  /** What the connection has counted; null while there is none. */
  stats(): Promise<RTCStatsReport | null>;
  hangup(): void;
  digit(digit: string): void;
  /** Closes the media at once, telling nobody. */
  drop(): void;
  destroy(): void;
};

type SipMessage = JanusJS.Message & {
  readonly result?: { readonly event?: string; readonly code?: number };
  /** A request was refused. */
  readonly error?: string;
};

/** The library keeps its socket to itself and does not tell when one closes before the session is there. */
let newestSocket: WebSocket | null = null;
/** Those whose session was claimed on another one: the library would take their end for its own. */
const leftSockets = new WeakSet<EventTarget>();

function silenceWhenLeft(event: Event): void {
  if (event.target !== null && leftSockets.has(event.target)) event.stopImmediatePropagation();
}

/** Heavy, so loaded when the first telephone starts. */
async function loadJanus() {
  const [{ default: Janus }, { default: adapter }] = await Promise.all([import('janus-gateway'), import('webrtc-adapter')]);
  const newWebSocket = (server: string, protocol: string): WebSocket => {
    const opened = new WebSocket(server, protocol);
    for (const type of ['message', 'error', 'close']) opened.addEventListener(type, silenceWhenLeft);
    newestSocket = opened;
    return opened;
  };
  await new Promise<void>((resolve) => {
    const dependencies = { ...Janus.useDefaultDependencies({ adapter }), newWebSocket };
    Janus.init({ debug: false, dependencies, callback: () => resolve() });
  });
  return Janus;
}

/** Fails when the socket that was just opened closes; later than the answer it changes nothing. */
function failWhenClosed(fail: (cause: unknown) => void): void {
  newestSocket?.addEventListener('close', () => fail('socket closed'));
}

/** A promise of Janus' callbacks that does not wait for ever. */
function within<T>(
  code: string,
  run: (done: (value: T) => void, fail: (cause: unknown) => void) => void,
  withinMs = answerWithinMs,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CodedError(code, 'no answer in time')), withinMs);
    const settle = (): void => clearTimeout(timer);
    run(
      (value) => {
        settle();
        resolve(value);
      },
      (cause) => {
        settle();
        reject(new CodedError(code, String(cause), { cause }));
      },
    );
  });
}

/** Connects, makes a session and attaches to the SIP plugin; every connection takes the relays as they stand then. */
export async function openSession(url: string, relays: RTCIceServer[], listener: SessionListener): Promise<Session> {
  const Janus = await loadJanus();
  let registration: ((event: string) => void) | null = null;
  let restarting: { done(): void; fail(cause: unknown): void } | null = null;
  let remoteSet = false;
  const janus = await within<JanusJS.Janus>('janus.connect', (done, fail) => {
    let connected = false;
    const made = new Janus({
      server: url,
      iceServers: relays,
      keepAlivePeriod: keepAliveMs,
      success: () => {
        connected = true;
        done(made);
      },
      error: (cause: unknown) => (connected ? listener.lost() : fail(cause)),
    });
    failWhenClosed(fail);
  });
  let socket = newestSocket;

  const handle = await within<JanusJS.PluginHandle>('janus.attach', (done, fail) =>
    janus.attach({
      plugin: 'janus.plugin.sip',
      success: done,
      error: fail,
      onmessage: (message, jsep) => receive(message, jsep),
      onremotetrack: (track, _mid, on) => {
        if (on && track.kind === 'audio') listener.heard(track);
      },
      iceState: (state) => {
        if (state === 'failed') mediaDied();
      },
    }),
  );

  function mediaDied(): void {
    handle.send({ message: { request: 'hangup' } });
    drop();
    listener.ended(null);
  }

  function drop(): void {
    remoteSet = false;
    handle.hangup(false);
  }

  function receive(message: SipMessage, jsep: JanusJS.JSEP | undefined): void {
    const event = message.result?.event;
    if (message.error !== undefined) restarting?.fail(message.error);
    switch (event) {
      case 'updating':
        restarting?.done();
        return;
      case 'registered':
      case 'registration_failed':
        registration?.(event);
        return;
      case 'incomingcall':
        if (jsep) listener.incoming(jsep);
        return;
      case 'ringing':
        listener.ringing();
        return;
      case 'progress':
      case 'accepted':
        if (jsep && !remoteSet) {
          remoteSet = true;
          handle.handleRemoteJsep({ jsep });
        }
        if (event === 'accepted') listener.answered();
        return;
      case 'hangup':
        // At once: until the old peer connection is gone the next call cannot be answered.
        drop();
        listener.ended(message.result?.code ?? null);
        return;
      default:
    }
  }

  return {
    claim: () =>
      within<void>(
        'janus.claim',
        (done, fail) => {
          const before = socket;
          janus.reconnect({ success: () => done(), error: fail });
          socket = newestSocket;
          if (before) leave(before);
          failWhenClosed(fail);
        },
        claimWithinMs,
      ),
    register: () =>
      within<void>('janus.register', (done, fail) => {
        registration = (event) => (event === 'registered' ? done() : fail(event));
        handle.send({ message: { request: 'register' }, error: fail });
      }),
    async accept(offer, microphone) {
      await peerConnectionGone(handle);
      remoteSet = true;
      const jsep = await within<JanusJS.JSEP>('janus.answer', (done, fail) =>
        handle.createAnswer({ jsep: offer, tracks: tracksOf(microphone), success: done, error: fail }),
      );
      handle.send({ message: { request: 'accept' }, jsep });
    },
    async call(number, microphone) {
      await peerConnectionGone(handle);
      remoteSet = false;
      const jsep = await within<JanusJS.JSEP>('janus.offer', (done, fail) =>
        handle.createOffer({ tracks: tracksOf(microphone), success: done, error: fail }),
      );
      await within<void>('janus.call', (done, fail) =>
        handle.send({ message: { request: 'call', number }, jsep, success: () => done(), error: fail }),
      );
    },
    async restart() {
      if (!peerConnection(handle)) throw new CodedError('janus.restart', 'no call');
      const jsep = await within<JanusJS.JSEP>('janus.restart', (done, fail) =>
        handle.createOffer({ iceRestart: true, success: done, error: fail }),
      );
      remoteSet = false;
      handle.webrtcStuff.remoteSdp = ''; // its candidates come before its answer, and would be added to the one before
      await within<void>('janus.restart', (done, fail) => {
        restarting = { done, fail };
        handle.send({ message: { request: 'update' }, jsep, error: fail });
      }).finally(() => {
        restarting = null;
      });
    },
    replaceMicrophone(track) {
      const sender = peerConnection(handle)?.getSenders()[0];
      if (sender) void sender.replaceTrack(track);
    },
    renewRelays() {
      const pc = peerConnection(handle);
      pc?.setConfiguration({ ...pc.getConfiguration(), iceServers: relays });
    },
    stats: async () => (await peerConnection(handle)?.getStats()) ?? null,
    hangup: () => handle.send({ message: { request: 'hangup' } }),
    digit: (digit) => handle.send({ message: { request: 'dtmf_info', digit } }),
    drop,
    destroy: () => janus.destroy({ cleanupHandles: true, notifyDestroyed: false }),
  };
}

function leave(socket: WebSocket): void {
  leftSockets.add(socket);
  socket.close();
}

/** The track is the telephone's own and outlives the call: no cold microphone. */
function tracksOf(microphone: MediaStreamTrack): JanusJS.TrackOption[] {
  return [{ type: 'audio', capture: microphone, recv: true, dontStop: true }];
}

/** Null between calls, whatever the library's types say. */
function peerConnection(handle: JanusJS.PluginHandle): RTCPeerConnection | null {
  return handle.webrtcStuff.pc;
}

/** The next offer can come before the end of the last call was told. */
async function peerConnectionGone(handle: JanusJS.PluginHandle): Promise<void> {
  const deadline = performance.now() + oldCallGoneWithinMs;
  while (peerConnection(handle) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  if (peerConnection(handle)) handle.hangup(false);
}
