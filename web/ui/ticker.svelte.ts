import { toMs } from '#shared/time.ts';
import type { Clock } from '../ports/time.ts';

/** The time on the screen, once a second; timers count up from it. */
export class Ticker {
  #nowMs = $state(0);
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(now: Clock) {
    this.#nowMs = toMs(now());
    this.#timer = setInterval(() => {
      this.#nowMs = toMs(now());
    }, 1000);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Time since an instant, `0:07`, `12:40` or `1:02:03`; never below zero. */
  since(at: string): string {
    return duration(this.#nowMs - toMs(at));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Milliseconds as `m:ss`, with hours only when there are any. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (n: number) => String(n).padStart(2, '0');
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${pad(min)}:${pad(s)}` : `${min}:${pad(s)}`;
}
