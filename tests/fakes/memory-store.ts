import type { InstructionVersion } from '#shared/accounts/instruction-version.ts';
import type { AccountTrouble } from '#shared/api/accounts.ts';
import { isNew } from '#shared/notes/is-new.ts';
import { lockNoteArgs } from '#shared/notes/note-mutations.ts';
import type { StrayNote } from '#shared/notes/stray-note.ts';
import { erasedRow } from '#shared/sync/erasure.ts';
import type { PulledRow } from '#shared/sync/protocol.ts';
import { accountOf, type Kind, type Rows, type Space, spaceOf } from '#shared/sync/rows.ts';
import type { Erasure, Job, ServerTransaction, Store } from '../../server/ports/store.ts';
import { copyOfJoining, type JoiningState, joiningIn, noJoining } from './joining.ts';
import { copyOfWebhooks, type WebhooksState, webhooksIn } from './webhooks.ts';

type Stored = {
  kind: Kind;
  id: string;
  space: Space;
  accountId: string | null;
  version: number;
  row: unknown;
  writer: string | null;
  erased: boolean;
};
type History = Parameters<ServerTransaction['addHistory']>[0];
type Settled = Parameters<ServerTransaction['settleStrayNote']>[1];
/** The rows of each kind, by id. */
type Tables = Map<Kind, Map<string, Stored>>;
type State = {
  rows: Tables;
  heads: Map<Space, number>;
  lastSeqs: Map<string, number>;
  history: History[];
  jobs: Job[];
  settled: Map<string, Settled>;
  versions: InstructionVersion[];
  done: Set<string>;
  /** Of each account and mark the newest erasure. */
  marks: Map<string, string>;
  erasures: Map<string, Erasure>;
  joining: JoiningState;
  webhooks: WebhooksState;
};

/** The instant that tombstones carry. */
const now = '2026-11-19T10:00:00.000Z';

const rowKey = (kind: Kind, id: string) => `${kind}/${id}`;
const deviceKey = (device: { deviceId: string; userId: string }) => `${device.userId}/${device.deviceId}`;
const byId = (a: Stored, b: Stored) => (a.id < b.id ? -1 : 1);
/** What a transaction changes: parts are replaced or copied; rows and heads are written once it is done. */
const copy = (state: State): State => ({
  ...state,
  joining: copyOfJoining(state.joining),
  webhooks: copyOfWebhooks(state.webhooks),
});

/** The server's store in memory, one transaction after the other; `jobs` and `history` are there to be looked at. */
export type MemoryStore = Store & { readonly jobs: () => readonly Job[]; readonly history: () => readonly History[] };

/** A store that forgets everything: same contract as PostgreSQL's, held by `transaction.contract.ts`. */
export function createMemoryStore(): MemoryStore {
  let state: State = {
    rows: new Map(),
    heads: new Map(),
    lastSeqs: new Map(),
    history: [],
    jobs: [],
    settled: new Map(),
    versions: [],
    done: new Set(),
    marks: new Map(),
    erasures: new Map(),
    joining: noJoining(),
    webhooks: { endpoints: new Map(), deliveries: new Map() },
  };
  let last: Promise<unknown> = Promise.resolve();
  const transactNow = async <T>(run: (tx: ServerTransaction) => Promise<T>) => {
    const next = copy(state);
    const touched = new Map<string, Stored>();
    const result = await run(transactionOn(next, touched));
    for (const stored of [...touched.values()].sort(byId)) giveVersion(next, stored);
    if ([...touched.values()].some(({ erased }) => erased))
      next.history = next.history.map((entry, i) => (i < state.history.length ? entry : { ...entry, args: null }));
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
    all: async <K extends Kind>(kind: K) => list<K>(state.rows, kind),
    get: async <K extends Kind>(kind: K, id: string) => rowOf<K>(state.rows.get(kind)?.get(id)),
    some: async <K extends Kind>(kind: K, ids: readonly string[]) =>
      ids.flatMap((id) => rowOf<K>(state.rows.get(kind)?.get(id)) ?? []),
    personsAt: async (mobile) => list<'person'>(state.rows, 'person').filter((person) => person.mobile === mobile),
    instructionVersions: async (accountId, limit) =>
      state.versions
        .filter((version) => version.accountId === accountId)
        .toReversed()
        .slice(0, limit),
    erasures: async (accountId, limit) =>
      [...state.erasures.values()]
        .filter((erasure) => erasure.accountId === accountId)
        .map(({ accountId: _, ...erasure }) => erasure)
        .reverse()
        .slice(0, limit),
    accountTroubles: async () => troubles(state),
    strayNotes: async (limit) => strays(state).slice(0, limit),
    unfinishedCalls: async () => list<'call'>(state.rows, 'call').filter((call) => call.endedAt === null),
    newNotesOf: async (personId) => {
      const accountId = rowOf<'person'>(state.rows.get('person')?.get(personId))?.accountId;
      return list<'note'>(state.rows, 'note').filter((note) => note.accountId === accountId && isNew(note)).length;
    },
    keptPlaces: async () => list<'task'>(state.rows, 'task').filter(({ place, done }) => place !== undefined && done === null),
    jobs: () => state.jobs,
    history: () => state.history,
  };
}

