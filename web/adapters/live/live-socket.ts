import type { ToPage, ToServer } from '#shared/live.ts';
import type { LiveSocket } from '../../ports/live.ts';
import type { PhoneBeside } from '../../ports/phone.ts';
import type { FromWorker, ToWorker } from './wire.ts';

type State = 'open' | 'connecting' | 'closed';

/** Opens `/live` in a worker, whose timers go on in the background; the main thread answers each tick with its microphone. */
export function createLiveSocket(deps: {
  readonly url: string;
  readonly userId: string;
  readonly deviceId: string;
  readonly tabId: string;
  readonly microphone: PhoneBeside['microphone'];
  readonly isDeaf: PhoneBeside['isDeaf'];
  readonly onSilence: PhoneBeside['onSilence'];
}): LiveSocket {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const onMessage = new Set<(message: ToPage) => void>();
  const onState = new Set<(state: State) => void>();
  let state: State = 'connecting';
  const tell = (message: ToWorker): void => worker.postMessage(message);
  const again = (): void => tell({ k: 'again' });

  /** In one task, so that the page draws once. */
  const hear = (messages: readonly ToPage[]): void => {
    for (const message of messages) for (const listener of onMessage) listener(message);
  };

  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.k === 'tick') tell({ k: 'alive', tick: data.tick, mic: deps.microphone(), deaf: deps.isDeaf() });
    else if (data.k === 'messages') hear(data.messages);
    else {
      state = data.state;
      for (const listener of onState) listener(state);
    }
  });
  globalThis.addEventListener('online', again);
  const calm = deps.onSilence(again); // the socket goes the same way as the voice
  const { url, userId, deviceId, tabId } = deps;
  tell({ k: 'open', url, hello: { t: 'hello', userId, deviceId, tabId, together: true } });

  return {
    send: (message: ToServer) => tell({ k: 'send', message }),
    onMessage(listener) {
      onMessage.add(listener);
      return () => onMessage.delete(listener);
    },
    onState(listener) {
      onState.add(listener);
      listener(state);
      return () => onState.delete(listener);
    },
    close() {
      globalThis.removeEventListener('online', again);
      calm();
      tell({ k: 'close' });
    },
  };
}
