import { m } from '#web/paraglide/messages.js';
import type { Action, Chord } from './keys.ts';

/** A chord as it is printed on this language's keyboards. */
export function keyCap(chord: Chord | undefined): string {
  if (chord === undefined) return '';
  return chord
    .split('+')
    .map((key) => (key === 'Shift' ? m.desk_key_shift() : key === 'Enter' ? m.desk_key_enter() : key))
    .join('+');
}

/** What each key does, in words, in the order of the key sheet. */
export const actionWords: Readonly<Record<Action, () => string>> = {
  answer: m.desk_answer,
  hold: m.desk_hold_or_back,
  transfer: m.desk_transfer_long,
  ask: m.desk_ask_long,
  mute: m.desk_microphone,
  keypad: m.desk_keypad_long,
  send: m.desk_send_long,
  undo: m.desk_undo_long,
  tasks: m.desk_tasks_long,
  urgent: m.desk_urgent_long,
  'wrong-number': m.desk_wrong_number_long,
  'test-call': m.desk_test_call_long,
  hangup: m.desk_hang_up_long,
  pause: m.desk_pause_or_ready,
  find: m.find_long,
  sheet: m.desk_key_sheet,
};
