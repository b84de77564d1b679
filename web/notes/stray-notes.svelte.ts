import type { StrayDecision, StrayNote, StrayOutcome } from '#shared/notes/stray-note.ts';
import type { Later } from '../ui/later.ts';
import { Undoable } from '../ui/undoable.svelte.ts';

export type StrayNotesDeps = {
  readonly later: Later;
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
  readonly #leaving: Undoable;

  constructor(deps: StrayNotesDeps) {
    this.#deps = deps;
    this.#leaving = new Undoable(deps.later);
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

  /** About to be put aside. */
  isLeaving(id: string): boolean {
    return this.#leaving.has(id);
  }

  /** In a moment, unless it is called off. */
  putAside(id: string, reason: string): void {
    this.#leaving.start(id, () => void this.settle(id, { kind: 'put-aside', reason }));
  }

  undo(id: string): void {
    this.#leaving.undo(id);
  }

  /** The floor is left. */
  close(): void {
    this.#leaving.close();
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
