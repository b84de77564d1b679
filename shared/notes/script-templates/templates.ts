import type { Language } from '../../accounts/account.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { nl } from './nl.ts';
import type { ScriptTemplates } from './trades.ts';

/** Ready scripts in the language in which the account's callers are spoken to. */
export const scriptTemplates: Readonly<Record<Language, ScriptTemplates>> = { fr, nl, ja, en };
