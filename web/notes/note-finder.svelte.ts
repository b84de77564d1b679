import type { Account } from '#shared/accounts/account.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { Delivery } from '#shared/delivery/delivery.ts';
import { isFoundBy, searchText } from '#shared/notes/find-notes.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Device, Reader } from '../ports/device.ts';

/** A note with what is shown beside it. */
export type FoundNote = {
  readonly note: Note;
  readonly account: Account | undefined;
  /** By id, so that receipts can name them. */
  readonly people: ReadonlyMap<string, Person>;
  readonly deliveries: readonly Delivery[];
  readonly text: string;
};

/** Narrows what is found. */
export type Only = 'mine' | 'urgent' | 'open';

const SEARCHED = 10_000;
const SHOWN = 50;

/** Finds any note again among those on this device, newest first, while somebody types. */
export class NoteFinder {
  #notes = $state.raw<readonly FoundNote[] | null>(null);
  #typed = $state('');
  #only = $state.raw<readonly Only[]>([]);
  readonly #operatorId: string | null;
  readonly #stop: () => void;

  constructor(deps: { readonly device: Pick<Device, 'watch'>; readonly operatorId: string | null }) {
    this.#operatorId = deps.operatorId;
    this.#stop = deps.device.watch(readNotes, (found) => {
      this.#notes = found;
    });
  }

  /** The device is still being read. */
  get isReading(): boolean {
    return this.#notes === null;
  }
  get typed(): string {
    return this.#typed;
  }
  set typed(typed: string) {
    this.#typed = typed;
  }
  get only(): readonly Only[] {
    return this.#only;
  }

  toggle(only: Only): void {
    this.#only = this.#only.includes(only) ? this.#only.filter((each) => each !== only) : [...this.#only, only];
  }

  readonly #matching: readonly FoundNote[] = $derived.by(() =>
    (this.#notes ?? []).filter(({ note, text }) => this.#passes(note) && isFoundBy(text, this.#typed)),
  );

  get count(): number {
    return this.#matching.length;
  }
  get found(): readonly FoundNote[] {
    return this.#matching.slice(0, SHOWN);
  }

  /** As it is now; undefined when it is no longer on the device. */
  byId(noteId: string): FoundNote | undefined {
    return this.#notes?.find(({ note }) => note.id === noteId);
  }

  close(): void {
    this.#stop();
  }

  #passes(note: Note): boolean {
    return this.#only.every((only) => {
      if (only === 'mine') return note.operatorId === this.#operatorId;
      return only === 'urgent' ? note.content.urgent : note.acknowledged === null;
    });
  }
}

async function readNotes(rows: Reader): Promise<FoundNote[]> {
  const notes = await rows.latestNotes(SEARCHED);
  const [accounts, persons, deliveries] = await Promise.all([rows.all('account'), rows.all('person'), rows.all('delivery')]);
  const accountOf = new Map(accounts.map((account) => [account.id, account]));
  const people = new Map(persons.map((person) => [person.id, person]));
  const deliveriesOf = new Map<string, Delivery[]>(notes.map(({ id }) => [id, []]));
  for (const delivery of deliveries) deliveriesOf.get(delivery.noteId)?.push(delivery);
  return notes.map((note) => {
    const account = accountOf.get(note.accountId);
    const { forWhom } = note.content;
    const wanted = forWhom.kind === 'person' ? people.get(forWhom.personId) : undefined;
    return {
      note,
      account,
      people,
      deliveries: deliveriesOf.get(note.id) ?? [],
      text: searchText(note, { account: account?.name ?? '', forWhom: wanted?.name ?? '' }),
    };
  });
}