/** An entry's place in history is its number. */
const strays = (state: State): StrayNote[] =>
  state.history.flatMap(({ refused, args, at }, i) =>
    refused === 'for-supervisor' && args !== null && !state.settled.has(String(i + 1))
      ? [{ id: String(i + 1), at, note: lockNoteArgs.parse(args) }]
      : [],
  );

function giveVersion(state: State, stored: Stored): void {
  const version = (state.heads.get(stored.space) ?? 0) + 1;
  state.heads.set(stored.space, version);
  const table = state.rows.get(stored.kind) ?? new Map<string, Stored>();
  state.rows.set(stored.kind, table.set(stored.id, { ...stored, version }));
}

function transactionOn(state: State, touched: Map<string, Stored>): ServerTransaction {
  let writer: string | null = null;
  const at = (kind: Kind, id: string) => touched.get(rowKey(kind, id)) ?? state.rows.get(kind)?.get(id);
  const write = ({ row, ...stored }: Stored) => {
    const key = rowKey(stored.kind, stored.id);
    const erased = stored.erased || at(stored.kind, stored.id)?.erased === true;
    const body = erased && row !== null ? erasedRow(stored.kind, row as Rows[Kind], now) : row;
    touched.set(key, { ...stored, erased, row: body });
  };
  return {
    get: async <K extends Kind>(kind: K, id: string) => rowOf<K>(at(kind, id)),
    list: async <K extends Kind>(kind: K, accountId: string) =>
      list<K>(state.rows, kind, { touched, isOne: (stored) => stored.accountId === accountId }),
    async put(kind, row) {
      const version = at(kind, row.id)?.version ?? 0;
      const place = { space: spaceOf(kind, row), accountId: accountOf(kind, row) };
      write({ kind, id: row.id, ...place, version, row: frozen(row), writer, erased: false });
    },
    async remove(kind, id) {
      const before = at(kind, id);
      if (before?.row) write({ ...before, row: null, writer });
    },
    async erase(kind, id) {
      const before = at(kind, id);
      if (!before?.row) return false;
      write({ ...before, erased: true, writer });
      return true;
    },
    knowsErased: async (accountId, { ids, digests }, writtenAt) =>
      ids.some((id) => state.marks.has(`${accountId}/${id}`)) ||
      digests.some((digest) => (state.marks.get(`${accountId}/${digest}`) ?? '') >= writtenAt),
    async rememberErased(accountId, { ids, digests }, at) {
      const marks = [...ids, ...digests].map((mark) => [`${accountId}/${mark}`, at] as const);
      state.marks = new Map([...state.marks, ...marks]);
    },
    async noteErasure(erasure) {
      state.erasures = new Map(state.erasures).set(erasure.id, erasure);
    },
    load: async () => undefined,
    async addJob(job) {
      state.jobs = state.jobs.filter((j) => job.key === undefined || j.key !== job.key).concat(job);
    },
    async once(key) {
      const isNew = !state.done.has(key);
      if (isNew) state.done = new Set(state.done).add(key);
      return isNew;
    },
    async lastSeq(device) {
      writer = device.deviceId;
      return state.lastSeqs.get(deviceKey(device)) ?? 0;
    },
    async setLastSeq(device, seq) {
      state.lastSeqs = new Map(state.lastSeqs).set(deviceKey(device), seq);
    },
    async addHistory(entry) {
      state.history = [...state.history, structuredClone(entry)];
    },
    clientCallsSince: async (accountId, since) =>
      list<'clientCall'>(state.rows, 'clientCall').filter((call) => call.accountId === accountId && call.arrivedAt >= since),
    notesSince: async (accountId, since) =>
      list<'note'>(state.rows, 'note').filter(
        (note) => note.accountId === accountId && (note.lockedAt >= since || (note.callingBack === null && note.done === null)),
      ),
    async addInstructionVersion(version) {
      state.versions = [...state.versions, structuredClone(version)];
    },
    strayNote: async (id) => strays(state).find((stray) => stray.id === id) ?? null,
    async settleStrayNote(id, settled) {
      state.settled = new Map(state.settled).set(id, settled);
    },
    refusedEarlier: async (device, seq) =>
      state.history.find((h) => deviceKey(h) === deviceKey(device) && h.seq === seq)?.refused ?? null,
    version: async (kind, id) => at(kind, id)?.version ?? 0,
    lastWriter: async (kind, id) => at(kind, id)?.writer ?? null,
    joining: joiningIn(state.joining),
    webhooks: webhooksIn(state.webhooks),
  };
}

