import * as z from 'zod/mini';
import { type KeptWhat, type Retention, retentionOf, retentionSchema } from '#shared/accounts/retention.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

/** Null as a choice: until somebody erases it. */
const days = [7, 30, 90, 180, 365, 1095, 3650] as const;

const draftSchema = z.object({
  notes: z.nullable(z.int()),
  voicemail: z.nullable(z.int()),
  calls: z.nullable(z.int()),
  contacts: z.nullable(z.int()),
});

/** How long one account keeps what its callers leave, while it is being chosen. */
export class OwnRetention {
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof draftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `retention/${own.deps.accountId}`, draftSchema);
  }

  /** What is chosen, or what holds while nothing is. */
  get draft(): Retention {
    return this.#form.typed ?? retentionOf(this.#own.account ?? { trade: 'general' });
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  /** Contacts longer than calls: nobody could tell any more which of them called. */
  get isTooLong(): boolean {
    return !retentionSchema.safeParse(this.draft).success;
  }

  /** The numbers of days to choose from; one that was set elsewhere is among them. */
  choices(what: KeptWhat): readonly (number | null)[] {
    const now = this.draft[what];
    const all = now === null || days.some((each) => each === now) ? [...days] : [...days, now].sort((a, b) => a - b);
    return [...all, null];
  }

  choose(what: KeptWhat, chosen: number | null): void {
    void this.#form.write({ ...this.draft, [what]: chosen });
  }

  giveUp(): void {
    void this.#form.done();
  }

  /** False: contacts are kept for too long. */
  async save(): Promise<boolean> {
    if (this.isTooLong) return false;
    const { device, accountId } = this.#own.deps;
    await device.mutate('setRetention', { accountId, retention: this.draft });
    await this.#form.done();
    return true;
  }
}
