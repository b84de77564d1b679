import * as z from 'zod/mini';
import type { Account, Language } from '../accounts/account.ts';
import type { Person } from '../accounts/roster.ts';
import type { CallerStanding } from './caller-standing.ts';
import type { PhoneNumber } from './phone-number.ts';

/**
 * What is known about who calls the bureau's hotline [P07]. `without-pin`: known by his number, and he has never set a PIN;
 * `pin-not-given`: not given, or a wrong one; `not-recognised`: his number is no client's, or the network does not vouch for it.
 */
const hotlineStandingSchema = z.enum(['verified', 'without-pin', 'pin-not-given', 'not-recognised']);

/** Of a call to the hotline: the person of the roster who calls, null when that is not known, and how sure it is. */
export const hotlineSchema = z.object({ personId: z.nullable(z.uuid()), standing: hotlineStandingSchema });
export type Hotline = z.infer<typeof hotlineSchema>;

/** Who may be calling, with the account of each. */
export type Candidate = Pick<Person, 'id' | 'accountId'>;

/** The persons with this number, of all rosters; none when the network does not vouch for the number. */
export function recognise(
  caller: { readonly number: PhoneNumber | null; readonly standing: CallerStanding },
  people: Iterable<Person>,
): Candidate[] {
  if (caller.number === null || caller.standing !== 'shown') return [];
  return [...people].filter(({ mobile }) => mobile === caller.number).map(({ id, accountId }) => ({ id, accountId }));
}

/** What holds of a caller whom no PIN has verified: his account when all who have the number are of one, himself when he alone has it. */
export function unverified(
  candidates: readonly Candidate[],
  standing: 'without-pin' | 'pin-not-given',
): { readonly accountId: string | null; readonly hotline: Hotline } {
  const [first, ...others] = candidates;
  if (first === undefined || others.some(({ accountId }) => accountId !== first.accountId))
    return { accountId: null, hotline: { personId: null, standing: 'not-recognised' } };
  return { accountId: first.accountId, hotline: { personId: others.length === 0 ? first.id : null, standing } };
}

/** Asks for the PIN, in the account's language; `again` after a wrong one. */
export const pinPrompt = (language: Language, again: boolean) => ({
  text: again ? askAgain[language] : ask[language],
  language,
  beep: false,
});

/** Both prompts of an account's language, to be made before the first call. */
export const pinPromptsOf = ({ language }: Pick<Account, 'language'>) => [pinPrompt(language, false), pinPrompt(language, true)];

const ask: Readonly<Record<Language, string>> = {
  fr: 'Bonjour. Tapez votre code, puis dièse. Sans code, tapez dièse.',
  nl: 'Goedendag. Toets uw code, daarna hekje. Zonder code, toets hekje.',
  en: 'Hello. Enter your PIN, then the hash key. Without a PIN, press hash.',
  ja: 'おでんわ、ありがとうございます。あんしょうばんごうと、シャープを、おしてください。',
};
const askAgain: Readonly<Record<Language, string>> = {
  fr: 'Ce code n’est pas le bon. Tapez-le encore une fois, puis dièse.',
  nl: 'Deze code klopt niet. Toets hem nog een keer, daarna hekje.',
  en: 'That PIN is not right. Enter it once more, then the hash key.',
  ja: 'あんしょうばんごうが、ちがいます。もういちど、シャープと、おしてください。',
};
