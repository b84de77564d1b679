import type { Contact } from '#shared/calls/contact.ts';
import { entryOf, type IndexEntry } from '#shared/calls/contact-index.ts';
import { firstNearScore } from '#shared/calls/contact-search.ts';
import { bestFirst, type Directory, directoryOf, searchDirectory, withChanges } from '#shared/calls/directory.ts';
import { type DoubleEntry, proposedDoubles } from '#shared/calls/doubles.ts';
import type { FoundContacts, FoundDoubles } from '../../ports/contacts.ts';
import type { ChangedContacts } from './contact-changes.ts';
import type { Database, Kept } from './database.ts';

/** Rows that are read at once while the indexes are built: a pop that wants the database waits no longer. */
const PAGE = 2000;

/** The searchable directories of one device, made from its database at the first search and kept up to date. */
export class Directories {
  #directories: Map<string, Directory> | null = null;
  #reading: Promise<void> | null = null;
  #changed = new Set<string>();
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** These contacts are not as they were read; they are read again before the next search. */
  changed(ids: ChangedContacts): void {
    for (const id of ids) this.#changed.add(id);
  }

  async find(accountId: string, typed: string, limit: number): Promise<Omit<FoundContacts, 'reach'>> {
    await this.prepare();
    const directory = this.#directories?.get(accountId);
    if (!directory) return { found: [], total: 0 };
    const hits = searchDirectory(directory, typed, limit);
    const rows = await this.#db.rowsOf('contact').bulkGet(hits.map((hit) => hit.id));
    const found = hits.flatMap(({ score }, i) => {
      const contact = rows[i]?.row;
      return contact?.accountId === accountId ? [{ contact, score, isNear: score >= firstNearScore }] : [];
    });
    return { found: found.toSorted(bestFirst).slice(0, limit), total: directory.total };
  }

  /** Compares the contacts as they are in the database now. */
  async doubles(accountId: string, limit: number): Promise<FoundDoubles> {
    const entries: DoubleEntry[] = [];
    for await (const { id, name, numbers, apart, accountId: of } of this.#contacts())
      if (of === accountId) entries.push({ id, name, numbers, ...(apart ? { apart } : {}) });
    const all = proposedDoubles(entries);
    const shown = all.slice(0, limit);
    const rows = await this.#db.rowsOf('contact').bulkGet(shown.flatMap(({ first, second }) => [first, second]));
    const pairs = shown.flatMap(({ reason }, i) => {
      const [first, second] = [rows[2 * i]?.row, rows[2 * i + 1]?.row];
      return first && second ? [{ first, second, reason }] : [];
    });
    return { pairs, total: all.length };
  }

  /** Reads what was not read yet; one reading at a time. */
  async prepare(): Promise<void> {
    this.#reading ??= this.#catchUp().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
  }

  async #catchUp(): Promise<void> {
    this.#directories ??= await this.#readAll();
    while (this.#changed.size > 0) {
      const ids = [...this.#changed];
      this.#changed = new Set();
      const rows = await this.#db.rowsOf('contact').bulkGet(ids);
      this.#apply(ids, rows);
    }
  }

  async #readAll(): Promise<Map<string, Directory>> {
    const entries = new Map<string, IndexEntry[]>();
    for await (const contact of this.#contacts()) {
      const ofAccount = entries.get(contact.accountId);
      if (ofAccount) ofAccount.push(entryOf(contact));
      else entries.set(contact.accountId, [entryOf(contact)]);
    }
    return new Map([...entries].map(([accountId, all]) => [accountId, directoryOf(all)]));
  }

  async *#contacts(): AsyncGenerator<Contact> {
    const table = this.#db.rowsOf('contact');
    for (let page = await table.limit(PAGE).toArray(); page.length > 0; ) {
      for (const { row } of page) yield row;
      const last = page.at(-1);
      page = last === undefined ? [] : await table.where('id').above(last.id).limit(PAGE).toArray();
    }
  }

  #apply(ids: readonly string[], rows: readonly (Kept<'contact'> | undefined)[]): void {
    const directories = this.#directories ?? new Map<string, Directory>();
    const changed = new Set(ids);
    const present = rows.flatMap((kept) => (kept ? [kept.row] : []));
    const accounts = new Set([...directories.keys(), ...present.map((row) => row.accountId)]);
    for (const accountId of accounts) {
      const now = present.filter((row) => row.accountId === accountId);
      const next = withChanges(directories.get(accountId) ?? directoryOf([]), changed, now);
      if (next.total > 0) directories.set(accountId, next);
      else directories.delete(accountId);
    }
    this.#directories = directories;
  }
}
