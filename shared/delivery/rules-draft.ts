import * as z from 'zod/mini';
import { readFax } from './fax.ts';
import { noRules, type PersonRules, personRulesSchema } from './person-rules.ts';

/** A person's rules while they are written. */
export const rulesDraftSchema = z.object({
  ...z.pick(personRulesSchema, { email: true, sms: true, push: true, substituteId: true }).shape,
  /** One address a line. */
  moreEmails: z.string(),
  /** With + and country; forms kept before there were faxes have none. */
  fax: z._default(z.string(), ''),
  isQuiet: z.boolean(),
  quietFrom: z.string(),
  quietTo: z.string(),
  quietDays: z.array(z.int()),
});
export type RulesDraft = z.infer<typeof rulesDraftSchema>;

export type RulesProblem = 'more-emails-wrong' | 'more-emails-many' | 'fax-wrong' | 'quiet-no-time' | 'quiet-always';

export function rulesDraftOf({ quiet, moreEmails, fax, email, sms, push, substituteId }: PersonRules): RulesDraft {
  return {
    email,
    sms,
    push,
    substituteId,
    moreEmails: moreEmails.join('\n'),
    fax: fax ?? '',
    isQuiet: quiet !== null,
    quietFrom: quiet?.from ?? '20:00',
    quietTo: quiet?.to ?? '07:00',
    quietDays: quiet?.wholeDays ?? [],
  };
}

/** Nothing is ruled yet. */
export const emptyRules: RulesDraft = rulesDraftOf(noRules);

/** What stands in the way of keeping the rules. */
export function rulesProblems(draft: RulesDraft): RulesProblem[] {
  const problems: RulesProblem[] = [];
  const addresses = addressesOf(draft);
  if (addresses.some((address) => !z.email().safeParse(address).success)) problems.push('more-emails-wrong');
  if (addresses.length > 5) problems.push('more-emails-many');
  if (draft.fax.trim() !== '' && readFax(draft.fax) === null) problems.push('fax-wrong');
  const { isQuiet, quietFrom, quietTo, quietDays } = draft;
  if (isQuiet && (quietFrom === '' || quietTo === '')) problems.push('quiet-no-time');
  if (isQuiet && (quietDays.length === 7 || (quietFrom === quietTo && quietDays.length === 0))) problems.push('quiet-always');
  return problems;
}

/** The rules that a draft without problems stands for. */
export function rulesOf(draft: RulesDraft): PersonRules {
  const { email, sms, push, substituteId, isQuiet, quietFrom, quietTo, quietDays } = draft;
  const quiet = isQuiet ? { from: quietFrom, to: quietTo, wholeDays: quietDays } : null;
  return { email, sms, push, substituteId, quiet, moreEmails: addressesOf(draft), fax: readFax(draft.fax) };
}

const addressesOf = ({ moreEmails }: RulesDraft): string[] => [
  ...new Set(
    moreEmails
      .split(/[\s,;]+/)
      .map((address) => address.trim())
      .filter((address) => address !== ''),
  ),
];
