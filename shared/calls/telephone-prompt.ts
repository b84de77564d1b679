import type { Account, Language } from '../accounts/account.ts';
import type { Prompt } from './prompts.ts';

/**
 * Said to whoever answers an operator's own telephone, in the operator's language. The account is named only where that may be
 * heard by others and the voice can say it: not for medical accounts, nor those of which nothing may leave but that a note is waiting.
 */
export function telephonePrompt(language: Language, account: Account | undefined): Prompt {
  const isNamed = account !== undefined && mayBeNamed(account) && account.language === language && language !== 'ja';
  const call = isNamed ? called[language](account.name) : aCall[language];
  return { text: `${call} ${press[language]}`, language, beep: false };
}

const mayBeNamed = ({ trade, privacy }: Account): boolean => trade !== 'medical' && privacy !== 'waiting';

const aCall: Readonly<Record<Language, string>> = {
  fr: 'Permanence téléphonique. Un appel vous attend.',
  nl: 'Telefoondienst. Er is een gesprek voor u.',
  en: 'Telephone service. A call is waiting for you.',
  ja: 'でんわ、サービスです。おでんわが、はいって、います。',
};
const called: Readonly<Record<Language, (name: string) => string>> = {
  fr: (name) => `Permanence téléphonique. Un appel pour ${name}.`,
  nl: (name) => `Telefoondienst. Een gesprek voor ${name}.`,
  en: (name) => `Telephone service. A call for ${name}.`,
  ja: () => aCall.ja,
};
const press: Readonly<Record<Language, string>> = {
  fr: 'Tapez un pour le prendre.',
  nl: 'Toets één om het aan te nemen.',
  en: 'Press one to take it.',
  ja: 'おうけに、なるときは、いちを、おしてください。',
};
