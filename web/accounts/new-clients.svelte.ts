import type { PoolNumber, RangeProblem } from '#shared/accounts/number-pool.ts';
import type { NewClient } from '#shared/api/joining.ts';

const readEveryMs = 15_000;

export type NewClientsDeps = {
  /** Each rejects when the server cannot be reached. */
  readonly clients: () => Promise<readonly NewClient[]>;
  readonly numbers: () => Promise<readonly PoolNumber[]>;
  readonly add: (range: {
    readonly from: string;
    readonly to: string;
  }) => Promise<{ readonly outcome: 'added'; readonly count: number } | { readonly outcome: RangeProblem }>;
  readonly takeBack: (number: string) => Promise<unknown>;
};

export type AddAnswer = { readonly outcome: 'added'; readonly count: number } | { readonly outcome: RangeProblem | 'offline' };

/** Who becomes a client, and the numbers that wait for clients; read from the server while the floor is open. */
export class NewClients {
  #clients = $state.raw<readonly NewClient[]>([]);
  #numbers = $state.raw<readonly PoolNumber[]>([]);
  #isOffline = $state(false);
  #answer = $state.raw<AddAnswer | null>(null);
  #asked = $state<string | null>(null);
  readonly #deps: NewClientsDeps;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(deps: NewClientsDeps) {
    this.#deps = deps;
    void this.read();
    this.#timer = setInterval(() => void this.read(), readEveryMs);
  }

  /** Who waits for a number first. */
  get clients(): readonly NewClient[] {
    return this.#clients;
  }
  get numbers(): readonly PoolNumber[] {
    return this.#numbers;
  }
  get isOffline(): boolean {
    return this.#isOffline;
  }
  /** What became of the numbers that were added last. */
  get answer(): AddAnswer | null {
    return this.#answer;
  }
  /** The given number of which it is asked whether it is really to be taken back. */
  get asked(): string | null {
    return this.#asked;
  }
  /** Those who are not in service yet. */
  get open(): number {
    return this.#clients.filter(({ state }) => state !== 'live').length;
  }
  /** Those for whom no number was free. */
  get waiting(): number {
    return this.#clients.filter(({ state }) => state === 'waiting').length;
  }
  count(state: PoolNumber['state']): number {
    return this.#numbers.filter((number) => number.state === state).length;
  }

  async read(): Promise<void> {
    try {
      [this.#clients, this.#numbers] = await Promise.all([this.#deps.clients(), this.#deps.numbers()]);
      this.#isOffline = false;
    } catch {
      this.#isOffline = true; // what was read stays
    }
  }

  /** One number when there is no last one. */
  async add(from: string, to: string): Promise<boolean> {
    const [first, last] = [bare(from), bare(to)];
    this.#answer = await this.#deps
      .add({ from: first, to: last === '' ? first : last })
      .catch(() => ({ outcome: 'offline' as const }));
    await this.read();
    return this.#answer.outcome === 'added';
  }

  /** A free number at once, a client's after it was asked once more. */
  async takeBack({ number, state }: PoolNumber): Promise<void> {
    if (state === 'given' && this.#asked !== number) {
      this.#asked = number;
      return;
    }
    this.#asked = null;
    await this.#deps.takeBack(number).catch(() => {
      this.#isOffline = true;
    });
    await this.read();
  }

  keep(): void {
    this.#asked = null;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** Without what people write between the digits. */
const bare = (typed: string): string => typed.replaceAll(/[\s().-]/g, '');
