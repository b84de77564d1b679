import {
  emptyPerson,
  type PersonDraft,
  type PersonProblem,
  personDraftOf,
  personDraftSchema,
  personOf,
  personProblems,
} from '#shared/accounts/person-draft.ts';
import type { Person } from '#shared/accounts/roster.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

/** How long it can be called off that a person leaves the roster, milliseconds. */
const UNDO_MS = 8000;

/** The roster of one account: its order, and the person who is being written. */
export class OwnRoster {
  #attempted = $state(false);
  #leaving = $state.raw<Person | null>(null);
  #callOff: () => void = () => undefined;
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof personDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `person/${own.deps.accountId}`, personDraftSchema);
  }

  get draft(): PersonDraft | null {
    return this.#form.typed;
  }
  get problems(): readonly PersonProblem[] {
    return this.#attempted && this.draft !== null ? personProblems(this.draft, this.#reading) : [];
  }
  /** What somebody else made meanwhile of the person who is being changed, of the things that are written here. */
  get meanwhile(): Person | null {
    const before = this.draft?.before ?? null;
    const now = this.#own.people.find((p) => p.id === before?.id);
    if (before === null || now === undefined) return null;
    const written = (person: Person) => JSON.stringify({ ...person, ...this.#notWritten(person), mailRefused: null });
    return written(now) === written(before) ? null : now;
  }

  /** Leaves the roster in a moment, unless it is called off. */
  get leaving(): Person | null {
    return this.#leaving;
  }

  begin(): void {
    this.#attempted = false;
    void this.#form.write(emptyPerson);
  }

  change(person: Person): void {
    this.#attempted = false;
    const { timeZone, numbers } = this.#own;
    void this.#form.write(personDraftOf(person, { timeZone, show: (number) => numbers.show(number) }));
  }

  edit(part: Partial<PersonDraft>): void {
    if (this.draft !== null) void this.#form.write({ ...this.draft, ...part });
  }

  giveUp(): void {
    void this.#form.done();
  }

  /** Keeps the person, on this device at once; answers the first thing in the way. */
  async save(): Promise<PersonProblem | null> {
    const { draft } = this;
    if (draft === null) return null;
    this.#attempted = true;
    const [first] = this.problems;
    if (first !== undefined) return first;
    const { accountId, newId, device } = this.#own.deps;
    const fresh = { id: newId(), position: Math.max(0, ...this.#own.people.map((p) => p.position)) + 1 };
    const person = personOf(draft, { ...this.#reading, accountId, fresh });
    await device.mutate('savePerson', { ...person, ...this.#notWritten(person) });
    await this.#form.done();
    return null;
  }

  /** To another place, 1 is the top [J10]; places beyond the ends are none. */
  async move(personId: string, position: number): Promise<void> {
    const { people, deps } = this.#own;
    const from = people.findIndex((p) => p.id === personId) + 1;
    if (from === position || position < 1 || position > people.length) return;
    await deps.device.mutate('movePerson', { accountId: deps.accountId, personId, position });
  }

  /** After 8 s or when the page is left: until then it can be called off, and nobody has lost access. */
  remove(person: Person): void {
    this.close();
    this.#leaving = person;
    this.#callOff = this.#own.deps.later(UNDO_MS, () => this.close());
  }

  stay(): void {
    this.#callOff();
    this.#leaving = null;
  }

  close(): void {
    const leaving = this.#leaving;
    this.stay();
    if (leaving === null) return;
    const { accountId, id: personId } = leaving;
    void this.#own.deps.device.mutate('removePerson', { accountId, personId });
  }

  /** The place is changed in the list, notifications by the person's own device: both as they are now. */
  #notWritten({ id, position, channels }: Person): Pick<Person, 'position' | 'channels'> {
    const now = this.#own.people.find((p) => p.id === id);
    return { position: now?.position ?? position, channels: { ...channels, push: now?.channels.push ?? channels.push } };
  }

  get #reading() {
    return { timeZone: this.#own.timeZone, read: (typed: string) => this.#own.numbers.read(typed) };
  }
}

/** The place, 1 is the top, to which a row is dragged: below all rows whose middle lies above the pointer. */
export function placeAt(y: number, rows: readonly { readonly top: number; readonly bottom: number }[], from: number): number {
  const above = rows.filter((row, i) => i + 1 !== from && (row.top + row.bottom) / 2 < y).length;
  return above + 1;
}
