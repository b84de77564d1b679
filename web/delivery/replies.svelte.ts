import type { UnmatchedReply } from '#shared/api/delivery.ts';
import type { Later } from '../ui/later.ts';
import { Undoable } from '../ui/undoable.svelte.ts';

const readEveryMs = 30_000;

export type RepliesDeps = {
  readonly read: () => Promise<{ readonly items: readonly UnmatchedReply[] }>;
  readonly putAside: (id: string) => Promise<unknown>;
  readonly later: Later;
};

/** Texts from clients' telephones that fit no note; read from the server while the floor is open. */
export class Replies {
  #items = $state.raw<readonly UnmatchedReply[]>([]);
  #failed = $state(false);
  readonly #deps: RepliesDeps;
  readonly #leaving: Undoable;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(deps: RepliesDeps) {
    this.#deps = deps;
    this.#leaving = new Undoable(deps.later);
    void this.#read();
    this.#timer = setInterval(() => void this.#read(), readEveryMs);
  }

  /** Newest first. */
  get items(): readonly UnmatchedReply[] {
    return this.#items;
  }
  /** One could not be put aside: the server did not answer. */
  get failed(): boolean {
    return this.#failed;
  }
  isLeaving(id: string): boolean {
    return this.#leaving.has(id);
  }

  /** Somebody has read it and seen to it; it can be called off for a moment. */
  putAside(id: string): void {
    this.#leaving.start(id, () => void this.#settle(id));
  }

  undo(id: string): void {
    this.#leaving.undo(id);
  }

  close(): void {
    this.#leaving.close();
    clearInterval(this.#timer);
  }

  async #settle(id: string): Promise<void> {
    const done = await this.#deps.putAside(id).then(
      () => true,
      () => false,
    );
    this.#failed = !done;
    if (done) this.#items = this.#items.filter((item) => item.id !== id);
  }

  async #read(): Promise<void> {
    await this.#deps.read().then(
      ({ items }) => {
        this.#items = items;
      },
      () => undefined, // what was read stays; the floor says itself when the server is away
    );
  }
}
