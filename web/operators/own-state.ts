import type { Presence } from '#shared/live.ts';

/** Presence as the server has it, and what only the page tells apart: a held caller while a third party is asked. */
export type ShownState = Presence['state'] | 'consulting' | 'dialling';

import { m } from '#web/paraglide/messages.js';

/** The shape beside each state's word; never a colour alone. */
export const stateShape: Readonly<Record<ShownState, string>> = {
  pause: 'st-away',
  ready: 'st-free',
  offered: 'st-ring',
  talking: 'st-talk',
  held: 'st-hold',
  consulting: 'st-hold',
  dialling: 'st-ring',
  'wrap-up': 'st-wrap',
  unreachable: 'st-out',
};

export const stateWord: Readonly<Record<ShownState, () => string>> = {
  pause: m.desk_state_pause,
  ready: m.desk_state_ready,
  offered: m.desk_state_offered,
  talking: m.desk_state_talking,
  held: m.desk_state_held,
  consulting: m.desk_state_consulting,
  dialling: m.desk_state_dialling,
  'wrap-up': m.desk_state_wrap_up,
  unreachable: m.desk_state_unreachable,
};

const reasonWords: Readonly<Record<string, () => string>> = {
  'no-exchange': m.desk_why_no_exchange,
  'no-live': m.desk_why_no_live,
  'no-heartbeat': m.desk_why_no_heartbeat,
  'page-frozen': m.desk_why_page_frozen,
  'no-microphone': m.desk_why_no_microphone,
  'microphone-muted': m.desk_why_microphone_muted,
  'no-output': m.desk_why_no_output,
  'no-phone': m.desk_why_no_phone,
  'no-audio': m.desk_why_no_audio,
  'not-shown': m.desk_why_not_shown,
  telephone: m.telephone_by,
  'signed-in': m.desk_pause_signed_in,
  lunch: m.desk_pause_lunch,
  break: m.desk_pause_break,
  training: m.desk_pause_training,
  other: m.desk_pause_other,
};

/** Why an operator is paused or cannot be reached, in words; empty for a word that this version does not know. */
export const reasonWord = (reason: string | null): string => (reason === null ? '' : (reasonWords[reason]?.() ?? ''));

/** The reasons that can be chosen for a pause. */
export const pauseReasons = ['break', 'lunch', 'training', 'other'] as const;
