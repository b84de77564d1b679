import type { Person } from '../accounts/roster.ts';
import { never } from '../errors.ts';
import { awaitsCallback } from './awaited-callback.ts';
import { holderOf, isForPerson } from './held-by.ts';
import type { Note } from './note.ts';

/** By which the client narrows his notes; several hold together. */
export const noteFilters = ['open', 'urgent', 'awaiting', 'voicemail', 'mine', 'assigned', 'done'] as const;
export type NoteFilter = (typeof noteFilters)[number];

type Reader = { readonly personId: string; readonly roster: readonly Person[] };

/** Whether the note is one of these, for the person who reads. */
export function passes(note: Note, filter: NoteFilter, { personId, roster }: Reader): boolean {
  switch (filter) {
    case 'open':
      return note.acknowledged === null && note.done === null;
    case 'urgent':
      return note.content.urgent;
    case 'awaiting':
      return awaitsCallback(note);
    case 'voicemail':
      return note.voicemail !== null;
    case 'mine':
      return isForPerson(note, personId, roster);
    case 'assigned':
      return holderOf(note) === personId;
    case 'done':
      return note.done !== null;
    default:
      return never(filter);
  }
}
