import type { Account } from '#shared/accounts/account.ts';
import type { Delivery } from '#shared/delivery/delivery.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Device, Reader, SyncStatus } from '../ports/device.ts';
import { type NoteState, noteState } from './note-state.ts';

export type NoteRow = {
  readonly note: Note;
  readonly account: Account | undefined;
  readonly deliveries: readonly Delivery[];
};

const SHOWN = 200;

/** The notes that this operator locked, newest first, and what still waits for the server. */
export class MyNotes {
  #rows = $state.raw<readonly NoteRow[]>([]);
  #status = $state.raw<SyncStatus>({ unsent: 0, state: 'idle', lastPulledAt: null, fetching: null, refused: [] });
  readonly #stops: (() => void)[];

  constructor(deps: { readonly device: Pick<Device, 'watch' | 'onStatus'>; readonly operatorId: string | null }) {
    this.#stops = [
      deps.device.watch(
        (rows) => readRows(rows, deps.operatorId),
        (found) => {
          this.#rows = found;
        },
      ),
      deps.device.onStatus((status) => {
        this.#status = status;
      }),
    ];
  }

  get rows(): readonly NoteRow[] {
    return this.#rows;
  }
  get status(): SyncStatus {
    return this.#status;
  }

  stateOf(row: NoteRow): NoteState {
    const { unsent, lastPulledAt } = this.#status;
    // A round pushes before it pulls: what was locked before that of the last pull began has arrived.
    const onServer = unsent === 0 || (lastPulledAt !== null && row.note.lockedAt < lastPulledAt);
    return noteState(row.note, row.deliveries, onServer);
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}

async function readRows(rows: Reader, operatorId: string | null): Promise<NoteRow[]> {
  const latest = await rows.latestNotes(SHOWN);
  const mine = latest.filter((note) => note.kind === 'message' && note.operatorId === operatorId);
  const accountIds = [...new Set(mine.map((note) => note.accountId))];
  const [accounts, deliveries] = await Promise.all([
    Promise.all(accountIds.map((id) => rows.get('account', id))),
    Promise.all(accountIds.map((id) => rows.list('delivery', id))),
  ]);
  const all = deliveries.flat();
  return mine.map((note) => ({
    note,
    account: accounts.find((a) => a?.id === note.accountId),
    deliveries: all.filter((d) => d.noteId === note.id),
  }));
}
