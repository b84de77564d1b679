import type { Note } from '#shared/notes/note.ts';
import type { Device } from '../ports/device.ts';

/** The notes of one account that no person of the client has read, while its client is on the telephone. */
export class UnreadNotes {
  #notes = $state.raw<readonly Note[]>([]);
  readonly close: () => void;

  constructor(device: Pick<Device, 'watch'>, accountId: string) {
    this.close = device.watch(
      async (rows) => (await rows.list('note', accountId)).filter(isUnread),
      (unread) => {
        this.#notes = unread.toSorted((a, b) => a.lockedAt.localeCompare(b.lockedAt));
      },
    );
  }

  /** Oldest first. */
  get notes(): readonly Note[] {
    return this.#notes;
  }
}

const isUnread = ({ read, acknowledged, done }: Note): boolean => read === null && acknowledged === null && done === null;
