import type { Note } from '#shared/notes/note.ts';
import type { Device } from '../ports/device.ts';
import { repetitionOf } from './board.ts';
import type { BoardRow } from './floor.svelte.ts';

/** What a supervisor does about a note that nobody has acknowledged, or that has reached nobody. */
export type BoardActs = {
  /** "I telephone myself now": colleagues see it; the ladder goes on. */
  telephone(note: Note): Promise<void>;
  /** The client knows it otherwise: the reason stands on the note, and its ladder ends. */
  acknowledge(note: Note, reason: string): Promise<void>;
  /** The note once more, by the client's rules and addresses as they are now. */
  sendAgain(row: BoardRow): Promise<void>;
};

export function boardActs({
  device,
  newId,
}: {
  readonly device: Pick<Device, 'mutate'>;
  readonly newId: () => string;
}): BoardActs {
  const refOf = (note: Note) => ({ accountId: note.accountId, noteId: note.id });
  return {
    telephone: (note) => device.mutate('telephoneAboutNote', refOf(note)),
    sendAgain: (row) => device.mutate('sendNoteAgain', { ...refOf(row.note), id: repetitionOf(row) }),
    async acknowledge(note, reason) {
      await device.mutate('addAddendum', { ...refOf(note), id: newId(), text: reason });
      await device.mutate('acknowledgeNote', refOf(note));
    },
  };
}