const rowOf = <K extends Kind>(stored: Stored | undefined): Rows[K] | undefined =>
  stored?.row ? (stored.row as Rows[K]) : undefined;

/** Writer and readers share what is stored: a row that is changed in place throws. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** The rows of a kind by id; `touched`: as a transaction that is not done sees them. */
function list<K extends Kind>(
  tables: Tables,
  kind: K,
  { touched, isOne }: { touched?: ReadonlyMap<string, Stored>; isOne?: (stored: Stored) => boolean } = {},
): Rows[K][] {
  const found: Stored[] = [];
  for (const stored of tables.get(kind)?.values() ?? []) {
    if (isOne?.(stored) !== false && !touched?.has(rowKey(kind, stored.id))) found.push(stored);
  }
  for (const stored of touched?.values() ?? []) if (stored.kind === kind && isOne?.(stored) !== false) found.push(stored);
  const rows: Rows[K][] = [];
  for (const stored of found.sort(byId)) {
    const row = rowOf<K>(stored);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

type Ask = Parameters<Store['changesSince']>[0];

type Changes = { rows: PulledRow[]; cursors: Record<Space, number>; more: boolean; left: number };

function changes(state: State, ask: Ask): Changes {
  const after = (space: Space) => {
    const cursor = ask.cursors[space] ?? 0;
    return cursor > (state.heads.get(space) ?? 0) ? 0 : cursor;
  };
  const all = [...state.rows.values()].flatMap((table) => [...table.values()]);
  const newer = ask.spaces.flatMap((space) =>
    all.filter((s) => s.space === space && s.version > after(space)).sort((a, b) => a.version - b.version),
  );
  const rows = newer.slice(0, ask.limit);
  const cursors = Object.fromEntries(ask.spaces.map((space) => [space, after(space)]));
  for (const row of rows) cursors[row.space] = row.version;
  return {
    rows: rows.map(({ space, kind, id, version, row, erased }) => ({
      ...{ space, kind, id, version, row: structuredClone(row) },
      ...(erased ? { erased: true as const } : {}),
    })),
    cursors,
    more: newer.length > rows.length,
    left: newer.length - rows.length,
  };
}

function troubles({ webhooks, erasures }: State): AccountTrouble[] {
  const off = [...webhooks.endpoints.values()].flatMap(({ accountId, off }) =>
    off === null ? [] : [{ accountId, kind: 'webhook-off' as const, at: off.at }],
  );
  const last = new Map([...erasures.values()].toSorted((a, b) => a.at.localeCompare(b.at)).map((one) => [one.accountId, one]));
  const failed = [...last.values()].flatMap(({ accountId, at, failed }) =>
    failed ? [{ accountId, kind: 'erasure-failed' as const, at }] : [],
  );
  return [...off, ...failed].toSorted((a, b) => b.at.localeCompare(a.at));
}
