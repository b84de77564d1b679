import { type CallbackTask, openTasks } from '#shared/calls/callback-task.ts';
import type { MutationArgs } from '#shared/sync/mutations.ts';
import type { Device } from '../ports/device.ts';

export type NewTask = Omit<MutationArgs<'addTask'>, 'id'>;

type Deps = { readonly device: Pick<Device, 'watch' | 'mutate'>; readonly newId: () => string };

/** Whom the bureau has to call back, as this device has it; written down and ticked off without network too. */
export class CallbackTasks {
  #tasks = $state.raw<readonly CallbackTask[]>([]);
  #ticked = $state<string | null>(null);
  readonly #deps: Deps;
  readonly #stop: () => void;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#stop = deps.device.watch(
      (rows) => rows.all('task'),
      (tasks) => {
        this.#tasks = tasks;
      },
    );
  }

  /** The most urgent first. */
  get open(): readonly CallbackTask[] {
    return openTasks(this.#tasks);
  }

  /** What was ticked off here last: it can be taken back until the next. */
  get ticked(): CallbackTask | null {
    return this.#tasks.find((t) => t.id === this.#ticked && t.done !== null && t.alert === undefined) ?? null;
  }

  async add(task: NewTask): Promise<void> {
    await this.#deps.device.mutate('addTask', { id: this.#deps.newId(), ...task });
  }

  async finish({ accountId, id }: CallbackTask): Promise<void> {
    await this.#deps.device.mutate('finishTask', { accountId, taskId: id });
    this.#ticked = id;
  }

  /** About an urgent note: the person was not reached or does not take it, the next one is alerted. */
  async passOn({ accountId, id }: CallbackTask): Promise<void> {
    await this.#deps.device.mutate('passOnAlert', { accountId, taskId: id });
  }

  async takeBack(): Promise<void> {
    const task = this.ticked;
    if (task === null) return;
    this.#ticked = null;
    await this.#deps.device.mutate('reopenTask', { accountId: task.accountId, taskId: task.id });
  }

  close(): void {
    this.#stop();
  }
}
