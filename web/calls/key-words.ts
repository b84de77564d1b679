import { m } from '#web/paraglide/messages.js';
import type { Action, Context } from './commands.ts';
import type { Chord, Refusal } from './keys.ts';

/** A chord as it is printed on this language's keyboards. */
export function keyCap(chord: Chord | undefined): string {
  if (chord === undefined) return '';
  return chord
    .split('+')
    .map((key) => (key === 'Shift' ? m.desk_key_shift() : key === 'Enter' ? m.desk_key_enter() : key))
    .join('+');
}

/** What each key does, in words. */
export const actionWords: Readonly<Record<Action, () => string>> = {
  answer: m.desk_answer,
  hold: m.desk_hold_or_back,
  transfer: m.desk_transfer_long,
  conference: m.desk_conference_long,
  ask: m.desk_ask_long,
  mute: m.desk_microphone,
  keypad: m.desk_keypad_long,
  hangup: m.desk_hang_up_long,
  send: m.desk_send_long,
  urgent: m.desk_urgent_long,
  'wrong-number': m.desk_wrong_number_long,
  'test-call': m.desk_test_call_long,
  spell: m.keys_spell,
  undo: m.desk_undo_long,
  tasks: m.desk_tasks_long,
  pause: m.desk_pause_or_ready,
  find: m.find_long,
  settings: m.keys_settings,
  sheet: m.desk_key_sheet,
};

export const contextWords: Readonly<Record<Context, () => string>> = {
  call: m.keys_context_call,
  note: m.keys_context_note,
  desk: m.keys_context_desk,
};

/** Why an action cannot have a chord. */
export function refusalWords(refusal: Refusal, chord: Chord): string {
  const keys = keyCap(chord);
  if (refusal.kind === 'browser') return m.keys_refused_browser({ keys });
  if (refusal.kind === 'editing') return m.keys_refused_editing({ keys });
  return m.keys_refused_taken({ keys, command: actionWords[refusal.by]() });
}
