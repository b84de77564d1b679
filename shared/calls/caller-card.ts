import * as z from 'zod/mini';
import { type Instant, instantSchema } from '../time.ts';
import { typedWords, wordsOf } from './contact-words.ts';
import { type PhoneNumber, phoneNumberSchema } from './phone-number.ts';

const cardKinds = ['message', 'expected', 'wrong-number'] as const;

/**
 * What is remembered for one caller until he rings. `message`: words to be said to him. `expected`: a call that the client
 * waits for, above all instructions [P08]. `wrong-number`: somebody whom our callers look for by mistake [J09].
 */
export const callerCardSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  kind: z.enum(cardKinds),
  /** The caller; of a wrong number the firm or person that is really looked for. */
  name: z.string().check(z.maxLength(120)),
  /** Numbers that the caller rings from. */
  numbers: z.array(phoneNumberSchema),
  /** For the telephonist: what to do, or by which words the mistake is recognised. */
  text: z.string().check(z.maxLength(500)),
  /** To be said aloud, or empty. */
  say: z.string().check(z.maxLength(400)),
  /** Whom to reach for an expected call; null: whom the instructions name. */
  personId: z.nullable(z.uuid()),
  /** Holds until then; null: until it is taken away. */
  until: z.nullable(instantSchema),
  /** Said, or put through: it waits no longer. */
  done: z.nullable(z.object({ at: instantSchema, by: z.string() })),
});
export type CallerCard = z.infer<typeof callerCardSchema>;

/** Who calls, as far as one knows: by the number, and by the names that stand on the screen. */
export type KnownCaller = { readonly number: PhoneNumber | null; readonly names: readonly string[] };

/** Cards by what they are; within each the soonest to end first. */
export type CardsForCall = {
  /** Meant for this caller, expected calls first. */
  readonly meant: readonly CallerCard[];
  /** Expected from others: the caller may be one of them, from another number. */
  readonly expected: readonly CallerCard[];
  /** With whom our callers confuse the account. */
  readonly confused: readonly CallerCard[];
};

/** Whether the card still waits at an instant. */
export const isWaiting = ({ done, until }: CallerCard, at: Instant): boolean => done === null && (until === null || at < until);

/** Sorts the account's cards for one call. */
export function cardsForCall(cards: readonly CallerCard[], caller: KnownCaller, at: Instant): CardsForCall {
  const waiting = cards.filter((card) => isWaiting(card, at)).toSorted(soonestFirst);
  const meant = waiting.filter((card) => isMeant(card, caller));
  const others = waiting.filter((card) => !meant.includes(card));
  return {
    meant: meant.toSorted((a, b) => rank(a) - rank(b)),
    expected: others.filter((card) => card.kind === 'expected'),
    confused: others.filter((card) => card.kind === 'wrong-number'),
  };
}

/** By number, or by name when every word of the card's name is in one of the caller's; a wrong number only by number. */
function isMeant(card: CallerCard, { number, names }: KnownCaller): boolean {
  if (number !== null && card.numbers.includes(number)) return true;
  return card.kind !== 'wrong-number' && names.some((name) => isNamed(card.name, name));
}

function isNamed(wanted: string, name: string): boolean {
  const words = typedWords(wanted).withoutTitle;
  const known = wordsOf({ name, company: '' });
  return words.length > 0 && words.every((word) => known.some((other) => other === word || isBegun(other, word)));
}

/** Family names in kanji and kana stand before the given name without a gap. */
const isBegun = (name: string, word: string): boolean =>
  /\p{Script=Han}|\p{Script=Hiragana}/u.test(word) && name.startsWith(word);

const rank = ({ kind }: CallerCard): number => ['expected', 'message', 'wrong-number'].indexOf(kind);

const soonestFirst = (a: CallerCard, b: CallerCard): number =>
  (a.until ?? '9') < (b.until ?? '9') ? -1 : a.until === b.until ? (a.id < b.id ? -1 : 1) : 1;
