import { retryDelay } from '#shared/reconnect.ts';
import type { Later } from './later.ts';

/** A page restarts by itself at most once in this time, milliseconds: where that did not help, it would not help again. */
const ONCE_MS = 60_000;

export type MissingPartDeps = {
  /** Whether the server answers now. */
  readonly answers: () => Promise<boolean>;
  /** A call is offered or on: nothing restarts by itself. */
  readonly isOnCall: () => boolean;
  readonly restart: () => void;
  /** When the page last restarted by itself, milliseconds; outlives the restart. */
  readonly lastRestart: { read(): number; write(ms: number): void };
  readonly nowMs: () => number;
  readonly later: Later;
  readonly random: () => number;
};

/**
 * A part of the app that was asked for and did not come, mostly because the server was away. The browser does not ask for
 * it again in the same page.
 *
 *   none → server-away ⇄ on-call → (restarted)
 *              └─────────────┴──→ asks           it restarted a moment ago, and that did not help
 */
type MissingState = 'none' | 'server-away' | 'on-call' | 'asks';

/** Restarts the page once the server answers and nobody speaks; what was typed is on the device. */
export class MissingPart {
  #state = $state<MissingState>('none');
  readonly #deps: MissingPartDeps;

  constructor(deps: MissingPartDeps) {
    this.#deps = deps;
  }

  get state(): MissingState {
    return this.#state;
  }

  /** To be told whenever a part does not come. */
  notice(): void {
    if (this.#state === 'none') void this.#look(0);
  }

  restart(): void {
    this.#deps.lastRestart.write(this.#deps.nowMs());
    this.#deps.restart();
  }

  async #look(attempt: number): Promise<void> {
    const { answers, isOnCall, lastRestart, nowMs, later, random } = this.#deps;
    this.#state = isOnCall() ? 'on-call' : 'server-away';
    const isThere = await answers();
    if (isThere && !isOnCall()) {
      if (nowMs() - lastRestart.read() < ONCE_MS) this.#state = 'asks';
      else this.restart();
      return;
    }
    later(retryDelay(attempt, random()), () => void this.#look(attempt + 1));
  }
}
