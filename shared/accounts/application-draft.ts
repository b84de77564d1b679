import * as z from 'zod/mini';
import { readVatNumber } from '../billing/vat.ts';
import type { PhoneNumber } from '../calls/phone-number.ts';
import type { Language } from './account.ts';
import { type ApplicationForm, applicationFormSchema, type Country } from './application.ts';
import { zoneOfCountry } from './home-country.ts';
import { hoursProblems } from './hours-problems.ts';
import { languageSchema } from './language.ts';
import { proposedGreeting, proposedHours } from './trade-proposals.ts';

/** The pages of the form, in their order; after them come the code and the password. */
export const formSteps = ['firm', 'person', 'answering', 'plan', 'agreement'] as const;
export type FormStep = (typeof formSteps)[number];

const typed = z.string().check(z.maxLength(500));

/** Half-written times are kept too. */
const writtenHoursSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  z.object({
    kind: z.literal('weekly'),
    periods: z.array(z.object({ day: z.int(), from: z.string(), to: z.string() })),
    closedOn: z.array(z.string()),
  }),
]);

/** The form while it is written: numbers as they were typed, and null where the proposal has not been touched. */
export const applicationDraftSchema = z.object({
  trade: z.nullable(applicationFormSchema.shape.trade),
  firm: typed,
  /** Null: callers call the firm by its full name. */
  name: z.nullable(typed),
  country: applicationFormSchema.shape.country,
  timeZone: typed,
  vatNumber: z._default(typed, ''),
  language: languageSchema,
  officeNumber: typed,
  personName: typed,
  role: typed,
  email: typed,
  mobile: typed,
  openingHours: z.nullable(writtenHoursSchema),
  greeting: z.nullable(typed),
  planId: z.nullable(typed),
  optionIds: z.array(typed),
  accepted: z.boolean(),
  acceptedBy: z.nullable(typed),
});
export type ApplicationDraft = z.infer<typeof applicationDraftSchema>;

/** An empty form for somebody who probably is in this country. */
export const emptyDraft = (at: {
  readonly country: Country;
  readonly timeZone: string;
  readonly language: Language;
}): ApplicationDraft => ({
  trade: null,
  firm: '',
  name: null,
  country: at.country,
  timeZone: isNobodys(at.timeZone) ? zoneOfCountry[at.country] : at.timeZone,
  language: at.language,
  vatNumber: '',
  officeNumber: '',
  personName: '',
  role: '',
  email: '',
  mobile: '',
  openingHours: null,
  greeting: null,
  planId: null,
  optionIds: [],
  accepted: false,
  acceptedBy: null,
});

/** What is written, with the proposals where nobody has written anything else. */
export function filled(draft: ApplicationDraft) {
  const name = draft.name ?? draft.firm;
  return {
    name,
    openingHours: draft.openingHours ?? proposedHours(draft.trade ?? 'other'),
    greeting: draft.greeting ?? proposedGreeting(draft.language, name),
    acceptedBy: draft.acceptedBy ?? draft.personName,
  };
}

export type DraftField =
  | 'trade'
  | 'firm'
  | 'name'
  | 'vatNumber'
  | 'officeNumber'
  | 'personName'
  | 'email'
  | 'mobile'
  | 'hours'
  | 'greeting'
  | 'plan'
  | 'accepted'
  | 'acceptedBy';
export type DraftProblem = 'missing' | 'no-number' | 'no-email' | 'no-vat-number' | 'hours';
export type DraftProblems = Readonly<Partial<Record<DraftField, DraftProblem>>>;

/** Reads a number as it is typed in the firm's country; null when it is none. */
export type ReadNumber = (typed: string) => PhoneNumber | null;

/** What stands in the way of going on from a step. */
export function problemsIn(step: FormStep, draft: ApplicationDraft, read: ReadNumber): DraftProblems {
  const { name, openingHours, greeting, acceptedBy } = filled(draft);
  const missing = (text: string | null): DraftProblem | null => (text === null || text.trim() === '' ? 'missing' : null);
  const number = (text: string): DraftProblem | null => missing(text) ?? (isOurKind(read(text)) ? null : 'no-number');
  const found: Readonly<Record<FormStep, Partial<Record<DraftField, DraftProblem | null>>>> = {
    firm: {
      trade: missing(draft.trade),
      firm: missing(draft.firm),
      name: missing(name),
      vatNumber: draft.vatNumber.trim() === '' || vatNumberOf(draft) !== null ? null : 'no-vat-number',
      officeNumber: number(draft.officeNumber),
    },
    person: {
      personName: missing(draft.personName),
      email: missing(draft.email) ?? (isEmail(draft.email) ? null : 'no-email'),
      mobile: number(draft.mobile),
    },
    answering: {
      hours:
        openingHours.kind === 'weekly' && (openingHours.periods.length === 0 || hoursProblems(openingHours.periods).length > 0)
          ? 'hours'
          : null,
      greeting: missing(greeting),
    },
    plan: { plan: missing(draft.planId) },
    agreement: { accepted: draft.accepted ? null : 'missing', acceptedBy: missing(acceptedBy) },
  };
  return Object.fromEntries(Object.entries(found[step]).filter(([, problem]) => problem !== null));
}

/** The whole form as it is sent; null while a step has a problem. */
export function formOf(draft: ApplicationDraft, read: ReadNumber, agreementVersion: string): ApplicationForm | null {
  if (formSteps.some((step) => Object.keys(problemsIn(step, draft, read)).length > 0)) return null;
  const { name, openingHours, greeting, acceptedBy } = filled(draft);
  const { trade, firm, country, timeZone, language, personName, role, planId, optionIds } = draft;
  const vatNumber = vatNumberOf(draft);
  const parsed = applicationFormSchema.safeParse({
    trade,
    firm,
    name,
    country,
    timeZone,
    ...(vatNumber !== null && { vatNumber }),
    language,
    officeNumber: read(draft.officeNumber),
    person: { name: personName, role, email: draft.email.trim(), mobile: read(draft.mobile) },
    openingHours,
    greeting,
    planId,
    optionIds,
    agreement: { version: agreementVersion, acceptedBy },
  });
  return parsed.success ? parsed.data : null;
}

/** The number that was typed for VAT; null while it is none of the country's. */
export const vatNumberOf = ({ vatNumber, country }: Pick<ApplicationDraft, 'vatNumber' | 'country'>): string | null =>
  readVatNumber(vatNumber, country);

const isEmail = (text: string): boolean => applicationFormSchema.shape.person.shape.email.safeParse(text.trim()).success;

/** A short code is nobody's telephone. */
const isOurKind = (number: PhoneNumber | null): boolean => number?.startsWith('+') ?? false;

/** A machine that tells no zone, or a server's. */
const isNobodys = (zone: string): boolean => zone === '' || /UTC|GMT/.test(zone);
