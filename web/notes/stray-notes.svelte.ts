import type { StrayDecision, StrayNote, StrayOutcome } from '#shared/notes/stray-note.ts';

export type StrayNotesDeps = {
  /** Both reject with a `CodedError` when the server does not answer. */
  readonly list: () => Promise<readonly StrayNote[]>;
  readonly settle: (id: string, decision: StrayDecision) => Promise<StrayOutcome>;
};

export type StrayProblem = Exclude<StrayOutcome, 'settled'> | 'unreachable';

/** Notes that nobody was allowed to lock: the supervisor gives each to an account or puts it aside. */
export class StrayNotes {
  #items = $state.raw<readonly StrayNote[] | null>(null);
  #failed = $state(false);
  #settling = $state.raw<ReadonlySet<string>>(new Set());
  #problems = $state.raw<ReadonlyMap<string, StrayProblem>>(new Map());
  readonly #deps: StrayNotesDeps;

  constructor(deps: StrayNotesDeps) {
    this.#deps = deps;
  }

  /** Oldest first; null until the server has answered once. */
  get items(): readonly StrayNote[] | null {
    return this.#items;
  }
  /** The last reading failed; what is shown is older. */
  get failed(): boolean {
    return this.#failed;
  }
  isSettling(id: string): boolean {
    return this.#settling.has(id);
  }
  problemOf(id: string): StrayProblem | null {
    return this.#problems.get(id) ?? null;
  }

  async read(): Promise<void> {
    await this.#deps.list().then(
      (items) => {
        this.#items = items;
        this.#failed = false;
      },
      () => {
        this.#failed = true;
      },
    );
  }

  /** The typed reason and the chosen account stay when it fails. */
  async settle(id: string, decision: StrayDecision): Promise<void> {
    if (this.#settling.has(id)) return;
    this.#settling = new Set([...this.#settling, id]);
    const outcome = await this.#deps.settle(id, decision).catch(() => 'unreachable' as const);
    this.#settling = new Set([...this.#settling].filter((other) => other !== id));
    if (outcome === 'settled') this.#items = this.#items?.filter((item) => item.id !== id) ?? null;
    else this.#problems = new Map([...this.#problems, [id, outcome]]);
  }
}
