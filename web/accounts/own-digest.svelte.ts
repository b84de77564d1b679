import * as z from 'zod/mini';
import { digestSchema } from '#shared/delivery/digest.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

/** One mailbox a line. */
const digestDraftSchema = z.object({ isOn: z.boolean(), to: z.string(), at: z.string() });
type DigestDraft = z.infer<typeof digestDraftSchema>;

/** The daily overview of one account while it is written. */
export class OwnDigest {
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof digestDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `digest/${own.deps.accountId}`, digestDraftSchema);
  }

  get draft(): DigestDraft {
    const now = this.#own.account?.digest;
    return this.#form.typed ?? { isOn: now !== undefined, to: now?.to.join('\n') ?? '', at: now?.at ?? '18:00' };
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get problems(): readonly ('to' | 'at')[] {
    if (!this.draft.isOn) return [];
    const { to, at } = digestSchema.shape;
    const written = this.#written;
    return [
      ...(to.safeParse(written.to).success ? [] : (['to'] as const)),
      ...(at.safeParse(written.at).success && written.at !== '24:00' ? [] : (['at'] as const)),
    ];
  }

  edit(part: Partial<DigestDraft>): void {
    void this.#form.write({ ...this.draft, ...part });
  }

  giveUp(): void {
    void this.#form.done();
  }

  /** Keeps it, on this device at once; false while something is in the way. */
  async save(): Promise<boolean> {
    if (this.problems.length > 0) return false;
    const { accountId, device } = this.#own.deps;
    await device.mutate('setDigest', { accountId, digest: this.draft.isOn ? this.#written : null });
    await this.#form.done();
    return true;
  }

  get #written() {
    const { to, at } = this.draft;
    return { to: [...new Set(to.split(/[\s,;]+/).filter((address) => address !== ''))], at };
  }
}
