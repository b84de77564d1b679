import type { Note } from './note.ts';

/** Whether somebody of the client still has to do something about it; this is what the portal and its icon count. */
export const isNew = (note: Note): boolean =>
  note.acknowledged === null && note.done === null && (note.read === null || note.content.urgent);
