import type { Account, Language } from '../accounts/account.ts';
import { bothOpen, openingText } from '../accounts/opening-hours-text.ts';
import type { VoicemailReason } from './call-state.ts';
import type { BureauHours } from './routing.ts';

/** A text that a caller hears, in the language it is in; `beep` when recording follows. */
export type Prompt = { readonly text: string; readonly language: Language; readonly beep: boolean };

/** Said when a caller is answered and has to wait. */
export const welcomePrompt = (language: Language): Prompt => ({ text: welcome[language], language, beep: false });

/** Said to somebody who dialled a number that is nobody's. */
export const unknownNumberPrompt = (language: Language): Prompt => ({ text: unknown[language], language, beep: false });

/** Said before the beep: why nobody answers, and when calls are answered (bureau ∩ account hours) [P13]. */
export function voicemailPrompt(account: Account, bureau: BureauHours, reason: VoicemailReason): Prompt {
  const { language } = account;
  const hours = bothOpen(account.openingHours, bureau.hours);
  const opening = hours.kind === 'always' && reason !== 'closed' ? '' : openingText(hours, language);
  const first = reason === 'closed' ? closed[language] : busy[language];
  return { text: [first, opening, leave[language]].filter((part) => part !== '').join(' '), language, beep: true };
}

/** The two texts that an account's callers may hear before the beep: outside of the hours, and within them. */
export const voicemailPrompts = (account: Account, bureau: BureauHours): { readonly closed: Prompt; readonly busy: Prompt } => ({
  closed: voicemailPrompt(account, bureau, 'closed'),
  busy: voicemailPrompt(account, bureau, 'nobody-signed-in'),
});

/** Every prompt that an account can need, to be made before the first call. */
export function promptsOf(account: Account, bureau: BureauHours): Prompt[] {
  return [welcomePrompt(account.language), ...Object.values(voicemailPrompts(account, bureau))];
}

type Texts = Readonly<Record<Language, string>>;

const welcome: Texts = {
  fr: 'Bonjour. Merci de patienter un instant, nous allons vous répondre. Pour laisser un message, tapez un.',
  nl: 'Goedendag. Een ogenblik geduld, u wordt zo dadelijk geholpen. Om een bericht in te spreken, toets één.',
  en: 'Hello. Please hold on for a moment, we will be with you shortly. To leave a message, press one.',
  ja: 'おでんわ、ありがとうございます。しょうしょう、おまちください。でんごんを、のこすばあいは、いちを、おしてください。',
};
const unknown: Texts = {
  fr: "Le numéro que vous avez composé n'est pas attribué.",
  nl: 'Het nummer dat u gekozen heeft, is niet in gebruik.',
  en: 'The number you have dialled is not in use.',
  ja: 'おかけになった、でんわばんごうは、げんざい、つかわれておりません。',
};
const closed: Texts = {
  fr: 'Bonjour. Nos bureaux sont fermés.',
  nl: 'Goedendag. Wij zijn op dit moment gesloten.',
  en: 'Hello. We are closed at the moment.',
  ja: 'おでんわ、ありがとうございます。ただいま、じかんがい、です。',
};
const busy: Texts = {
  fr: 'Bonjour. Nous ne pouvons pas vous répondre pour le moment.',
  nl: 'Goedendag. Wij kunnen u op dit moment niet te woord staan.',
  en: 'Hello. We cannot take your call at the moment.',
  ja: 'おでんわ、ありがとうございます。ただいま、でんわに、でることが、できません。',
};
const leave: Texts = {
  fr: 'Vous pouvez laisser un message après le signal sonore.',
  nl: 'U kunt na de toon een bericht inspreken.',
  en: 'Please leave a message after the tone.',
  ja: 'はっしんおんの、あとに、でんごんを、おはなしください。',
};
