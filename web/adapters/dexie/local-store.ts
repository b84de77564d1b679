import { liveQuery } from 'dexie';
import { CodedError } from '#shared/errors.ts';
import type { Draft } from '#shared/notes/note.ts';
import { type Author, isRefusal, refKey } from '#shared/sync/mutation.ts';
import { type Change, guardsOf, isMutationName, parseChange, runChange } from '#shared/sync/mutations.ts';
import type { PushResponse, QueuedMutation } from '#shared/sync/protocol.ts';
import type { Instant } from '#shared/time.ts';
import type { FinishedDraft, RefusedHere } from '../../ports/device.ts';
import type { KeptApart, LocalStatus, LocalStore } from '../../ports/sync.ts';
import type { Clock } from '../../ports/time.ts';
import { tellContactChanges } from './contact-changes.ts';
import { Database, type Meta } from './database.ts';
import { erasedIn } from './forget.ts';
import { createReader } from './reader.ts';
import { cursorsOf, rebase } from './rebase.ts';
import { withRoom } from './room.ts';
import { copyAll, copyOwnWords, putBack } from './second-copy.ts';
import { createTransaction, seenVersion } from './transaction.ts';

export type LocalStoreOptions = {
  readonly userId: string;
  readonly newId: () => string;
  readonly clock: Clock;
  /** Where the words of this device are kept once more. */
  readonly apart: KeptApart;
  /** A live query failed; the page shows what it had. */
  readonly onError: (error: unknown) => void;
  /** Another IndexedDB than the browser's. */
  readonly engine?: ConstructorParameters<typeof Database>[1];
};

/*
 * Every scope of a Dexie transaction below is an `async` function: Dexie follows native awaits only in those, and
 * the transaction of any other commits too early. What is read at every change is read in one transaction: opening one
 * costs a page more than a row does.
 */

/**
 * Opens the database of this user. At the first time it is made with a new device id; when the browser has lost it, with
 * what had been kept apart.
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  const db = new Database(options.userId, options.engine);
  const stopTelling = tellContactChanges(db);
  copyOwnWords(db, options.apart);
  const { deviceId, anew } = await openedAs(db, options);
  void copyAll(db, options.apart).catch(options.onError);
  const reader = createReader(db);
  const follow = <T>(query: () => Promise<T>, next: (value: T) => void) => {
    const subscription = liveQuery(query).subscribe({ next, error: options.onError });
    return () => subscription.unsubscribe();
  };
  return {
    deviceId,
    anew,
    read: (query) => query(reader),
    watch: (query, onValue) => follow(() => query(reader), onValue),
    mutate: (change, author) =>
      withRoom(db, () => db.transaction('rw', db.synced, async () => applyAndQueue(db, change, author))),
    mutateAll: (changes, author) =>
      withRoom(db, () =>
        db.transaction('rw', db.synced, async () => {
          for (const change of changes) await applyAndQueue(db, change, author);
        }),
      ),
    lockDraft: (draft, change, author) =>
      withRoom(db, () =>
        db.transaction('rw', [...db.synced, db.draft], async () => {
          if ((await finishedDraft(db, draft)) === null) return;
          await db.draft.delete(draft.id);
          await applyAndQueue(db, change, author);
        }),
      ),
    takeBack: (draft, at) => db.transaction('rw', db.draft, async () => takeBack(db, draft, at)),
    saveDraft: async (draft) => void (await withRoom(db, () => db.draft.put(draft))),
    removeDraft: (id) => db.draft.delete(id),
    readForm: async (name) => (await db.meta.get(`form:${name}`))?.value,
    keepForm: async (name, typed) => {
      const key = `form:${name}` as const;
      await withRoom(db, async () => (typed === undefined ? db.meta.delete(key) : db.meta.put({ key, value: typed })));
    },
    unsent: (limit) => unsent(db, limit),
    answered: (response) => db.transaction('rw', db.synced, async () => noteAnswer(db, response)),
    cursors: () => cursorsOf(db),
    applyPull: (response, at) =>
      withRoom(db, () =>
        db.transaction('rw', erasedIn(response).length > 0 ? [...db.synced, db.draft] : db.synced, async () =>
          rebase(db, response, at),
        ),
      ),
    watchStatus: (listener) => follow(() => statusOf(db), listener),
    dismissRefused: (seq) => db.refused.delete(seq),
    sendAgain: (seq, author) => db.transaction('rw', db.synced, async () => sendAgain(db, seq, author)),
    keepBoth: (seq, author) => db.transaction('rw', db.synced, async () => sendAgain(db, seq, author, options.newId())),
    async undecided() {
      if ((await unsent(db, 1)).length > 0) return 'unsent';
      return (await db.refused.count()) > 0 ? 'refused' : 'nothing';
    },
    close() {
      stopTelling();
      db.close();
    },
    async wipe() {
      stopTelling();
      await db.delete();
      await options.apart.forget();
    },
  };
}

async function openedAs(db: Database, options: LocalStoreOptions): Promise<Pick<LocalStore, 'deviceId' | 'anew'>> {
  const known = await deviceIdOf(db);
  if (known !== null) return { deviceId: known, anew: null };
  const kept = await options.apart.all();
  return db.transaction('rw', db.ownWords, async () => {
    const made = await deviceIdOf(db); // another tab was quicker
    if (made !== null) return { deviceId: made, anew: null };
    const back = await putBack(db, kept, options.clock());
    if (back === null) await db.meta.put({ key: 'deviceId', value: options.newId() });
    return { deviceId: (await deviceIdOf(db)) ?? '', anew: { back: back ?? 0 } };
  });
}

async function deviceIdOf(db: Database): Promise<string | null> {
  const known = await db.meta.get('deviceId');
  return known?.key === 'deviceId' ? known.value : null;
}

/** Shown at once, queued with the versions seen [MU1, MU2, CO1]. A note is queued whatever the device knows [NO2]. */
async function applyAndQueue(db: Database, change: Change, author: Author): Promise<void> {
  const tx = createTransaction(db);
  const guards = await guardsOf(tx, change);
  const saw: Record<string, number> = {};
  for (const ref of guards) saw[refKey(ref)] = await seenVersion(db, ref);
  const outcome = await runChange(tx, change, author);
  if (outcome === 'unchanged') return;
  if (isRefusal(outcome) && change.name !== 'lockNote') throw new CodedError(`sync.${outcome}`, `${change.name} is refused`);
  const seq = (await numberOf(db, 'lastSeq')) + 1;
  await db.meta.put({ key: 'lastSeq', value: seq });
  await db.pending.add({ seq, name: change.name, args: change.args, saw, at: author.at, by: author.name });
}

