import type { BoothPhone, BoothState } from '../../ports/phone.ts';
import { createAudio } from './audio.ts';
import { type Line, openLine } from './line.ts';

type Listener = (state: BoothState, problem: string | null) => void;

/** A caller's telephone in the page, for the demonstration: it may call the demonstration lines and nothing else. */
export function createBoothPhone(url: (token: string) => string): BoothPhone {
  const audio = createAudio();
  const listeners = new Set<Listener>();
  let line: Line | null = null;
  let state: BoothState = 'off';

  function change(to: BoothState, problem: string | null = null): void {
    state = to;
    for (const listener of listeners) listener(to, problem);
  }

  function ended(code: number | null): void {
    audio.hear(null);
    change('ready', code === null || code < 400 || code === 487 ? null : `sip-${code}`);
  }

  return {
    async start(token, relay) {
      change('connecting');
      const missing = await audio.open();
      if (missing) {
        change('failed', missing);
        return;
      }
      line = openLine(url(token), relay?.servers ?? [], {
        registered: () => {
          audio.hear(null);
          change('ready');
        },
        claimed: () => undefined,
        away: (why) => {
          if (state !== 'talking') change('connecting', why);
        },
        incoming: () => line?.session()?.hangup(),
        ringing: () => change('ringing'),
        answered: () => change('talking'),
        heard: (track) => audio.hear(track),
        ended,
      });
    },
    async call(number) {
      const session = line?.session();
      const microphone = audio.track();
      if (!session || !microphone || state !== 'ready') return;
      change('calling');
      await session.call(number, microphone).catch((cause: unknown) => {
        session.drop();
        change('ready', cause instanceof Error ? cause.message : String(cause));
      });
    },
    hangup: () => line?.session()?.hangup(),
    digit: (digit) => line?.session()?.digit(digit),
    stop() {
      line?.stop();
      line = null;
      audio.close();
      change('off');
    },
    onState(listener) {
      listeners.add(listener);
      listener(state, null);
      return () => listeners.delete(listener);
    },
    levels: () => audio.levels(),
    heardHz: () => audio.heardHz(),
  };
}
