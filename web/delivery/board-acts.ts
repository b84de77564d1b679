import type { Note } from '#shared/notes/note.ts';
import type { Device } from '../ports.ts';

/** What a supervisor does about a note that nobody has acknowledged, or that has reached nobody. */
export type BoardActs = {
  /** "I telephone myself now": colleagues see it; the ladder goes on. */
  telephone(note: Note): Promise<void>;
  /** The client knows it otherwise: the reason stands on the note, and its ladder ends. */
  acknowledge(note: Note, reason: string): Promise<void>;
  /** The note once more, by the client's rules and addresses as they are now. */
  sendAgain(note: Note): Promise<void>;
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
    sendAgain: (note) => device.mutate('sendNoteAgain', { ...refOf(note), id: newId() }),
    async acknowledge(note, reason) {
      await device.mutate('addAddendum', { ...refOf(note), id: newId(), text: reason });
      await device.mutate('acknowledgeNote', refOf(note));
    },
  };
}
