import type { Later } from '../ui/later.ts';

/** Milliseconds that the hang-up key is held while the caller is there: the caller hangs up first [S24]. */
const HOLD_TO_HANG_UP_MS = 600;

/** Hangs up at once when the caller has gone, else only after the key was held. */
export class HangUpGuard {
  #pressing = $state(false);
  #cancel: (() => void) | null = null;
  readonly #later: Later;

  constructor(later: Later) {
    this.#later = later;
  }

  /** The key is down and the time runs. */
  get pressing(): boolean {
    return this.#pressing;
  }

  press(callerIsThere: boolean, hangUp: () => void): void {
    if (this.#pressing) return;
    if (!callerIsThere) {
      hangUp();
      return;
    }
    this.#pressing = true;
    this.#cancel = this.#later(HOLD_TO_HANG_UP_MS, () => {
      this.release();
      hangUp();
    });
  }

  release(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#pressing = false;
  }
}
