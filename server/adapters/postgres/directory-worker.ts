import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import * as z from 'zod/mini';
import { entryOf, type IndexEntry } from '#shared/calls/contact-index.ts';
import { firstNearScore } from '#shared/calls/contact-search.ts';
import { bestFirst, type Directory, directoryOf, searchDirectory, withChanges } from '#shared/calls/directory.ts';
import { elsewhereSpace, type Space, sharedSpace } from '#shared/sync/rows.ts';
import type { FoundAtServer } from '../../ports/store.ts';
import { selectChangedContacts, selectContacts, selectContactsOf } from './directory-queries.ts';
import type { AskDirectory, DirectoryAnswer } from './directory-search.ts';
import { selectHeads } from './row-queries.ts';

/** The directories of large accounts, searched beside the server: an index of 200,000 contacts takes seconds to build. */
const page = 5000;
/** Indexes that are kept; the one that was not asked for longest goes. */
const mostKept = 8;

type Kept = { readonly directory: Directory; readonly heads: ReadonlyMap<Space, number> };

const client = new pg.Client({ connectionString: z.object({ databaseUrl: z.string() }).parse(workerData).databaseUrl });
const connected = client.connect();
const kept = new Map<string, Kept>();
let asking: Promise<unknown> = connected;

/** One question after the other: they share the connection and the indexes. */
parentPort?.on('message', (ask: AskDirectory) => {
  asking = asking.then(() => answer(ask));
});

async function answer(ask: AskDirectory): Promise<void> {
  const reply = (said: DirectoryAnswer) => parentPort?.postMessage(said);
  try {
    reply({ ask: ask.ask, found: await find(ask) });
  } catch (error) {
    reply({ ask: ask.ask, why: String(error) });
  }
}

async function find({ accountId, typed, limit }: AskDirectory): Promise<FoundAtServer> {
  const directory = await upToDate(accountId);
  const hits = searchDirectory(directory, typed, limit);
  const contacts = await selectContactsOf(
    client,
    hits.map(({ id }) => id),
  );
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const found = hits.flatMap(({ id, score }) => {
    const contact = byId.get(id);
    return contact?.accountId === accountId ? [{ contact, score, isNear: score >= firstNearScore }] : [];
  });
  const best = found.toSorted(bestFirst).slice(0, limit);
  return { found: best.map(({ contact, isNear }) => ({ contact, isNear })), total: directory.total };
}

/** Heads are read before the rows: what changes between the two is read again by the next question. */
async function upToDate(accountId: string): Promise<Directory> {
  const heads = await selectHeads(client, [sharedSpace(accountId), elsewhereSpace(accountId)]);
  const before = kept.get(accountId);
  const directory = before ? await changed(before, heads) : directoryOf(await readAll(accountId));
  kept.delete(accountId);
  kept.set(accountId, { directory, heads });
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return directory;
}

async function changed({ directory, heads: seen }: Kept, heads: ReadonlyMap<Space, number>): Promise<Directory> {
  const moved = [...heads].filter(([space, version]) => version !== seen.get(space));
  const ids = new Set<string>();
  for (const [space] of moved) for (const id of await selectChangedContacts(client, space, seen.get(space) ?? 0)) ids.add(id);
  return ids.size === 0 ? directory : withChanges(directory, ids, await selectContactsOf(client, [...ids]));
}

async function readAll(accountId: string): Promise<IndexEntry[]> {
  const entries: IndexEntry[] = [];
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const contacts = await selectContacts(client, accountId, after, page);
    const last = contacts.at(-1);
    if (last === undefined) return entries;
    entries.push(...contacts.map(entryOf));
    after = last.id;
  }
}
