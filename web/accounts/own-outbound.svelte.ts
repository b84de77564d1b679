import * as z from 'zod/mini';
import { type OutboundRules, outboundRulesOf, outboundRulesSchema } from '#shared/accounts/outbound-rules.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

const outboundDraftSchema = z.object({
  /** As the rules were when the writing began. */
  before: z.string(),
  calls: outboundRulesSchema.shape.calls,
  abroad: z.boolean(),
  shownNumber: z.string(),
  legsPerDay: z.string(),
  /** Euros, as typed. */
  eurosPerDay: z.string(),
});
type OutboundDraft = z.infer<typeof outboundDraftSchema>;
export type OutboundProblem = 'shown-number' | 'legs' | 'euros';

/** What the bureau may dial for one account, while the supervisor writes it. */
export class OwnOutbound {
  #attempted = $state(false);
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof outboundDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `outbound/${own.deps.accountId}`, outboundDraftSchema);
  }

  /** What is written, or what holds while nothing is. */
  get draft(): OutboundDraft {
    return this.#form.typed ?? this.#asItIs;
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get problems(): readonly OutboundProblem[] {
    return this.#attempted ? this.#problems() : [];
  }
  /** Somebody else has changed the rules since the writing began. */
  get isChangedMeanwhile(): boolean {
    return this.isChanged && JSON.stringify(this.#rules) !== this.draft.before;
  }

  edit(part: Partial<OutboundDraft>): void {
    void this.#form.write({ ...this.draft, ...part });
  }

  giveUp(): void {
    this.#attempted = false;
    void this.#form.done();
  }

  /** Keeps the rules, on this device at once; answers the first thing in the way. */
  async save(): Promise<OutboundProblem | null> {
    this.#attempted = true;
    const [first] = this.#problems();
    if (first !== undefined) return first;
    const { accountId, device } = this.#own.deps;
    await device.mutate('setOutboundRules', { accountId, outbound: this.#written() });
    this.#attempted = false;
    await this.#form.done();
    return null;
  }

  #written(): OutboundRules {
    const { calls, abroad, legsPerDay, eurosPerDay, shownNumber } = this.draft;
    const centsPerDay = centsOf(eurosPerDay) ?? 0;
    return { calls, abroad, legsPerDay: Number(legsPerDay), centsPerDay, shownNumber: this.#own.numbers.read(shownNumber) };
  }

  #problems(): OutboundProblem[] {
    const { shownNumber, legsPerDay, eurosPerDay } = this.draft;
    const problems: OutboundProblem[] = [];
    if (shownNumber.trim() !== '' && this.#own.numbers.read(shownNumber) === null) problems.push('shown-number');
    if (!/^\d{1,4}$/.test(legsPerDay.trim())) problems.push('legs');
    if (centsOf(eurosPerDay) === null) problems.push('euros');
    return problems;
  }

  get #rules(): OutboundRules | null {
    const { account } = this.#own;
    return account === null ? null : outboundRulesOf(account);
  }

  get #asItIs(): OutboundDraft {
    const rules = this.#rules ?? outboundRulesOf({});
    return {
      before: JSON.stringify(rules),
      calls: rules.calls,
      abroad: rules.abroad,
      shownNumber: rules.shownNumber === null ? '' : this.#own.numbers.show(rules.shownNumber),
      legsPerDay: String(rules.legsPerDay),
      eurosPerDay: (rules.centsPerDay / 100).toFixed(2),
    };
  }
}

/** Cents of what was typed as euros; null when it is no amount up to 9999. */
function centsOf(typed: string): number | null {
  const amount = /^(\d{1,4})(?:[.,](\d{1,2}))?$/.exec(typed.trim());
  return amount === null ? null : Number(amount[1]) * 100 + Number((amount[2] ?? '').padEnd(2, '0'));
}
