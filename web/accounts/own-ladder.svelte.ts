import type { Account } from '#shared/accounts/account.ts';
import { defaultLadder, type Ladder } from '#shared/delivery/ladder.ts';
import {
  type LadderDraft,
  type LadderProblem,
  ladderDraftOf,
  ladderDraftSchema,
  ladderOf,
  ladderProblems,
  moveRung,
  newRung,
  type RungDraft,
} from '#shared/delivery/ladder-draft.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

/** The urgent ladder of one account while it is written. */
export class OwnLadder {
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof ladderDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `ladder/${own.deps.accountId}`, ladderDraftSchema);
  }

  /** What is written, or what holds while nothing is. */
  get draft(): LadderDraft {
    return this.#form.typed ?? ladderDraftOf(this.#own.account?.ladder ?? defaultLadder);
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get problems(): readonly LadderProblem[] {
    return ladderProblems(this.draft);
  }
  /** The account as it would be; what holds while something is in the way. */
  withDraft(account: Account): Account {
    const ladder = ladderOf(this.draft);
    return ladder === null ? account : { ...account, ladder };
  }

  setRounds(rounds: string): void {
    void this.#form.write({ ...this.draft, rounds });
  }

  setRung(index: number, part: Partial<RungDraft>): void {
    this.#write(this.draft.rungs.map((rung, i) => (i === index ? { ...rung, ...part } : rung)));
  }

  add(): void {
    this.#write([...this.draft.rungs, newRung]);
  }

  remove(index: number): void {
    this.#write(this.draft.rungs.filter((_, i) => i !== index));
  }

  move(from: number, to: number): void {
    this.#write(moveRung(this.draft.rungs, from, to));
  }

  /** The ladder of accounts that have none of their own. */
  standard(): void {
    void this.#form.write(ladderDraftOf(defaultLadder));
  }

  giveUp(): void {
    void this.#form.done();
  }

  /** Keeps it, on this device at once; false while something is in the way. */
  async save(): Promise<boolean> {
    const ladder: Ladder | null = ladderOf(this.draft);
    if (ladder === null) return false;
    await this.#own.deps.device.mutate('setLadder', { accountId: this.#own.deps.accountId, ladder });
    await this.#form.done();
    return true;
  }

  #write(rungs: RungDraft[]): void {
    void this.#form.write({ ...this.draft, rungs });
  }
}
