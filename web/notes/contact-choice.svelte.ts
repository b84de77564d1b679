import type { Contact } from '#shared/calls/contact.ts';
import type { FoundContacts } from '../ports.ts';

/** How many contacts the field offers: what one looks through at a glance. */
const OFFERED = 8;

/** Two letters of a name, or one of a script that needs no more. */
const saysEnough = (typed: string): boolean =>
  typed.trim().length >= 2 || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(typed);

export type FindContacts = (typed: string, limit: number) => Promise<FoundContacts>;

/** The contacts offered while somebody types who calls [P05]. */
export class ContactChoice {
  #offered = $state.raw<FoundContacts['found']>([]);
  #marked = $state(-1);
  #failed = $state(false);
  #asked = 0;
  readonly #find: FindContacts;

  constructor(find: FindContacts) {
    this.#find = find;
  }

  get offered(): FoundContacts['found'] {
    return this.#offered;
  }
  /** Which of them Enter takes; -1: none, what was typed stays. */
  get marked(): number {
    return this.#marked;
  }
  get failed(): boolean {
    return this.#failed;
  }

  /** Asks for what was typed; an answer that comes after the next key is not shown. */
  async type(typed: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    if (!saysEnough(typed)) return this.close();
    try {
      const { found } = await this.#find(typed, OFFERED);
      if (asked !== this.#asked) return;
      this.#offered = found;
      this.#failed = false;
      // The first is taken by Enter, unless it only resembles what was typed: that may be somebody new.
      this.#marked = found[0] && !found[0].isNear ? 0 : -1;
    } catch {
      if (asked === this.#asked) this.#failed = true; // said beside the field; the name can still be typed
    }
  }

  /** Down and up the list, and through no choice at all. */
  move(step: 1 | -1): void {
    const places = this.#offered.length + 1;
    this.#marked = ((this.#marked + 1 + step + places) % places) - 1;
  }

  /** The marked one; the list closes. */
  take(): Contact | null {
    const contact = this.#offered[this.#marked]?.contact ?? null;
    this.close();
    return contact;
  }

  close(): void {
    this.#asked += 1;
    this.#offered = [];
    this.#marked = -1;
    this.#failed = false;
  }
}
