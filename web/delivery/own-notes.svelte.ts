import type { Person } from '#shared/accounts/roster.ts';
import { isFoundBy, searchText } from '#shared/notes/find-notes.ts';
import type { Note } from '#shared/notes/note.ts';
import { type NoteFilter, passes } from '#shared/notes/note-filter.ts';
import type { Device, Reader } from '../ports/device.ts';

type Searched = { readonly note: Note; readonly text: string };
type Read = { readonly notes: readonly Searched[]; readonly roster: readonly Person[] };

const SEARCHED = 10_000;
const SHOWN = 100;

/** Finds notes of the client again among those on this device; the device is read when something is looked for. */
export class OwnNotes {
  #read = $state.raw<Read | null>(null);
  #typed = $state('');
  #only = $state.raw<readonly NoteFilter[]>([]);
  #stop: () => void = () => undefined;
  #isLooking = false;
  readonly #deps: { readonly device: Pick<Device, 'watch'>; readonly personId: string };

  constructor(deps: { readonly device: Pick<Device, 'watch'>; readonly personId: string }) {
    this.#deps = deps;
  }

  /** Whether anything is looked for. */
  get isNarrowed(): boolean {
    return this.#typed.trim() !== '' || this.#only.length > 0;
  }
  /** The device is still being read. */
  get isReading(): boolean {
    return this.#read === null;
  }
  get typed(): string {
    return this.#typed;
  }
  set typed(typed: string) {
    this.#typed = typed;
    this.#look();
  }
  get only(): readonly NoteFilter[] {
    return this.#only;
  }

  toggle(filter: NoteFilter): void {
    this.#only = this.#only.includes(filter) ? this.#only.filter((each) => each !== filter) : [...this.#only, filter];
    this.#look();
  }

  showAll(): void {
    this.#typed = '';
    this.#only = [];
  }

  readonly #matching: readonly Note[] = $derived.by(() => {
    const { notes, roster } = this.#read ?? { notes: [], roster: [] };
    const reader = { personId: this.#deps.personId, roster };
    return notes
      .filter(({ note, text }) => this.#only.every((filter) => passes(note, filter, reader)) && isFoundBy(text, this.#typed))
      .map(({ note }) => note);
  });

  get count(): number {
    return this.#matching.length;
  }
  /** The newest of them, first. */
  get found(): readonly Note[] {
    return this.#matching.slice(0, SHOWN);
  }

  close(): void {
    this.#stop();
  }

  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#stop = this.#deps.device.watch(readNotes, (read) => {
      this.#read = read;
    });
  }
}

/** A person's rows are one account's, whose name every note has. */
async function readNotes(rows: Reader): Promise<Read> {
  const [notes, roster] = [await rows.latestNotes(SEARCHED), await rows.all('person')];
  const nameOf = new Map(roster.map(({ id, name }) => [id, name]));
  return {
    roster,
    notes: notes.map((note) => {
      const { forWhom } = note.content;
      const wanted = forWhom.kind === 'person' ? (nameOf.get(forWhom.personId) ?? '') : '';
      return { note, text: searchText(note, { account: '', forWhom: wanted }) };
    }),
  };
}
