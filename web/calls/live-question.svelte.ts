import type { Question } from '#shared/calls/question.ts';
import type { MutationArgs } from '#shared/sync/mutations.ts';
import type { Device } from '../ports/device.ts';

type Deps = { readonly device: Pick<Device, 'watch' | 'mutate'>; readonly newId: () => string };

/** What the operator asks clients during calls, and what they say. */
export class LiveQuestion {
  #questions = $state.raw<readonly Question[]>([]);
  #taken = $state.raw<readonly string[]>([]);
  readonly #deps: Deps;
  readonly #stop: () => void;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#stop = deps.device.watch(
      (rows) => rows.all('question'),
      (questions) => {
        this.#questions = questions;
      },
    );
  }

  /** The newest question of a call that still matters; null when none was asked. */
  of(callId: string | undefined): Question | null {
    const all = this.#questions.filter((q) => q.callId === callId && q.closedAt === null);
    return all.toSorted((a, b) => b.askedAt.localeCompare(a.askedAt))[0] ?? null;
  }

  /** Whether the operator has done what the answer wanted. */
  isTaken({ id }: Question): boolean {
    return this.#taken.includes(id);
  }

  take({ id }: Question): void {
    this.#taken = [...this.#taken, id];
  }

  async ask(question: Omit<MutationArgs<'askQuestion'>, 'id'>): Promise<void> {
    await this.#deps.device.mutate('askQuestion', { id: this.#deps.newId(), ...question });
  }

  async close({ id, accountId }: Question): Promise<void> {
    await this.#deps.device.mutate('closeQuestion', { accountId, questionId: id });
  }

  stop(): void {
    this.#stop();
  }
}
