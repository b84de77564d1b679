import * as z from 'zod/mini';
import { instantOf, wallClock } from '../accounts/wall-clock.ts';
import { type CallerCard, callerCardSchema } from './caller-card.ts';
import type { PhoneNumber } from './phone-number.ts';

/** A card that is being written; `until` is the account's wall clock, empty when open. */
export const cardDraftSchema = z.object({
  /** The card as it was when the writing began; null for a new one. */
  before: z.nullable(callerCardSchema),
  kind: callerCardSchema.shape.kind,
  name: z.string(),
  number: z.string(),
  text: z.string(),
  say: z.string(),
  personId: z.nullable(z.uuid()),
  until: z.string(),
});
export type CardDraft = z.infer<typeof cardDraftSchema>;

export const newCard = (kind: CallerCard['kind'], until = ''): CardDraft => ({
  before: null,
  kind,
  name: '',
  number: '',
  text: '',
  say: '',
  personId: null,
  until,
});

/** A card to be changed. */
export const cardDraftOf = (
  card: CallerCard,
  written: { readonly timeZone: string; readonly show: (number: PhoneNumber) => string },
): CardDraft => ({
  before: card,
  kind: card.kind,
  name: card.name,
  number: card.numbers.map(written.show).join(', '),
  text: card.text,
  say: card.say,
  personId: card.personId,
  until: card.until === null ? '' : wallClock(card.until, written.timeZone),
});

export type CardProblem =
  | 'who-empty'
  | 'name-long'
  | 'number-wrong'
  | 'say-empty'
  | 'text-long'
  | 'say-long'
  | 'until-missing'
  | 'until-past';

type Reading = {
  readonly timeZone: string;
  readonly now: string;
  /** In E.164; null when what was typed is no possible number. */
  readonly read: (typed: string) => PhoneNumber | null;
};

/** What stands in the way of keeping the card; an expected call has an end [P08]. */
export function cardProblems(draft: CardDraft, { timeZone, now, read }: Reading): CardProblem[] {
  const problems: CardProblem[] = [];
  const until = draft.until === '' ? null : instantOf(draft.until, timeZone);
  const numbers = typedNumbers(draft.number);
  if (draft.name.trim() === '' && numbers.length === 0) problems.push('who-empty');
  if (draft.name.trim().length > 120) problems.push('name-long');
  if (numbers.some((number) => read(number) === null)) problems.push('number-wrong');
  if (draft.kind === 'message' && draft.say.trim() === '') problems.push('say-empty');
  if (draft.text.trim().length > 500) problems.push('text-long');
  if (draft.say.trim().length > 400) problems.push('say-long');
  if (until === null && (draft.kind === 'expected' || draft.until !== '')) problems.push('until-missing');
  if (until !== null && until <= now) problems.push('until-past');
  return problems;
}

/** The card that a draft without problems stands for. */
export function cardOf(
  draft: CardDraft,
  of: Reading & { readonly accountId: string; readonly newId: string },
): Omit<CallerCard, 'done'> {
  return {
    id: draft.before?.id ?? of.newId,
    accountId: of.accountId,
    kind: draft.kind,
    name: draft.name.trim(),
    numbers: typedNumbers(draft.number).flatMap((number) => of.read(number) ?? []),
    text: draft.text.trim(),
    say: draft.say.trim(),
    personId: draft.kind === 'expected' ? draft.personId : null,
    until: draft.until === '' ? null : instantOf(draft.until, of.timeZone),
  };
}

/** Several numbers are parted by commas. */
const typedNumbers = (typed: string): string[] =>
  typed
    .split(/[,;、]/)
    .map((number) => number.trim())
    .filter((number) => number !== '');
