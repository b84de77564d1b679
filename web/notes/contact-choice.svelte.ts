import type { Contact } from '#shared/calls/contact.ts';
import type { FoundContacts } from '../ports/contacts.ts';

/** How many contacts the field offers: what one looks through at a glance. */
const OFFERED = 8;

/** Two letters of a name, or one of a script that needs no more. */
const saysEnough = (typed: string): boolean =>
  typed.trim().length >= 2 || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(typed);

export type FindContacts = (typed: string, limit: number, onFound: (found: FoundContacts) => void) => Promise<void>;

/** The contacts offered while somebody types who calls [P05]. */
export class ContactChoice {
  #offered = $state.raw<FoundContacts['found']>([]);
  #marked = $state(-1);
  #reach = $state<FoundContacts['reach']>('all');
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

  /** Whether all contacts of the account were searched, or only those on this device. */
  get reach(): FoundContacts['reach'] {
    return this.#reach;
  }

  /** Asks for what was typed; an answer that comes after the next key is not shown. */
  async type(typed: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    if (!saysEnough(typed)) return this.close();
    try {
      await this.#find(typed, OFFERED, (found) => {
        if (asked === this.#asked) this.#offer(found);
      });
    } catch {
      if (asked === this.#asked) this.#failed = true; // said beside the field; the name can still be typed
    }
  }

  /** What the server adds leaves the arrow where somebody has put it, as long as that contact is still offered. */
  #offer({ found, reach }: FoundContacts): void {
    const chosen = this.#marked > 0 ? this.#offered[this.#marked]?.contact.id : undefined;
    const stays = found.findIndex(({ contact }) => contact.id === chosen);
    this.#offered = found;
    this.#reach = reach;
    this.#failed = false;
    // The first is taken by Enter, unless it only resembles what was typed: that may be somebody new.
    this.#marked = stays >= 0 ? stays : found[0] && !found[0].isNear ? 0 : -1;
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
    this.#reach = 'all';
    this.#failed = false;
  }
}
