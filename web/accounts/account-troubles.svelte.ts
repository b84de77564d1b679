import type { AccountTrouble } from '#shared/api/accounts.ts';

const readEveryMs = 60_000;

/** What clients' accounts need of the bureau; read from the server while the floor is open. */
export class AccountTroubles {
  #items = $state.raw<readonly AccountTrouble[]>([]);
  readonly #read: () => Promise<readonly AccountTrouble[]>;
  readonly #timer: ReturnType<typeof setInterval>;

  /** `read` rejects when the server cannot be reached. */
  constructor(read: () => Promise<readonly AccountTrouble[]>) {
    this.#read = read;
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), readEveryMs);
  }

  /** Newest first. */
  get items(): readonly AccountTrouble[] {
    return this.#items;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    await this.#read().then(
      (items) => {
        this.#items = items;
      },
      () => undefined, // what was read stays; the floor says itself when the server is away
    );
  }
}
