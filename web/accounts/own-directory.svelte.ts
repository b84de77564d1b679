import type { Contact } from '#shared/calls/contact.ts';
import {
  type ContactDraft,
  type ContactProblem,
  contactDraftOf,
  contactDraftSchema,
  contactOf,
  contactProblems,
  newContact,
} from '#shared/calls/contact-draft.ts';
import type { FoundContacts } from '../ports/contacts.ts';
import type { Device } from '../ports/device.ts';
import type { Later } from '../ui/later.ts';
import type { NumberWriter } from '../ui/phone-number.ts';
import { KeptForm } from './kept-form.svelte.ts';

/** How long it can be called off that a contact leaves the directory, milliseconds. */
const UNDO_MS = 8000;

/** How many contacts are shown at first, and each time more are wanted. */
const STEP = 50;

export type OwnDirectoryDeps = {
  readonly device: Pick<Device, 'contacts' | 'mutate' | 'watch' | 'readForm' | 'keepForm'>;
  readonly accountId: string;
  readonly newId: () => string;
  readonly later: Later;
  readonly numbers: () => NumberWriter;
};

/** The directory of one account: what is looked for in it, and the contact who is being written. */
export class OwnDirectory {
  #typed = $state('');
  #found = $state.raw<FoundContacts | null>(null);
  #failed = $state(false);
  #wanted = STEP;
  #asked = 0;
  #attempted = $state(false);
  #leaving = $state.raw<Contact | null>(null);
  #now = $state.raw<Contact | null>(null);
  #callOff: () => void = () => undefined;
  #unwatch: () => void = () => undefined;
  readonly #stopLooking: () => void;
  readonly #deps: OwnDirectoryDeps;
  readonly #form: KeptForm<typeof contactDraftSchema>;

  constructor(deps: OwnDirectoryDeps) {
    this.#deps = deps;
    this.#form = new KeptForm(deps.device, `contact/${deps.accountId}`, contactDraftSchema);
    void this.#form.read.then(() => this.#watchChanged());
    this.#stopLooking = deps.device.contacts.onChange(() => void this.look());
    void this.look();
  }

  get typed(): string {
    return this.#typed;
  }
  /** Null until the directory has been read. */
  get contacts(): readonly Contact[] | null {
    const found = this.#found?.found.map(({ contact }) => contact) ?? null;
    return found?.filter(({ id }) => id !== this.#leaving?.id) ?? null;
  }
  /** How many the account has in all. */
  get total(): number {
    return this.#found?.total ?? 0;
  }
  /** What was searched: all contacts, or only those on this device. */
  get reach(): FoundContacts['reach'] {
    return this.#found?.reach ?? 'all';
  }
  get hasMore(): boolean {
    return (this.#found?.found.length ?? 0) >= this.#wanted;
  }
  get failed(): boolean {
    return this.#failed;
  }
  get draft(): ContactDraft | null {
    return this.#form.typed;
  }
  get problems(): readonly ContactProblem[] {
    return this.#attempted && this.draft !== null ? contactProblems(this.draft, (typed) => this.#read(typed)) : [];
  }
  /** The contact as somebody else has changed it since the writing began; the later one to keep it wins [CO2]. */
  get meanwhile(): Contact | null {
    const before = this.draft?.before ?? null;
    return before !== null && this.#now !== null && JSON.stringify(this.#now) !== JSON.stringify(before) ? this.#now : null;
  }
  /** Leaves the directory in a moment, unless it is called off. */
  get leaving(): Contact | null {
    return this.#leaving;
  }

  type(typed: string): Promise<void> {
    this.#typed = typed;
    this.#wanted = STEP;
    return this.look();
  }

  more(): Promise<void> {
    this.#wanted += STEP;
    return this.look();
  }

  /** Asks again; an answer that comes after the next question is not shown. */
  async look(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      await this.#deps.device.contacts.find(this.#deps.accountId, this.#typed, this.#wanted, (found) => {
        if (asked !== this.#asked) return;
        this.#found = found;
        this.#failed = false;
      });
    } catch {
      if (asked === this.#asked) this.#failed = true; // the page says so
    }
  }

  begin(known: Parameters<typeof newContact>[0] = {}): void {
    this.#attempted = false;
    void this.#form.write(newContact(known));
  }

  change(contact: Contact): void {
    this.#attempted = false;
    void this.#form.write(contactDraftOf(contact, (number) => this.#deps.numbers().show(number)));
    this.#watchChanged();
  }

  edit(part: Partial<ContactDraft>): void {
    if (this.draft !== null) void this.#form.write({ ...this.draft, ...part });
  }

  giveUp(): void {
    this.#unwatch();
    void this.#form.done();
  }

  /** Keeps the contact, on this device at once; null when something is in the way. */
  async save(): Promise<Contact | null> {
    const { draft } = this;
    if (draft === null) return null;
    this.#attempted = true;
    if (this.problems.length > 0) return null;
    const { accountId, newId, device } = this.#deps;
    const contact = contactOf(draft, { read: (typed) => this.#read(typed), accountId, newId: newId() });
    await device.mutate('saveContact', contact);
    this.#unwatch();
    await this.#form.done();
    return contact;
  }

  /** After 8 s or when the page is left; until then it can be called off. */
  remove(contact: Contact): void {
    void this.#leave();
    this.#leaving = contact;
    this.#callOff = this.#deps.later(UNDO_MS, () => void this.#leave());
  }

  stay(): void {
    this.#callOff();
    this.#leaving = null;
  }

  close(): void {
    this.#stopLooking();
    this.#unwatch();
    void this.#leave();
  }

  async #leave(): Promise<void> {
    const leaving = this.#leaving;
    this.#callOff();
    if (leaving === null) return;
    if (this.#found)
      this.#found = { ...this.#found, found: this.#found.found.filter(({ contact }) => contact.id !== leaving.id) };
    this.#leaving = null;
    const elsewhere = leaving.elsewhere ? { elsewhere: true as const } : {};
    await this.#deps.device.mutate('removeContact', {
      accountId: this.#deps.accountId,
      contactId: leaving.id,
      ...elsewhere,
    });
  }

  #watchChanged(): void {
    this.#unwatch();
    this.#now = null;
    const id = this.draft?.before?.id;
    if (id === undefined) return;
    this.#unwatch = this.#deps.device.watch(
      (rows) => rows.get('contact', id),
      (contact) => {
        this.#now = contact ?? null;
      },
    );
  }

  #read(typed: string): string | null {
    return this.#deps.numbers().read(typed);
  }
}
