import type { Disposition } from '#shared/notes/disposition.ts';
import type { Callback } from '#shared/notes/note.ts';
import { m } from '#web/paraglide/messages.js';
import type { Problem } from './note-form.svelte.ts';
import type { NoteState } from './note-state.ts';

export const problemWords: Readonly<Record<Problem, () => string>> = {
  'for-whom-missing': m.desk_for_whom_missing,
  'from-whom-missing': m.desk_from_whom_missing,
  'number-missing': m.desk_number_missing,
  'number-unreadable': m.desk_number_unreadable,
  'number-not-read-back': m.script_read_back_missing,
  'answer-missing': m.script_answer_missing,
  'matter-missing': m.desk_matter_missing,
  'urgency-not-asked': m.script_urgency_missing,
};

/** What a caller may expect, in the order of the form. */
export const callbackWords: Readonly<Record<Callback, () => string>> = {
  'please-call-back': m.desk_callback_please,
  'will-call-again': m.desk_callback_again,
  'for-information': m.desk_callback_information,
};

export const dispositionWords: Readonly<Record<Disposition, () => string>> = {
  message: m.desk_dispo_message,
  transferred: m.desk_dispo_transferred,
  appointment: m.desk_dispo_appointment,
  information: m.desk_dispo_information,
  'test-call': m.desk_dispo_test_call,
  'wrong-number': m.desk_dispo_wrong_number,
  'hung-up': m.desk_dispo_hung_up,
};

/** The same, short enough to stand in one row. */
export const shortDispositionWords: Readonly<Record<Disposition, () => string>> = {
  ...dispositionWords,
  'test-call': m.desk_short_test_call,
  'wrong-number': m.desk_short_wrong_number,
  'hung-up': m.desk_short_hung_up,
};

/** The dispositions that the form offers; transfers and appointments set their own. */
export const offeredDispositions: readonly Disposition[] = ['message', 'information', 'wrong-number', 'test-call', 'hung-up'];

export const noteStateWords: Readonly<Record<NoteState, () => string>> = {
  locked: m.desk_note_locked,
  synced: m.desk_note_synced,
  delivering: m.desk_note_delivering,
  delivered: m.desk_note_delivered,
  read: m.desk_note_read,
  acknowledged: m.desk_note_acknowledged,
  done: m.desk_note_done,
  failed: m.desk_note_failed,
};
