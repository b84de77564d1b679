import type { Contact } from './contact.ts';
import { fold } from './contact-words.ts';
import type { PhoneNumber } from './phone-number.ts';

export const columnKinds = ['none', 'name', 'given', 'family', 'reading', 'company', 'number', 'handling', 'vip'] as const;
/** What stands in a column of a table of contacts. */
export type ColumnKind = (typeof columnKinds)[number];

/** Words of headings, folded, in the languages of the screens and of common address books. */
const headings: Readonly<Record<Exclude<ColumnKind, 'none'>, RegExp>> = {
  reading: /reading|phonetic|pronon|uitspraak|よみ|ふりがな|かな$/,
  given: /first|given|prenom|voornaam|^名$/,
  family: /last|family|surname|nom de famille|achternaam|^姓$/,
  company: /compan|organi[sz]ation|societe|entreprise|bedrijf|firma|会社/,
  number: /phone|mobile|number|tel|numero|portable|mobiel|nummer|電話|携帯/,
  handling: /handling|note|remar|comment|traiter|consigne|opmerking|備考|対応/,
  vip: /vip/,
  name: /name|nom|naam|氏名|名前/,
};

/** What the columns hold, as far as the headings tell; null when the first line is no line of headings. */
export function readHeadings(first: readonly string[]): ColumnKind[] | null {
  const kinds = first.map((heading): ColumnKind => {
    const words = fold(heading.trim());
    const entry = Object.entries(headings).find(([, pattern]) => pattern.test(words));
    return columnKinds.find((kind) => kind === entry?.[0]) ?? 'none';
  });
  return kinds.some((kind) => ['name', 'given', 'family', 'company'].includes(kind)) && !first.some(isNumeric) ? kinds : null;
}

const isNumeric = (cell: string): boolean => /^[+\d][\d\s().-]{5,}$/.test(cell.trim());

/** What the columns may hold when there are no headings: numbers tell themselves, the first other one is the name. */
export function guessColumns(rows: readonly (readonly string[])[]): ColumnKind[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const kinds = Array.from({ length: width }, (_, column): ColumnKind => {
    const filled = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
    return filled.length > 0 && filled.every(isNumeric) ? 'number' : 'none';
  });
  const name = kinds.indexOf('none');
  return kinds.map((kind, column) => (column === name ? 'name' : kind));
}

/** Why a line cannot be taken in; `line` counts from 1 as an editor does. */
export type LineProblem = {
  readonly line: number;
  readonly kind: 'nobody' | 'number-wrong' | 'too-long';
  readonly text: string;
};

/** A contact without id, with the line that it came from. */
export type TableContact = { readonly line: number; readonly contact: Omit<Contact, 'id' | 'accountId'> };

export type ReadTable = { readonly contacts: readonly TableContact[]; readonly problems: readonly LineProblem[] };

type Table = {
  readonly rows: readonly (readonly string[])[];
  readonly columns: readonly ColumnKind[];
  /** The line of the first row. */
  readonly firstLine: number;
  readonly read: (typed: string) => PhoneNumber | null;
};

/** Reads every row: a contact, or what is wrong with it. Empty rows are neither. */
export function readTable({ rows, columns, firstLine, read }: Table): ReadTable {
  const contacts: TableContact[] = [];
  const problems: LineProblem[] = [];
  for (const [i, row] of rows.entries()) {
    if (row.every((cell) => cell.trim() === '')) continue;
    const found = readRow(row, columns, read);
    if ('kind' in found) problems.push({ line: firstLine + i, ...found });
    else contacts.push({ line: firstLine + i, contact: found });
  }
  return { contacts, problems };
}

function readRow(
  row: readonly string[],
  columns: readonly ColumnKind[],
  read: Table['read'],
): TableContact['contact'] | Omit<LineProblem, 'line'> {
  const cells = (kind: ColumnKind) => row.flatMap((cell, i) => (columns[i] === kind && cell.trim() !== '' ? [cell.trim()] : []));
  const person = [...cells('name'), [...cells('given'), ...cells('family')].join(' ')].filter((name) => name !== '').join(' ');
  const company = cells('company').join(', ');
  const reading = cells('reading').join(' ');
  const typed = cells('number')
    .flatMap((cell) => cell.split(/[,;、|]|:::/))
    .map((cell) => cell.replace(/^'/, '').trim());
  const wrong = typed.find((number) => number !== '' && read(number) === null);
  if (person === '' && company === '') return { kind: 'nobody', text: row.join(' ') };
  if (wrong !== undefined) return { kind: 'number-wrong', text: wrong };
  const contact = {
    name: person === '' ? company : person,
    ...(reading === '' ? {} : { reading }),
    company: person === '' ? '' : company,
    numbers: [...new Set(typed.flatMap((number) => read(number) ?? []))],
    vip: cells('vip').some((cell) => /^(1|x|y|yes|true|oui|ja|vip|はい|○)$/.test(fold(cell))),
    handling: cells('handling').join(' '),
  };
  const tooLong =
    contact.name.length > 120 || reading.length > 120 || contact.company.length > 120 || contact.handling.length > 500;
  return tooLong ? { kind: 'too-long', text: contact.name.slice(0, 60) } : contact;
}

/** Contacts of the table that share a number with an earlier line: proposed as doubles, never merged by themselves. */
export function doublesInside(contacts: readonly TableContact[]): ReadonlySet<TableContact> {
  const known = new Set<string>();
  return new Set(
    contacts.filter(({ contact }) => {
      const isDouble = contact.numbers.some((number) => known.has(number));
      for (const number of contact.numbers) known.add(number);
      return isDouble;
    }),
  );
}
