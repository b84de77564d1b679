import type { UnmatchedReply } from '#shared/api.ts';

const readEveryMs = 30_000;

/** Texts from clients' telephones that fit no note; read from the server while the floor is open. */
export class Replies {
  #items = $state.raw<readonly UnmatchedReply[]>([]);
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(read: () => Promise<{ readonly items: readonly UnmatchedReply[] }>) {
    const look = () =>
      read().then(
        ({ items }) => {
          this.#items = items;
        },
        () => undefined, // what was read stays; the floor says itself when the server is away
      );
    void look();
    this.#timer = setInterval(() => void look(), readEveryMs);
  }

  /** Newest first. */
  get items(): readonly UnmatchedReply[] {
    return this.#items;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
