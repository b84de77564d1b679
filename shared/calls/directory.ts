import type { Contact } from './contact.ts';
import { buildIndex, type ContactIndex, entriesOf, entryOf, type IndexEntry } from './contact-index.ts';
import { searchContacts } from './contact-search.ts';
import { sortName } from './contact-words.ts';

/** The changed contacts of an account are an index of their own, until they are so many. */
const smallestRebuild = 1000;
const rebuildShare = 1 / 8;

/** One account's contacts, to be searched: those of the last building, and those that changed since. */
export type Directory = {
  readonly built: ContactIndex;
  /** 1: changed or deleted since. */
  readonly gone: Uint8Array;
  readonly fresh: ReadonlyMap<string, IndexEntry>;
  readonly freshIndex: ContactIndex;
  readonly total: number;
};

const empty = buildIndex([]);

/** A directory of these contacts; about a second for 100,000. */
export const directoryOf = (entries: readonly IndexEntry[]): Directory => {
  const built = buildIndex(entries);
  return { built, gone: new Uint8Array(built.ids.length), fresh: new Map(), freshIndex: empty, total: entries.length };
};

/** The directory without what changed, and with it as it is now; built anew when that has become much. */
export function withChanges(directory: Directory, changed: ReadonlySet<string>, now: readonly Contact[]): Directory {
  const { built } = directory;
  const gone = Uint8Array.from(built.ids, (id, row) => (directory.gone[row] === 1 || changed.has(id) ? 1 : 0));
  const fresh = new Map([...directory.fresh].filter(([id]) => !changed.has(id)));
  for (const contact of now) fresh.set(contact.id, entryOf(contact));
  if (fresh.size <= Math.max(smallestRebuild, built.ids.length * rebuildShare))
    return { built, gone, fresh, freshIndex: buildIndex([...fresh.values()]), total: left(gone) + fresh.size };
  return directoryOf([...entriesOf(built).filter((_, row) => gone[row] !== 1), ...fresh.values()]);
}

const left = (gone: Uint8Array): number => gone.reduce((sum, one) => sum - one, gone.length);

/** Ids of the contacts that fit what was typed; each index's in its own order, see `bestFirst`. */
export function searchDirectory(
  { built, gone, freshIndex }: Directory,
  typed: string,
  limit: number,
): readonly { readonly id: string; readonly score: number }[] {
  const hitsOf = (index: ContactIndex, isGone: (row: number) => boolean) =>
    searchContacts(index, typed, { limit, isGone }).map(({ row, score }) => ({ id: index.ids[row] ?? '', score }));
  return [...hitsOf(built, (row) => gone[row] === 1), ...hitsOf(freshIndex, () => false)];
}

type Scored = { readonly contact: Contact; readonly score: number };

/** The order of an index, which two indexes have each for itself. */
export const bestFirst = (a: Scored, b: Scored): number =>
  a.score - b.score ||
  Number(b.contact.vip) - Number(a.contact.vip) ||
  (sortName(a.contact.name) < sortName(b.contact.name) ? -1 : 1);
