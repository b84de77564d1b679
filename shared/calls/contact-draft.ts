import * as z from 'zod/mini';
import { type Contact, contactSchema } from './contact.ts';
import type { PhoneNumber } from './phone-number.ts';

/** A caller of the directory who is being written; numbers as typed, one empty at the end. */
export const contactDraftSchema = z.object({
  /** The contact as it was when the writing began; null for a new one. */
  before: z.nullable(contactSchema),
  name: z.string(),
  /** Forms kept by an earlier version have none. */
  reading: z._default(z.string(), ''),
  company: z.string(),
  numbers: z.array(z.string()),
  vip: z.boolean(),
  handling: z.string(),
});
export type ContactDraft = z.infer<typeof contactDraftSchema>;

/** Nobody yet; `known` is what a call has already told. */
export const newContact = (known: Partial<Pick<ContactDraft, 'name' | 'company' | 'numbers'>> = {}): ContactDraft => ({
  before: null,
  name: '',
  reading: '',
  company: '',
  numbers: [''],
  vip: false,
  handling: '',
  ...known,
});

/** A contact of the directory, to be changed. */
export const contactDraftOf = (contact: Contact, show: (number: PhoneNumber) => string): ContactDraft => ({
  before: contact,
  name: contact.name,
  reading: contact.reading ?? '',
  company: contact.company,
  numbers: contact.numbers.length > 0 ? contact.numbers.map(show) : [''],
  vip: contact.vip,
  handling: contact.handling,
});

export type ContactProblem =
  | { readonly kind: 'name-empty' | 'name-long' | 'reading-long' | 'company-long' | 'handling-long' }
  | { readonly kind: 'number-wrong'; readonly place: number; readonly number: string };

/** What was typed as a number in E.164; null when it is no possible one. */
type ReadNumber = (typed: string) => PhoneNumber | null;

/** What stands in the way of keeping the contact. */
export function contactProblems(draft: ContactDraft, read: ReadNumber): ContactProblem[] {
  const [name, company] = [draft.name.trim(), draft.company.trim()];
  const wrong = draft.numbers.flatMap((number, place): ContactProblem[] =>
    number.trim() === '' || read(number) !== null ? [] : [{ kind: 'number-wrong', place, number }],
  );
  return [
    ...(name === '' && company === '' ? [{ kind: 'name-empty' } as const] : []),
    ...(name.length > 120 ? [{ kind: 'name-long' } as const] : []),
    ...(draft.reading.trim().length > 120 ? [{ kind: 'reading-long' } as const] : []),
    ...(company.length > 120 ? [{ kind: 'company-long' } as const] : []),
    ...wrong,
    ...(draft.handling.trim().length > 500 ? [{ kind: 'handling-long' } as const] : []),
  ];
}

/** The contact that a draft without problems stands for; a firm without a name of a person goes by its own. */
export function contactOf(
  draft: ContactDraft,
  of: { readonly read: ReadNumber; readonly accountId: string; readonly newId: string },
): Contact {
  const [name, company] = [draft.name.trim(), draft.company.trim()];
  const reading = draft.reading.trim();
  const numbers = draft.numbers.flatMap((typed) => of.read(typed) ?? []);
  return {
    id: draft.before?.id ?? of.newId,
    accountId: of.accountId,
    name: name === '' ? company : name,
    // Kept when it was there: leaving a field out would keep the one before.
    ...(reading === '' && draft.before?.reading === undefined ? {} : { reading }),
    company: name === '' ? '' : company,
    numbers: [...new Set(numbers)],
    vip: draft.vip,
    handling: draft.handling.trim(),
  };
}
