import type { Language } from './account.ts';

/** Characters said in a second at a calm pace; Japanese writes more in each. */
const pace: Readonly<Record<Language, number>> = { fr: 14, nl: 14, en: 14, ja: 7 };

/** Longer than this, in seconds, and callers begin to speak before the greeting is over. */
export const longGreeting = 8;

/** About how long the words take to say, in whole seconds. */
export const secondsToSay = (text: string, language: Language): number =>
  Math.ceil(text.replaceAll(/\s+/g, ' ').trim().length / pace[language]);
