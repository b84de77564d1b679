import type { Language } from '../accounts/account.ts';

/** Beside the name of a person who took a note on, when it was by telephone. */
export const byTelephone: Readonly<Record<Language, string>> = {
  fr: 'téléphone',
  nl: 'telefoon',
  ja: '電話',
  en: 'telephone',
};
