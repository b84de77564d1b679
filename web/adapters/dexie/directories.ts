import type { Contact } from '#shared/calls/contact.ts';
import { buildIndex, type ContactIndex, entriesOf, entryOf, type IndexEntry } from '#shared/calls/contact-index.ts';
import { firstNearScore, searchContacts } from '#shared/calls/contact-search.ts';
import { sortName } from '#shared/calls/contact-words.ts';
import type { FoundContacts } from '../../ports.ts';
import type { ChangedContacts } from './contact-changes.ts';
import type { Database, Kept } from './database.ts';

/** Rows that are read at once while the indexes are built: a pop that wants the database waits no longer. */
const PAGE = 2000;

/** The changed contacts of an account are an index of their own, until they are so many. */
const SMALLEST_REBUILD = 1000;
const REBUILD_SHARE = 1 / 8;

/** One account's contacts: those of the last building, and those that changed since. */
type Directory = {
  readonly built: ContactIndex;
  /** 1: changed or deleted since. */
  readonly gone: Uint8Array;
  readonly fresh: ReadonlyMap<string, IndexEntry>;
  readonly freshIndex: ContactIndex;
  readonly total: number;
};

const empty = buildIndex([]);

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

  async find(accountId: string, typed: string, limit: number): Promise<FoundContacts> {
    await this.prepare();
    const directory = this.#directories?.get(accountId);
    if (!directory) return { found: [], total: 0 };
    const { built, gone, freshIndex, total } = directory;
    const hits = [
      ...searchContacts(built, typed, { limit, isGone: (row) => gone[row] === 1 }).map(withId(built)),
      ...searchContacts(freshIndex, typed, { limit, isGone: () => false }).map(withId(freshIndex)),
    ];
    const rows = await this.#db.rowsOf('contact').bulkGet(hits.map((hit) => hit.id));
    const found = hits.flatMap(({ score }, i) => {
      const contact = rows[i]?.row;
      return contact?.accountId === accountId ? [{ contact, score, isNear: score >= firstNearScore }] : [];
    });
    return { found: found.toSorted(bestFirst).slice(0, limit), total };
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
    const table = this.#db.rowsOf('contact');
    for (let page = await table.limit(PAGE).toArray(); page.length > 0; ) {
      for (const { row } of page) {
        const ofAccount = entries.get(row.accountId);
        if (ofAccount) ofAccount.push(entryOf(row));
        else entries.set(row.accountId, [entryOf(row)]);
      }
      const last = page.at(-1);
      page = last === undefined ? [] : await table.where('id').above(last.id).limit(PAGE).toArray();
    }
    return new Map([...entries].map(([accountId, all]) => [accountId, directoryOf(all)]));
  }

  #apply(ids: readonly string[], rows: readonly (Kept<'contact'> | undefined)[]): void {
    const directories = this.#directories ?? new Map<string, Directory>();
    const changed = new Set(ids);
    const present = rows.flatMap((kept) => (kept ? [kept.row] : []));
    const accounts = new Set([...directories.keys(), ...present.map((row) => row.accountId)]);
    for (const accountId of accounts) {
      const now = present.filter((row) => row.accountId === accountId);
      const next = without(directories.get(accountId) ?? directoryOf([]), changed, now);
      if (next.total > 0) directories.set(accountId, next);
      else directories.delete(accountId);
    }
    this.#directories = directories;
  }
}

const directoryOf = (entries: readonly IndexEntry[]): Directory => {
  const built = buildIndex(entries);
  return { built, gone: new Uint8Array(built.ids.length), fresh: new Map(), freshIndex: empty, total: entries.length };
};

/** The directory without what changed, and with it as it is now; built anew when that has become much. */
function without(directory: Directory, changed: ReadonlySet<string>, now: readonly Contact[]): Directory {
  const { built } = directory;
  const gone = Uint8Array.from(built.ids, (id, row) => (directory.gone[row] === 1 || changed.has(id) ? 1 : 0));
  const fresh = new Map([...directory.fresh].filter(([id]) => !changed.has(id)));
  for (const contact of now) fresh.set(contact.id, entryOf(contact));
  if (fresh.size <= Math.max(SMALLEST_REBUILD, built.ids.length * REBUILD_SHARE))
    return { built, gone, fresh, freshIndex: buildIndex([...fresh.values()]), total: left(gone) + fresh.size };
  return directoryOf([...entriesOf(built).filter((_, row) => gone[row] !== 1), ...fresh.values()]);
}

const left = (gone: Uint8Array): number => gone.reduce((sum, one) => sum - one, gone.length);

const withId =
  (index: ContactIndex) =>
  ({ row, score }: { readonly row: number; readonly score: number }) => ({ id: index.ids[row] ?? '', score });

type Scored = { readonly contact: Contact; readonly score: number };

/** The order of the index, which two indexes have each for itself. */
const bestFirst = (a: Scored, b: Scored): number =>
  a.score - b.score ||
  Number(b.contact.vip) - Number(a.contact.vip) ||
  (sortName(a.contact.name) < sortName(b.contact.name) ? -1 : 1);
