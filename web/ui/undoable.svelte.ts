import type { Later } from './later.ts';

/** How long something can be called off, milliseconds. */
const UNDO_MS = 8000;

/** Things that happen in a moment unless they are called off; when the page is left they happen at once. */
export class Undoable {
  #waiting = $state.raw<ReadonlyMap<string, () => void>>(new Map());
  readonly #calledOff = new Map<string, () => void>();
  readonly #later: Later;

  constructor(later: Later) {
    this.#later = later;
  }

  /** Whether it is about to happen. */
  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  start(id: string, run: () => void): void {
    if (this.has(id)) return;
    this.#waiting = new Map([...this.#waiting, [id, run]]);
    this.#calledOff.set(
      id,
      this.#later(UNDO_MS, () => this.#happen(id)),
    );
  }

  undo(id: string): void {
    this.#calledOff.get(id)?.();
    this.#calledOff.delete(id);
    this.#waiting = new Map([...this.#waiting].filter(([other]) => other !== id));
  }

  /** The page is left. */
  close(): void {
    for (const id of this.#waiting.keys()) this.#happen(id);
  }

  #happen(id: string): void {
    const run = this.#waiting.get(id);
    this.undo(id);
    run?.();
  }
}
