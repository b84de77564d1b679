import type { Language } from '../accounts/account.ts';
import { plain } from '../plain.ts';

/** What callers are not told whoever the client is [S22]: an answer is promised for a time, not by e-mail. */
const phrases: Readonly<Record<Language, readonly string[]>> = {
  fr: ['par e-mail', 'par mail', 'par courriel'],
  nl: ['per e-mail', 'via e-mail', 'per mail', 'via de mail'],
  ja: ['メールで'],
  en: ['by e-mail', 'by email'],
};

/** The phrases that stand in a text and are not to be said to callers: those of the language and the account's own. */
export function phrasesIn(text: string, language: Language, own: readonly string[]): string[] {
  const written = plain(text);
  return [...phrases[language], ...own].filter((phrase) => written.includes(plain(phrase)));
}
