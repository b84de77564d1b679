import type { ErasureState, PersonFile } from '#shared/api/accounts.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import { CodedError } from '#shared/errors.ts';
import { type DataSubject, dataSubjectSchema, type FoundRow } from '#shared/sync/person-data.ts';
import type { Later } from '../ui/later.ts';

/** All reject with `http.offline` without a server. */
export type PersonDataServer = {
  find(subject: DataSubject): Promise<readonly FoundRow[]>;
  export(subject: DataSubject): Promise<PersonFile>;
  erase(subject: DataSubject, rows: readonly string[]): Promise<ErasureState | null>;
  erasures(): Promise<readonly ErasureState[]>;
};

export type OwnPersonDataDeps = {
  readonly server: PersonDataServer;
  /** Null when it is no number. */
  readonly readNumber: (typed: string) => PhoneNumber | null;
  readonly later: Later;
};

export type PersonDataProblem = 'nothing-typed' | 'number' | 'offline' | 'confirm' | 'nothing-chosen' | 'gone';
const pollMs = 1000;

/** The data of one person: found, handed over, erased. What is typed is kept nowhere. */
export class OwnPersonData {
  #name = $state('');
  #number = $state('');
  #rows = $state.raw<readonly FoundRow[] | null>(null);
  #left = $state.raw<ReadonlySet<string>>(new Set());
  #busy = $state(false);
  #problem = $state<PersonDataProblem | null>(null);
  #erasures = $state.raw<readonly ErasureState[]>([]);
  #cancel: () => void = () => undefined;
  #closed = false;
  readonly #deps: OwnPersonDataDeps;

  constructor(deps: OwnPersonDataDeps) {
    this.#deps = deps;
  }

  get name(): string {
    return this.#name;
  }
  get number(): string {
    return this.#number;
  }
  /** Null: nobody was looked for. */
  get rows(): readonly FoundRow[] | null {
    return this.#rows;
  }
  get isBusy(): boolean {
    return this.#busy;
  }
  get problem(): PersonDataProblem | null {
    return this.#problem;
  }
  /** Newest first. */
  get erasures(): readonly ErasureState[] {
    return this.#erasures;
  }
  get chosen(): readonly string[] {
    return (this.#rows ?? []).flatMap(({ id }) => (this.#left.has(id) ? [] : [id]));
  }
  /** Nothing is found any more, and an erasure was given up: what it left elsewhere can be erased. */
  get isLeftToErase(): boolean {
    return this.#rows?.length === 0 && this.#erasures.some(({ failed }) => failed);
  }
  isChosen(id: string): boolean {
    return !this.#left.has(id);
  }

  /** Another person: what was found is not his. */
  type(typed: { readonly name?: string; readonly number?: string }): void {
    this.#name = typed.name ?? this.#name;
    this.#number = typed.number ?? this.#number;
    this.#rows = null;
    this.#problem = null;
  }

  /** Leaves a row out, or takes it in again: somebody else may have the same name. */
  choose(id: string, isChosen: boolean): void {
    const left = new Set(this.#left);
    if (isChosen) left.delete(id);
    else left.add(id);
    this.#left = left;
  }

  async find(): Promise<void> {
    const subject = this.#subject();
    if (typeof subject === 'string') this.#problem = subject;
    else
      await this.#ask(async () => {
        this.#left = new Set();
        this.#rows = await this.#deps.server.find(subject);
      });
  }

  /** The file to hand over; null when there is none to be had now. */
  async export(): Promise<PersonFile | null> {
    const subject = this.#subject();
    if (typeof subject === 'string') return null;
    let file: PersonFile | null = null;
    await this.#ask(async () => {
      file = await this.#deps.server.export(subject);
    });
    return file;
  }

  /** Erases what is chosen; `typed` must be the word that the page asks for. */
  async erase(typed: string, word: string): Promise<boolean> {
    const subject = this.#subject();
    if (typeof subject === 'string') return false;
    if (this.chosen.length === 0 && !this.isLeftToErase) this.#problem = 'nothing-chosen';
    else if (typed.trim().toLowerCase() !== word.toLowerCase()) this.#problem = 'confirm';
    else
      await this.#ask(async () => {
        const erasure = await this.#deps.server.erase(subject, this.chosen);
        if (erasure === null) this.#problem = 'gone';
        this.#rows = null;
        this.#name = '';
        this.#number = '';
        await this.follow();
      });
    return this.#problem === null;
  }

  /** Reads the erasures, and again as long as one is under way. */
  async follow(): Promise<void> {
    this.#cancel();
    this.#erasures = await this.#deps.server.erasures().catch(() => this.#erasures);
    if (this.#closed || this.#erasures.every(({ done, rows, failed }) => failed || done === rows)) return;
    this.#cancel = this.#deps.later(pollMs, () => void this.follow());
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #subject(): DataSubject | PersonDataProblem {
    const number = this.#number.trim() === '' ? null : this.#deps.readNumber(this.#number);
    if (number === null && this.#number.trim() !== '') return 'number';
    const subject = dataSubjectSchema.safeParse({ name: this.#name, number });
    return subject.success ? subject.data : 'nothing-typed';
  }

  async #ask(run: () => Promise<void>): Promise<void> {
    this.#problem = null;
    this.#busy = true;
    try {
      await run();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#problem = 'offline';
    } finally {
      this.#busy = false;
    }
  }
}
