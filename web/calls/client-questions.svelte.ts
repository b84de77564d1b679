import { isOpenQuestion, type Question, type Wish } from '#shared/calls/question.ts';
import type { Instant } from '#shared/time.ts';
import type { Device } from '../ports/device.ts';

type Deps = { readonly device: Pick<Device, 'watch' | 'mutate'>; readonly personId: string };

/** What the bureau asks the client while his callers are on the line. */
export class ClientQuestions {
  #questions = $state.raw<readonly Question[]>([]);
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

  /** Those that wait for an answer, and those that somebody has answered while the caller is still there; newest first. */
  now(at: Instant): readonly Question[] {
    const shown = this.#questions.filter((q) => isOpenQuestion({ ...q, answer: null }, at));
    return shown.toSorted((a, b) => b.askedAt.localeCompare(a.askedAt));
  }

  async answer({ id, accountId }: Question, wish: Wish): Promise<void> {
    const { device, personId } = this.#deps;
    await device.mutate('answerQuestion', { accountId, questionId: id, personId, wish });
  }

  close(): void {
    this.#stop();
  }
}
