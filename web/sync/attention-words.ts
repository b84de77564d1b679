import type { HoursWords, LineLabel } from '#shared/sync/change-text.ts';
import type { MutationName } from '#shared/sync/mutations.ts';
import { m } from '#web/paraglide/messages.js';

/** What the change was to do. */
export const changeWords: Readonly<Record<MutationName, () => string>> = {
  lockNote: m.attention_lock_note,
  addAddendum: m.attention_addendum_note,
  markNoteRead: m.attention_mark_read,
  acknowledgeNote: m.attention_acknowledge,
  callBackNote: m.attention_call_back,
  markNoteDone: m.attention_done,
  answerNote: m.attention_answer_note,
  assignNote: m.attention_assign,
  reopenNote: m.attention_reopen,
  telephoneAboutNote: m.attention_telephone,
  readOutNote: m.attention_read_out,
  addTask: m.attention_task,
  passOnAlert: m.attention_pass_on,
  askQuestion: m.attention_ask,
  answerQuestion: m.attention_answer,
  closeQuestion: m.attention_close_question,
  finishTask: m.attention_task_done,
  reopenTask: m.attention_task_open,
  saveContact: m.attention_contact,
  removeContact: m.attention_contact_out,
  importContacts: m.attention_import,
  mergeContacts: m.attention_contacts_one,
  keepApart: m.attention_contacts_two,
  saveCard: m.attention_card,
  finishCard: m.attention_card_done,
  removeCard: m.attention_card_out,
  saveInstruction: m.attention_instruction,
  removeInstruction: m.attention_instruction_out,
  savePerson: m.attention_person,
  removePerson: m.attention_person_out,
  movePerson: m.attention_person_place,
  setGreeting: m.attention_greeting_change,
  setLadder: m.attention_ladder,
  setRota: m.attention_rota,
  setDigest: m.attention_digest,
  setOpeningHours: m.attention_hours_change,
  setOutboundRules: m.attention_outbound,
  setQueueRules: m.attention_queue,
  setReception: m.attention_reception,
  setRetention: m.attention_retention,
  setScript: m.attention_script,
  chooseVoicemailGreeting: m.attention_voicemail_choice,
  changeFirstDays: m.attention_first_days,
  setAccess: m.attention_access,
  setPlan: m.attention_plan,
  setUsageAlerts: m.attention_alerts,
  setOwnKeys: m.attention_own_keys,
  setOwnBlocks: m.attention_own_blocks,
};

const reasons: Readonly<Record<string, () => string>> = {
  conflict: m.attention_why_conflict,
  forbidden: m.attention_why_forbidden,
  'not-found': m.attention_why_not_found,
  invalid: m.attention_why_invalid,
  unknown: m.attention_why_unknown,
};

/** Why the server refused. */
export const reasonWords = (code: string): string => reasons[code]?.() ?? m.attention_why_other({ code });

const problems: Readonly<Record<string, () => string>> = {
  'sync.not-found': m.attention_gone,
  'sync.forbidden': m.attention_why_forbidden,
  'sync.invalid': m.attention_why_unknown,
};

/** Why it cannot be sent again. */
export const problemWords = (code: string): string => problems[code]?.() ?? m.attention_why_other({ code });

export const labelWords: Readonly<Record<LineLabel, () => string>> = {
  'from-whom': m.attention_label_from_whom,
  company: m.attention_label_company,
  number: m.attention_label_number,
  matter: m.attention_label_matter,
  addendum: m.attention_label_addendum,
  name: m.attention_label_name,
  role: m.attention_label_role,
  email: m.email,
  mobile: m.attention_label_mobile,
  availability: m.attention_label_availability,
  handling: m.attention_label_handling,
  position: m.attention_label_position,
  text: m.attention_label_text,
  say: m.attention_label_say,
  from: m.attention_label_from,
  to: m.attention_label_to,
  greeting: m.attention_label_greeting,
  hours: m.attention_label_hours,
  'closed-on': m.attention_label_closed_on,
  'public-holidays': m.attention_label_public_holidays,
  'on-call': m.attention_label_on_call,
  'turn-days': m.attention_label_turn_days,
  swap: m.attention_label_swap,
};

/** A Monday, so that the days of the week have their names from the browser. */
const monday = Date.UTC(2026, 10, 16);
const dayMs = 24 * 3600_000;

/** Opening hours in the language of the screens. */
export const hoursWords = (locale: string): Omit<HoursWords, 'nameOf'> => ({
  always: m.attention_always(),
  day: (isoWeekday) =>
    new Date(monday + (isoWeekday - 1) * dayMs).toLocaleDateString(locale, { weekday: 'short', timeZone: 'UTC' }),
});
