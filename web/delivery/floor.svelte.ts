import type { Account } from '#shared/accounts/account.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { Delivery } from '#shared/delivery/delivery.ts';
import type { OperatorStatus, ToPage, UnsentUrgent, WaitingCall } from '#shared/live.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Operator } from '#shared/operators/operator.ts';
import type { Device, Reader } from '../ports/device.ts';
import type { LiveSocket } from '../ports/live.ts';
import type { Clock } from '../ports/time.ts';

const shown = 100;

export type BoardRow = {
  readonly note: Note;
  readonly account: Account | undefined;
  readonly deliveries: readonly (Delivery & { readonly person: string })[];
  /** Whom the bureau is to telephone about it; null: nobody (yet). */
  readonly toCall: Person | null;
};

export type FloorDeps = {
  readonly device: Pick<Device, 'watch' | 'sync'>;
  readonly live: Pick<LiveSocket, 'onMessage' | 'onState'>;
  readonly now: Clock;
};

/** The bureau at this moment: waiting calls and operators from `/live`, notes from the device. */
export class Floor {
  #waiting = $state.raw<readonly WaitingCall[]>([]);
  #statuses = $state.raw<readonly OperatorStatus[]>([]);
  #unsent = $state.raw<readonly UnsentUrgent[]>([]);
  #operators = $state.raw<readonly Operator[]>([]);
  #accounts = $state.raw<ReadonlyMap<string, Account>>(new Map());
  #board = $state.raw<readonly BoardRow[]>([]);
  #refusing = $state.raw<readonly Person[]>([]);
  #heardAt = $state<string | null>(null);
  #isLive = $state(false);
  readonly #deps: FloorDeps;
  readonly #stops: (() => void)[];

  constructor(deps: FloorDeps) {
    this.#deps = deps;
    this.#stops = [
      deps.live.onMessage((message) => this.#hear(message)),
      deps.live.onState((state) => {
        this.#isLive = state === 'open';
        if (this.#isLive) deps.device.sync();
      }),
      deps.device.watch(
        async (rows) => ({
          operators: await rows.all('operator'),
          accounts: await rows.all('account'),
          people: await rows.all('person'),
        }),
        ({ operators, accounts, people }) => {
          this.#refusing = people.filter(({ mailRefused }) => mailRefused !== undefined);
          this.#operators = operators;
          this.#accounts = new Map(accounts.map((account) => [account.id, account]));
        },
      ),
      deps.device.watch(readBoard, (board) => {
        this.#board = board;
      }),
    ];
  }

  /** Oldest first. */
  get waiting(): readonly WaitingCall[] {
    return this.#waiting;
  }
  get statuses(): readonly OperatorStatus[] {
    return this.#statuses;
  }
  /** Urgent notes that still stand at an operator's desk although the call is over. */
  get unsent(): readonly UnsentUrgent[] {
    return this.#unsent;
  }
  get accounts(): ReadonlyMap<string, Account> {
    return this.#accounts;
  }
  /** The newest, and every urgent one without acknowledgement. */
  get board(): readonly BoardRow[] {
    return this.#board;
  }
  /** Whose address took no mail, and nobody has looked at it since [J01]. */
  get refusing(): readonly Person[] {
    return this.#refusing;
  }
  /** When the server last spoke; what is shown is as of then. */
  get heardAt(): string | null {
    return this.#heardAt;
  }
  get isLive(): boolean {
    return this.#isLive;
  }

  languagesOf(operatorId: string): string {
    return this.#operators.find((operator) => operator.id === operatorId)?.languages.join(', ') ?? '';
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #hear(message: ToPage): void {
    this.#heardAt = this.#deps.now();
    if (message.t === 'queue') this.#waiting = message.waiting.toSorted((a, b) => a.since.localeCompare(b.since));
    if (message.t === 'floor') this.#statuses = message.operators;
    if (message.t === 'unsent-urgent') this.#unsent = message.notes;
    if (message.t === 'poke') this.#deps.device.sync();
  }
}

async function readBoard(rows: Reader): Promise<BoardRow[]> {
  const latest = await rows.latestNotes(shown);
  const older = (await rows.climbingNotes()).filter(({ id }) => !latest.some((note) => note.id === id));
  const notes = [...latest, ...older];
  const accountIds = [...new Set(notes.map((note) => note.accountId))];
  const [accounts, deliveries, people] = await Promise.all([
    Promise.all(accountIds.map((id) => rows.get('account', id))),
    Promise.all(accountIds.map((id) => rows.list('delivery', id))),
    Promise.all(accountIds.map((id) => rows.list('person', id))),
  ]);
  const names = new Map(people.flat().map((person) => [person.id, person.name]));
  const named = deliveries.flat().map((delivery) => ({ ...delivery, person: names.get(delivery.personId) ?? '' }));
  return notes.map((note) => ({
    note,
    account: accounts.find((account) => account?.id === note.accountId),
    deliveries: named.filter((delivery) => delivery.noteId === note.id).toSorted((a, b) => a.queuedAt.localeCompare(b.queuedAt)),
    toCall: people.flat().find((person) => person.id === note.climb?.toCall) ?? null,
  }));
}
