import type { Account, Language } from '../accounts/account.ts';
import { type Choice, choicesAt, type Said } from '../accounts/reception.ts';
import type { Instant } from '../time.ts';
import { type BureauHours, isAnswered } from './routing.ts';

/** What one caller meets before an operator, at the hour at which he calls. */
export type ReceptionPlan = {
  readonly welcome: Said | null;
  /** Lists the keys; null when there is nothing to choose. */
  readonly question: Said | null;
  readonly choices: readonly Choice[];
  /** Where he goes without a key: to the queue, or, out of hours, to voicemail. */
  readonly after: 'queue' | 'closed';
};

/** The plan for a call at this instant; null when the call goes its way at once. Out of hours the welcome is only said before a menu: voicemail has its own words. */
export function planReception(
  account: Account,
  now: { readonly at: Instant; readonly bureau: BureauHours },
): ReceptionPlan | null {
  if (account.reception === undefined) return null;
  return planFor(account, isAnswered(account, now));
}

/** Every text that callers of the account may hear before an operator, to be made before the first call. */
export const plansOf = (account: Account): ReceptionPlan[] => [true, false].flatMap((isOpen) => planFor(account, isOpen) ?? []);

function planFor({ reception, language }: Account, isOpen: boolean): ReceptionPlan | null {
  if (reception === undefined) return null;
  const choices = choicesAt(reception, isOpen);
  const { welcome, questionRecordingId: recordingId } = reception;
  if (choices.length === 0 && (welcome === null || !isOpen)) return null;
  const question = choices.length === 0 ? null : { text: questionText(choices, { language, isOpen }), recordingId };
  return { welcome, question, choices, after: isOpen ? 'queue' : 'closed' };
}

/** The list of keys as the voice says it. */
function questionText(
  choices: readonly Choice[],
  { language, isOpen }: { readonly language: Language; readonly isOpen: boolean },
): string {
  const keys = choices.map(({ key, label }) => press[language](label.trim().replace(/[.。]$/, ''), key));
  return [...keys, isOpen ? stay[language] : ''].filter((part) => part !== '').join(' ');
}

const kana = ['ぜろ', 'いち', 'に', 'さん', 'よん', 'ご', 'ろく', 'なな', 'はち', 'きゅう'];

const press: Readonly<Record<Language, (label: string, key: string) => string>> = {
  fr: (label, key) => `Pour ${label}, tapez ${key}.`,
  nl: (label, key) => `Voor ${label}, toets ${key}.`,
  en: (label, key) => `For ${label}, press ${key}.`,
  ja: (label, key) => `${label}は、${kana[Number(key)] ?? key}を、おしてください。`,
};
const stay: Readonly<Record<Language, string>> = {
  fr: 'Sinon, restez en ligne.',
  nl: 'Anders blijft u aan de lijn.',
  en: 'Otherwise, please hold the line.',
  ja: 'そのほかのかたは、そのまま、おまちください。',
};
