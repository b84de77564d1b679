import * as z from 'zod/mini';
import { secondsToSay } from '#shared/accounts/greeting-length.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

/** Characters; the row takes no more. */
export const longestGreeting = 400;

const greetingDraftSchema = z.object({
  /** As it was when the writing began. */
  before: z.string(),
  greeting: z.string(),
});

/** The words said first [P04], while they are written. */
export class OwnGreeting {
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof greetingDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `first-words/${own.deps.accountId}`, greetingDraftSchema);
  }

  get text(): string {
    return this.#form.typed?.greeting ?? this.#now;
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get problem(): 'empty' | 'long' | null {
    if (this.text.trim() === '') return 'empty';
    return this.text.trim().length > longestGreeting ? 'long' : null;
  }
  /** About how long it takes to say, seconds. */
  get seconds(): number {
    return secondsToSay(this.text, this.#own.account?.language ?? 'en');
  }
  /** Somebody else changed the words since the writing began: theirs. */
  get meanwhile(): string | null {
    const before = this.#form.typed?.before;
    return before === undefined || before === this.#now ? null : this.#now;
  }

  write(greeting: string): void {
    void this.#form.write({ before: this.#form.typed?.before ?? this.#now, greeting });
  }

  giveUp(): void {
    void this.#form.done();
  }

  /** Keeps the words, on this device at once; answers whether nothing was in the way. */
  async save(): Promise<boolean> {
    if (this.problem !== null) return false;
    const { device, accountId } = this.#own.deps;
    await device.mutate('setGreeting', { accountId, greeting: this.text.trim() });
    await this.#form.done();
    return true;
  }

  get #now(): string {
    return this.#own.account?.greeting ?? '';
  }
}
