import type { Account } from '#shared/accounts/account.ts';
import { accessOf, inOrder, type Person } from '#shared/accounts/roster.ts';
import { isNew } from '#shared/notes/is-new.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Device, SyncStatus } from '../ports/device.ts';
import { type NumberWriter, plainNumbers } from '../ui/phone-number.ts';

const shown = 300;

export type PortalDeps = {
  readonly device: Pick<Device, 'watch' | 'onStatus'>;
  /** Loads how numbers are written where this number of ours is. */
  readonly loadNumbers: (home: string) => Promise<NumberWriter>;
};

/** What one client sees of its account, from the device alone. */
export class Portal {
  #notes = $state.raw<readonly Note[] | null>(null);
  #account = $state.raw<Account | null>(null);
  #people = $state.raw<readonly Person[]>([]);
  #status = $state.raw<SyncStatus>({ unsent: 0, state: 'idle', lastPulledAt: null, fetching: null, refused: [] });
  #numbers = $state.raw<NumberWriter>(plainNumbers);
  readonly #stops: (() => void)[];

  constructor({ device, loadNumbers }: PortalDeps) {
    let home: string | null = null;
    this.#stops = [
      device.watch(
        (rows) => rows.latestNotes(shown),
        (notes) => {
          this.#notes = notes;
        },
      ),
      device.watch(
        async (rows) => ({
          accounts: await rows.all('account'),
          people: await rows.all('person'),
          lines: await rows.all('line'),
        }),
        ({ accounts, people, lines }) => {
          this.#account = accounts[0] ?? null;
          this.#people = inOrder(people);
          const line = lines[0]?.number ?? null;
          if (line !== null && line !== home) {
            home = line;
            void loadNumbers(line).then((numbers) => {
              this.#numbers = numbers;
            });
          }
        },
      ),
      device.onStatus((status) => {
        this.#status = status;
      }),
    ];
  }

  /** Newest first; null until the device has been asked. */
  get notes(): readonly Note[] | null {
    return this.#notes;
  }
  get account(): Account | null {
    return this.#account;
  }
  get status(): SyncStatus {
    return this.#status;
  }
  get numbers(): NumberWriter {
    return this.#numbers;
  }
  get newCount(): number {
    return this.#notes?.filter(isNew).length ?? 0;
  }
  get timeZone(): string {
    return this.#account?.timeZone ?? 'UTC';
  }

  /** The roster in its order. */
  get people(): readonly Person[] {
    return this.#people;
  }

  /** Whether this person sees the contract and who has access. */
  isOffice(personId: string | null): boolean {
    const person = this.#people.find(({ id }) => id === personId);
    return person !== undefined && accessOf(person) === 'office';
  }

  nameOf(personId: string): string {
    return this.#people.find((person) => person.id === personId)?.name ?? '';
  }

  /** Whom the caller wanted; null when nobody was named. */
  wanted(note: Note): string | null {
    const { forWhom } = note.content;
    return forWhom.kind === 'person' ? this.nameOf(forWhom.personId) : null;
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}