/** The draft, if it still is as it was finished: another tab may have locked it or taken it back. */
async function finishedDraft(db: Database, { id, finishedAt }: FinishedDraft): Promise<Draft | null> {
  const kept = await db.draft.get(id);
  return kept?.state === 'finished' && kept.finishedAt === finishedAt ? kept : null;
}

async function takeBack(db: Database, draft: FinishedDraft, at: Instant): Promise<Draft | null> {
  const kept = await finishedDraft(db, draft);
  if (kept === null) return null;
  const back: Draft = { ...kept, state: 'writing', finishedAt: null, changedAt: at };
  await db.draft.put(back);
  return back;
}

/** The same instruction as one of its own. */
const beside = (change: Extract<Change, { name: 'saveInstruction' }>, id: string): Change => ({
  ...change,
  args: { ...change.args, id },
});

/** Queued anew with the versions that the device has now; the old one leaves "needs your attention" in the same change. */
async function sendAgain(db: Database, seq: number, author: Author, asNew?: string): Promise<void> {
  const refused = await db.refused.get(seq);
  if (!refused) return;
  const known = isMutationName(refused.name) ? parseChange(refused.name, refused.args) : null;
  const change = asNew !== undefined && known?.name === 'saveInstruction' ? beside(known, asNew) : known;
  if (change === null) throw new CodedError('sync.invalid', `${refused.name}: this version does not know the change`);
  await applyAndQueue(db, change, author);
  await db.refused.delete(seq);
}

async function numberOf(db: Database, key: 'lastSeq' | 'answeredSeq'): Promise<number> {
  const meta: Meta | undefined = await db.meta.get(key);
  return meta?.key === key ? meta.value : 0;
}

const unsent = (db: Database, limit: number): Promise<QueuedMutation[]> =>
  db.transaction('r', [db.pending, db.meta], async () => {
    const answered = await numberOf(db, 'answeredSeq');
    const queue = await db.pending.where('seq').above(answered).limit(limit).toArray();
    return queue.map(({ by: _, ...queued }) => queued);
  });

/** A refused change stays visible until the next pull restores the server's row, and is kept until somebody has looked. */
async function noteAnswer(db: Database, { lastSeq, refused }: PushResponse): Promise<void> {
  for (const { seq, code, theirs } of refused) {
    const pending = await db.pending.get(seq);
    if (pending) await db.refused.put({ seq, name: pending.name, args: pending.args, at: pending.at, code, theirs });
  }
  const answered = await numberOf(db, 'answeredSeq');
  await db.meta.put({ key: 'answeredSeq', value: Math.max(answered, lastSeq) });
}

/** A refused change stands in the queue until the next pull has restored the server's rows [PL6]. */
async function refusedHere(db: Database): Promise<RefusedHere[]> {
  const refused = await db.refused.toArray();
  const pending = await db.pending.bulkGet(refused.map((r) => r.seq));
  return refused.map((r, i) => ({ ...r, isPulled: pending[i] === undefined }));
}

const statusOf = (db: Database): Promise<LocalStatus> =>
  db.transaction('r', [db.pending, db.refused, db.meta], async () => {
    const answered = await numberOf(db, 'answeredSeq');
    const pulled = await db.meta.get('lastPulledAt');
    return {
      unsent: await db.pending.where('seq').above(answered).count(),
      refused: await refusedHere(db),
      lastPulledAt: pulled?.key === 'lastPulledAt' ? pulled.value : null,
    };
  });
