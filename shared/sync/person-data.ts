import * as z from 'zod/mini';
import { formsOf } from '../calls/number-forms.ts';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import { plain } from '../plain.ts';
import { storableText } from '../storable-text.ts';
import { type Instant, instantSchema } from '../time.ts';
import { type erasableKinds, erasedAt } from './erasure.ts';
import type { Rows } from './rows.ts';

/** The person whose data are asked for or erased (GDPR articles 15 and 17): by a number, a name, or both. */
export const dataSubjectSchema = z
  .object({ name: storableText(120), number: z.nullable(phoneNumberSchema) })
  .check(z.refine(({ name, number }) => number !== null || plain(name).length >= 2, { path: ['name'] }));
export type DataSubject = z.infer<typeof dataSubjectSchema>;

/** The kinds of rows that are shown and chosen; deliveries go with their note. */
const foundKinds = ['note', 'call', 'contact', 'card', 'task', 'question'] as const;
type FoundKind = (typeof foundKinds)[number];

/** A row in which the person was found, with as much of it as tells it from others. */
export const foundRowSchema = z.object({
  kind: z.enum(foundKinds),
  id: z.uuid(),
  /** Null: such rows carry no time. */
  at: z.nullable(instantSchema),
  line: z.string(),
});
export type FoundRow = z.infer<typeof foundRowSchema>;

/** Every row of one account, by kind. */
export type AccountRows = { readonly [K in (typeof erasableKinds)[number]]: readonly Rows[K][] };

/**
 * Where the person stands: by number or name in any text of a row, and what belongs to such a note or call. What is
 * erased already is not found.
 */
export function findPerson(rows: AccountRows, subject: DataSubject): FoundRow[] {
  const isAbout = matcher(subject);
  const idsAbout = (some: readonly { readonly id: string }[]) => some.filter(isAbout).map(({ id }) => id);
  const notes = rows.note.filter((note) => erasedAt(note) === null);
  const calls = rows.call.filter((call) => erasedAt(call) === null);
  const named = new Set([notes, calls, rows.task, rows.question].flatMap(idsAbout));
  const ofCalls = new Set(calls.filter(({ id }) => named.has(id)).map(({ id }) => id));
  for (const { id, callId } of notes) if (named.has(id) && callId !== null) ofCalls.add(callId);
  const found = new Set(
    notes.filter(({ id, callId }) => named.has(id) || (callId !== null && ofCalls.has(callId))).map(({ id }) => id),
  );
  const belongs = (id: string) => named.has(id) || found.has(id) || ofCalls.has(id);
  return [
    ...notes.filter(({ id }) => found.has(id)).map(ofNote),
    ...calls.filter(({ id }) => ofCalls.has(id)).map(({ id, arrivedAt, caller }) => row('call', id, arrivedAt, [caller])),
    ...rows.contact
      .filter(isAbout)
      .map(({ id, name, company, numbers }) => row('contact', id, null, [name, company, ...numbers])),
    ...rows.card.filter(isAbout).map(({ id, name, text, numbers }) => row('card', id, null, [name, ...numbers, text])),
    ...rows.task
      .filter(({ id }) => belongs(id))
      .map(({ id, createdAt, name, number }) => row('task', id, createdAt, [name, number])),
    ...rows.question
      .filter(({ id, callId }) => belongs(id) || ofCalls.has(callId))
      .map(({ id, askedAt, about }) => row('question', id, askedAt, [about.name, about.number, about.matter])),
  ];
}

/** Whether one of these names or numbers (E.164) stands in a value, however it is written. */
export function namesPerson(names: readonly string[]): (value: unknown) => boolean {
  const matchers = names.map((text) => matcher(text.startsWith('+') ? { name: '', number: text } : { name: text, number: null }));
  return (value) => matchers.some((isAbout) => isAbout(value));
}

/** What may stand for the person in something that a device wrote before it knew of the erasure. */
export type Traces = { readonly ids: readonly string[]; readonly names: readonly string[]; readonly numbers: readonly string[] };

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const e164 = /\+[1-9]\d{4,14}/g;

/** The ids, numbers and names that stand in a change or row. */
export function tracesIn(value: unknown): Traces {
  const text = textOf(value).join('\n');
  return { ids: text.match(uuid) ?? [], numbers: text.match(e164) ?? [], names: namesIn(value).map(plain).filter(Boolean) };
}

function matcher({ name, number }: DataSubject): (value: unknown) => boolean {
  const words = plain(name).split(/\s+/).filter(Boolean);
  const digits = number === null ? '' : formsOf(number).national;
  return (value) => {
    const text = plain(textOf(value).join('\n').replaceAll(uuid, ''));
    const joined = digits === '' ? '' : text.replace(/(?<=\d)[\s().\-/]+(?=\d)/g, '');
    return (digits !== '' && joined.includes(digits)) || (words.length > 0 && hasWords(text, words));
  };
}

/** Each word of the name stands there as a word of its own, or within a text written without gaps. */
function hasWords(text: string, words: readonly string[]): boolean {
  const spoken: readonly string[] = text.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
  return words.every(
    (word) =>
      spoken.includes(word) || (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word) && text.includes(word)),
  );
}

function textOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textOf) : [];
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    typeof inside === 'string' ? (key === 'name' || key === 'fromWhom' ? [inside] : []) : namesIn(inside),
  );
}

const ofNote = ({ id, lockedAt, content }: Rows['note']): FoundRow =>
  row('note', id, lockedAt, [content.fromWhom, content.company, content.number, content.matter]);

const longestLine = 160;
const row = (kind: FoundKind, id: string, at: Instant | null, parts: readonly (string | null)[]): FoundRow => ({
  ...{ kind, id, at },
  line: parts
    .filter((part) => part !== null && part !== '')
    .join(' · ')
    .slice(0, longestLine),
});
