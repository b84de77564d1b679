import { lockNoteArgs } from '#shared/notes/note-mutations.ts';
import type { StrayNote } from '#shared/notes/stray-note.ts';
import type { PulledRow } from '#shared/sync/protocol.ts';
import { accountOf, type Kind, type Rows, type Space, spaceOf } from '#shared/sync/rows.ts';
import type { Job, ServerTransaction, Store } from '../../server/ports.ts';
import { copyOfJoining, type JoiningState, joiningIn, noJoining } from './joining.ts';

type Stored = {
  kind: Kind;
  id: string;
  space: Space;
  accountId: string | null;
  version: number;
  row: unknown;
  writer: string | null;
};
type History = Parameters<ServerTransaction['addHistory']>[0];
type Settled = Parameters<ServerTransaction['settleStrayNote']>[1];
type State = {
  rows: Map<string, Stored>;
  heads: Map<Space, number>;
  lastSeqs: Map<string, number>;
  history: History[];
  jobs: Job[];
  settled: Map<string, Settled>;
  done: Set<string>;
  joining: JoiningState;
};

const rowKey = (kind: Kind, id: string) => `${kind}/${id}`;
const deviceKey = (device: { deviceId: string; userId: string }) => `${device.userId}/${device.deviceId}`;
const byId = (a: Stored, b: Stored) => (a.id < b.id ? -1 : 1);
const copy = (state: State): State => ({
  rows: new Map(state.rows),
  heads: new Map(state.heads),
  lastSeqs: new Map(state.lastSeqs),
  history: [...state.history],
  jobs: [...state.jobs],
  settled: new Map(state.settled),
  done: new Set(state.done),
  joining: copyOfJoining(state.joining),
});

/** The server's store in memory, one transaction after the other; `jobs` and `history` are there to be looked at. */
export type MemoryStore = Store & { readonly jobs: () => readonly Job[]; readonly history: () => readonly History[] };

/** A store that forgets everything: same contract as PostgreSQL's, held by `transaction.contract.ts`. */
export function createMemoryStore(): MemoryStore {
  let state: State = copy({
    rows: new Map(),
    heads: new Map(),
    lastSeqs: new Map(),
    history: [],
    jobs: [],
    settled: new Map(),
    done: new Set(),
    joining: noJoining(),
  });
  let last: Promise<unknown> = Promise.resolve();
  const transactNow = async <T>(run: (tx: ServerTransaction) => Promise<T>) => {
    const next = copy(state);
    const touched = new Map<string, Stored>();
    const result = await run(transactionOn(next, touched));
    for (const stored of [...touched.values()].sort(byId)) giveVersion(next, stored);
    state = next;
    return { result, changed: [...new Set([...touched.values()].map((s) => s.space))].sort() };
  };
  return {
    transact(run) {
      const mine = last.then(() => transactNow(run));
      last = mine.catch(() => undefined);
      return mine;
    },
    changesSince: async (ask) => ({ ...changes(state, ask), lastSeq: state.lastSeqs.get(deviceKey(ask)) ?? 0 }),
    all: async <K extends Kind>(kind: K) => list<K>(state, (s) => s.kind === kind),
    get: async <K extends Kind>(kind: K, id: string) => rowOf<K>(state.rows.get(rowKey(kind, id))),
    strayNotes: async (limit) => strays(state).slice(0, limit),
    unfinishedCalls: async () => list<'call'>(state, (s) => s.kind === 'call').filter((call) => call.endedAt === null),
    jobs: () => state.jobs,
    history: () => state.history,
  };
}

/** An entry's place in history is its number. */
const strays = (state: State): StrayNote[] =>
  state.history.flatMap(({ refused, args, at }, i) =>
    refused === 'for-supervisor' && !state.settled.has(String(i + 1))
      ? [{ id: String(i + 1), at, note: lockNoteArgs.parse(args) }]
      : [],
  );

function giveVersion(state: State, stored: Stored): void {
  const version = (state.heads.get(stored.space) ?? 0) + 1;
  state.heads.set(stored.space, version);
  state.rows.set(rowKey(stored.kind, stored.id), { ...stored, version });
}

function transactionOn(state: State, touched: Map<string, Stored>): ServerTransaction {
  let writer: string | null = null;
  const write = (stored: Stored) => {
    state.rows.set(rowKey(stored.kind, stored.id), stored);
    touched.set(rowKey(stored.kind, stored.id), stored);
  };
  return {
    get: async <K extends Kind>(kind: K, id: string) => rowOf<K>(state.rows.get(rowKey(kind, id))),
    list: async <K extends Kind>(kind: K, accountId: string) =>
      list<K>(state, (s) => s.kind === kind && s.accountId === accountId),
    async put(kind, row) {
      const version = state.rows.get(rowKey(kind, row.id))?.version ?? 0;
      const place = { space: spaceOf(kind, row), accountId: accountOf(kind, row) };
      write({ kind, id: row.id, ...place, version, row: structuredClone(row), writer });
    },
    async remove(kind, id) {
      const before = state.rows.get(rowKey(kind, id));
      if (before?.row) write({ ...before, row: null, writer });
    },
    async addJob(job) {
      state.jobs = state.jobs.filter((j) => job.key === undefined || j.key !== job.key).concat(job);
    },
    async once(key) {
      const isNew = !state.done.has(key);
      state.done.add(key);
      return isNew;
    },
    async lastSeq(device) {
      writer = device.deviceId;
      return state.lastSeqs.get(deviceKey(device)) ?? 0;
    },
    setLastSeq: async (device, seq) => void state.lastSeqs.set(deviceKey(device), seq),
    addHistory: async (entry) => void state.history.push(structuredClone(entry)),
    strayNote: async (id) => strays(state).find((stray) => stray.id === id) ?? null,
    settleStrayNote: async (id, settled) => void state.settled.set(id, settled),
    refusedEarlier: async (device, seq) =>
      state.history.find((h) => deviceKey(h) === deviceKey(device) && h.seq === seq)?.refused ?? null,
    version: async (kind, id) => state.rows.get(rowKey(kind, id))?.version ?? 0,
    lastWriter: async (kind, id) => state.rows.get(rowKey(kind, id))?.writer ?? null,
    joining: joiningIn(state.joining),
  };
}

const rowOf = <K extends Kind>(stored: Stored | undefined): Rows[K] | undefined =>
  stored?.row ? (structuredClone(stored.row) as Rows[K]) : undefined;

const list = <K extends Kind>(state: State, wanted: (stored: Stored) => boolean): Rows[K][] =>
  [...state.rows.values()]
    .filter((s) => s.row !== null && wanted(s))
    .sort(byId)
    .flatMap((s) => rowOf<K>(s) ?? []);

type Ask = Parameters<Store['changesSince']>[0];

function changes(state: State, ask: Ask): { rows: PulledRow[]; cursors: Record<Space, number>; more: boolean } {
  const after = (space: Space) => {
    const cursor = ask.cursors[space] ?? 0;
    return cursor > (state.heads.get(space) ?? 0) ? 0 : cursor;
  };
  const newer = ask.spaces.flatMap((space) =>
    [...state.rows.values()].filter((s) => s.space === space && s.version > after(space)).sort((a, b) => a.version - b.version),
  );
  const rows = newer.slice(0, ask.limit);
  const cursors = Object.fromEntries(ask.spaces.map((space) => [space, after(space)]));
  for (const row of rows) cursors[row.space] = row.version;
  return {
    rows: rows.map(({ space, kind, id, version, row }) => ({ space, kind, id, version, row: structuredClone(row) })),
    cursors,
    more: newer.length > rows.length,
  };
}
