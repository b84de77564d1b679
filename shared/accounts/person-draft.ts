import * as z from 'zod/mini';
import { noRules } from '../delivery/person-rules.ts';
import {
  emptyRules,
  type RulesProblem,
  rulesDraftOf,
  rulesDraftSchema,
  rulesOf,
  rulesProblems,
} from '../delivery/rules-draft.ts';
import { type Person, personSchema } from './roster.ts';
import { instantOf, wallClock } from './wall-clock.ts';

/** A person of the roster who is being written; `until` is the account's wall clock, empty when open. */
export const personDraftSchema = z.object({
  /** The person as he was when the writing began; null for a new one. */
  before: z.nullable(personSchema),
  name: z.string(),
  role: z.string(),
  email: z.string(),
  mobile: z.string(),
  channels: personSchema.shape.channels,
  state: personSchema.shape.availability.shape.state,
  text: z.string(),
  until: z.string(),
  /** Forms kept before there were rules have none. */
  rules: z._default(rulesDraftSchema, emptyRules),
});
export type PersonDraft = z.infer<typeof personDraftSchema>;

/** Nobody yet: notes by email, as soon as there is an address. */
export const emptyPerson: PersonDraft = {
  before: null,
  name: '',
  role: '',
  email: '',
  mobile: '',
  channels: { email: true, sms: false, push: false },
  state: 'free',
  text: '',
  until: '',
  rules: emptyRules,
};

/** A person of the roster, to be changed. */
export const personDraftOf = (
  person: Person,
  written: { readonly timeZone: string; readonly show: (number: string) => string },
): PersonDraft => ({
  before: person,
  name: person.name,
  role: person.role,
  email: person.email ?? '',
  mobile: person.mobile === null ? '' : written.show(person.mobile),
  channels: person.channels,
  state: person.availability.state,
  text: person.availability.text,
  until: person.availability.until === null ? '' : wallClock(person.availability.until, written.timeZone),
  rules: rulesDraftOf(person.rules ?? noRules),
});

export type PersonProblem =
  | 'name-empty'
  | 'name-long'
  | 'role-long'
  | 'email-wrong'
  | 'email-missing'
  | 'mobile-wrong'
  | 'mobile-missing'
  | 'text-long'
  | 'until-no-time'
  | RulesProblem;

type Reading = {
  readonly timeZone: string;
  /** In E.164; null when what was typed is no possible number. */
  readonly read: (typed: string) => string | null;
};

/** What stands in the way of keeping the person; a channel that is on needs its address [S11]. */
export function personProblems(draft: PersonDraft, { timeZone, read }: Reading): PersonProblem[] {
  const problems: PersonProblem[] = [];
  const [email, mobile] = [draft.email.trim(), draft.mobile.trim()];
  if (draft.name.trim() === '') problems.push('name-empty');
  if (draft.name.trim().length > 120) problems.push('name-long');
  if (draft.role.trim().length > 120) problems.push('role-long');
  if (email !== '' && !z.email().safeParse(email).success) problems.push('email-wrong');
  if (email === '' && draft.channels.email) problems.push('email-missing');
  if (mobile !== '' && read(mobile) === null) problems.push('mobile-wrong');
  if (mobile === '' && draft.channels.sms) problems.push('mobile-missing');
  if (draft.text.trim().length > 120) problems.push('text-long');
  if (draft.until !== '' && instantOf(draft.until, timeZone) === null) problems.push('until-no-time');
  return [...problems, ...rulesProblems(draft.rules)];
}

/** The person that a draft without problems stands for; `fresh` is for one who is new. */
export function personOf(
  draft: PersonDraft,
  of: Reading & { readonly accountId: string; readonly fresh: { readonly id: string; readonly position: number } },
): Person {
  const { id, position } = draft.before ?? of.fresh;
  const { channels, state } = draft;
  const email = draft.email.trim();
  const isFree = state === 'free';
  const availability = {
    state,
    text: isFree ? '' : draft.text.trim(),
    until: isFree ? null : instantOf(draft.until, of.timeZone),
  };
  const mobile = draft.mobile.trim() === '' ? null : of.read(draft.mobile);
  return {
    id,
    accountId: of.accountId,
    position,
    name: draft.name.trim(),
    role: draft.role.trim(),
    email: email === '' ? null : email,
    mobile,
    channels,
    availability,
    rules: rulesOf(draft.rules),
  };
}
