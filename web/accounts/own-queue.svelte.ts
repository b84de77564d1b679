import * as z from 'zod/mini';
import { accountSchema } from '#shared/accounts/account.ts';
import { type QueueRules, queueRulesOf, queueRulesSchema } from '#shared/accounts/queue-rules.ts';
import type { Operator } from '#shared/operators/operator.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

const overflowKinds = ['voicemail', 'everybody', 'operators', 'number'] as const;

const queueDraftSchema = z.object({
  /** As the rules were when the writing began. */
  before: z.string(),
  priority: queueRulesSchema.shape.priority,
  first: z.array(z.string()),
  /** Longest wait, minutes as typed. */
  minutes: z.string(),
  overflow: z.enum(overflowKinds),
  operatorIds: z.array(z.string()),
  number: z.string(),
  keepPlace: z.boolean(),
});
type QueueDraft = z.infer<typeof queueDraftSchema>;
export type QueueProblem = 'minutes' | 'operators' | 'number';

/** How callers of one account wait, while the supervisor writes it. */
export class OwnQueue {
  #operators = $state.raw<readonly Operator[]>([]);
  #attempted = $state(false);
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof queueDraftSchema>;
  readonly close: () => void;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `queue/${own.deps.accountId}`, queueDraftSchema);
    this.close = own.deps.device.watch(
      (rows) => rows.all('operator'),
      (operators) => {
        this.#operators = operators;
      },
    );
  }

  /** Those who may serve the account, by name. */
  get operators(): readonly Operator[] {
    const { account } = this.#own;
    return this.#operators
      .filter((o) => account !== null && o.trainedFor.includes(account.id) && o.languages.includes(account.language))
      .toSorted((a, b) => a.name.localeCompare(b.name));
  }
  /** What is written, or what holds while nothing is. */
  get draft(): QueueDraft {
    return this.#form.typed ?? this.#asItIs;
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get problems(): readonly QueueProblem[] {
    return this.#attempted ? this.#problems() : [];
  }
  /** Somebody else has changed the rules since the writing began. */
  get isChangedMeanwhile(): boolean {
    return this.isChanged && this.#asItIs.before !== this.draft.before;
  }

  edit(part: Partial<QueueDraft>): void {
    void this.#form.write({ ...this.draft, ...part });
  }

  /** Takes an operator into one of the two groups, or out of it. */
  toggle(group: 'first' | 'operatorIds', operatorId: string): void {
    const before = this.draft[group];
    const isIn = before.includes(operatorId);
    this.edit({ [group]: isIn ? before.filter((id) => id !== operatorId) : [...before, operatorId] });
  }

  giveUp(): void {
    this.#attempted = false;
    void this.#form.done();
  }

  /** Keeps the rules, on this device at once; answers the first thing in the way. */
  async save(): Promise<QueueProblem | null> {
    this.#attempted = true;
    const [first] = this.#problems();
    if (first !== undefined) return first;
    const { accountId, device } = this.#own.deps;
    const maxWaitSeconds = secondsOf(this.draft.minutes) ?? 0;
    await device.mutate('setQueueRules', { accountId, queue: this.#written(), maxWaitSeconds });
    this.#attempted = false;
    await this.#form.done();
    return null;
  }

  #written(): QueueRules {
    const { priority, first, keepPlace } = this.draft;
    return { priority, first, keepPlace, overflow: this.#overflow() };
  }

  #overflow(): QueueRules['overflow'] {
    const { overflow: kind, operatorIds, number } = this.draft;
    if (kind === 'operators') return { kind, operatorIds };
    return kind === 'number' ? { kind, number: this.#own.numbers.read(number) ?? '' } : { kind };
  }

  #problems(): QueueProblem[] {
    const { minutes, overflow, operatorIds, number } = this.draft;
    const problems: QueueProblem[] = [];
    if (secondsOf(minutes) === null) problems.push('minutes');
    if (overflow === 'operators' && operatorIds.length === 0) problems.push('operators');
    if (overflow === 'number' && this.#own.numbers.read(number) === null) problems.push('number');
    return problems;
  }

  get #asItIs(): QueueDraft {
    const { account } = this.#own;
    const rules = queueRulesOf(account ?? {});
    const { overflow } = rules;
    const maxWaitSeconds = account?.maxWaitSeconds ?? 0;
    return {
      before: JSON.stringify([rules, maxWaitSeconds]),
      priority: rules.priority,
      first: [...rules.first],
      minutes: String(Math.round((maxWaitSeconds / 60) * 100) / 100),
      overflow: overflow.kind,
      operatorIds: overflow.kind === 'operators' ? [...overflow.operatorIds] : [],
      number: overflow.kind === 'number' ? this.#own.numbers.show(overflow.number) : '',
      keepPlace: rules.keepPlace,
    };
  }
}

/** Seconds of minutes as typed; null when an account cannot have this longest wait. */
function secondsOf(minutes: string): number | null {
  const typed = minutes.trim().replace(',', '.');
  const seconds = /^\d{1,2}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 60) : Number.NaN;
  return accountSchema.shape.maxWaitSeconds.safeParse(seconds).success ? seconds : null;
}
