import type { Instant } from '../time.ts';

/** What a line of text is about; the page has a word for it. */
export type LineLabel =
  | 'from-whom'
  | 'company'
  | 'number'
  | 'matter'
  | 'addendum'
  | 'name'
  | 'role'
  | 'email'
  | 'mobile'
  | 'availability'
  | 'handling'
  | 'position'
  | 'text'
  | 'say'
  | 'from'
  | 'to'
  | 'deliver-to'
  | 'meanwhile'
  | 'transfer-to'
  | 'told-by'
  | 'more-emails'
  | 'fax'
  | 'quiet'
  | 'substitute'
  | 'access'
  | 'greeting'
  | 'hours'
  | 'closed-on'
  | 'public-holidays'
  | 'on-call'
  | 'turn-days'
  | 'swap'
  | 'steps'
  | 'rounds'
  | 'digest-to'
  | 'digest-at'
  | 'bureau-calls'
  | 'shown-number'
  | 'calls-a-day'
  | 'euros-a-day'
  | 'priority'
  | 'asked-first'
  | 'longest-wait'
  | 'overflow'
  | 'while-waiting'
  | 'welcome'
  | 'keys'
  | 'questions'
  | 'urgent-if'
  | 'note-form'
  | 'texts'
  | 'avoid'
  | 'keep-notes'
  | 'keep-voicemail'
  | 'keep-calls'
  | 'keep-contacts'
  | 'plan'
  | 'told-of-use';

/** One thing that somebody wrote, to be read beside what somebody else wrote there. */
export type Line = { readonly label: LineLabel; readonly text: string };

/** Words of settings that are chosen, not written; the page has them in its language. */
export type SettingWord =
  | 'always'
  | 'none'
  | 'for-ever'
  | 'email'
  | 'sms'
  | 'push'
  | `rule-${'all' | 'urgent' | 'messages' | 'voicemails'}`
  | `access-${'office' | 'member' | 'none'}`
  | `meanwhile-${'open' | 'closed'}`
  | 'all-by-sms'
  | `step-${'message' | 'call' | 'automatic-call'}`
  | 'everybody'
  | 'first-of-roster'
  | `calls-${'none' | 'callbacks' | 'all'}`
  | 'abroad'
  | `priority-${'first' | 'usual' | 'later'}`
  | `overflow-${'voicemail' | 'everybody' | 'operators' | 'number'}`
  | 'keeps-place'
  | `key-${'queue' | 'voicemail' | 'announcement' | 'number' | 'person'}`
  | `key-when-${'always' | 'open' | 'closed'}`
  | 'recording'
  | 'voice'
  | 'required'
  | 'asks-urgency'
  | 'reads-back';

/** How settings and persons are written where they are read. */
export type ChangeWords = {
  word(of: SettingWord): string;
  day(isoWeekday: number): string;
  days(count: number): string;
  /** An instant by the account's clock. */
  moment(at: Instant): string;
  /** Who has this turn of a ladder, 1 being whoever gets the note. */
  turn(turn: number): string;
  /** One step of a ladder, after which nothing happens for so many minutes. */
  step(of: { readonly how: string; readonly whom: string; readonly minutes: number }): string;
  /** Of a person of the roster or an operator. */
  nameOf(id: string): string;
};

/** Lines without those that say nothing. */
export const written = (lines: readonly (readonly [LineLabel, string])[]): readonly Line[] =>
  lines.flatMap(([label, text]) => (text === '' ? [] : [{ label, text }]));

/** What is so, with commas between. */
export const listed = (words: readonly (string | false | null | undefined)[]): string => words.filter(Boolean).join(', ');
