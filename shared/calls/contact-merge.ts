import type { Contact } from './contact.ts';

export const mergedFields = ['name', 'reading', 'company', 'numbers', 'vip', 'handling'] as const;
export type MergedField = (typeof mergedFields)[number];
/** Whose field stays; `both`: numbers together, texts one after the other. */
export type Choice = 'first' | 'second' | 'both';
export type MergeChoices = Readonly<Record<MergedField, Choice>>;

/** What is proposed: what only one of them has, the first's where both have something, and all numbers. */
export const proposedChoices = (first: Contact, second: Contact): MergeChoices => {
  const textOf = (field: 'name' | 'reading' | 'company' | 'handling'): Choice =>
    (first[field] ?? '') === '' && (second[field] ?? '') !== '' ? 'second' : 'first';
  return {
    name: textOf('name'),
    reading: textOf('reading'),
    company: textOf('company'),
    numbers: 'both',
    vip: second.vip ? 'second' : 'first',
    handling: first.handling !== '' && second.handling !== '' ? 'both' : textOf('handling'),
  };
};

/** One contact of two, with the id of the first. */
export function mergedContact(first: Contact, second: Contact, choices: MergeChoices): Omit<Contact, 'elsewhere'> {
  const of = (field: MergedField): Contact => (choices[field] === 'second' ? second : first);
  const { reading } = of('reading');
  const apart = [...new Set([...(first.apart ?? []), ...(second.apart ?? [])])].filter(
    (id) => id !== first.id && id !== second.id,
  );
  const texts = [first.handling, second.handling].filter((text) => text !== '');
  return {
    id: first.id,
    accountId: first.accountId,
    name: of('name').name,
    ...(reading === undefined ? {} : { reading }),
    company: of('company').company,
    numbers: choices.numbers === 'both' ? [...new Set([...first.numbers, ...second.numbers])] : of('numbers').numbers,
    vip: of('vip').vip,
    handling: choices.handling === 'both' ? [...new Set(texts)].join('\n').slice(0, 500) : of('handling').handling,
    ...(apart.length === 0 ? {} : { apart }),
  };
}
