import Dexie, { type DexieOptions, type EntityTable, type Table } from 'dexie';
import type { Draft } from '#shared/notes/note.ts';
import type { QueuedMutation } from '#shared/sync/protocol.ts';
import { type Kind, kinds, type Rows, type Space, spaceOf } from '#shared/sync/rows.ts';
import type { RefusedChange } from '../../ports/device.ts';

/** A row as the device keeps it: `version` is the server's, also while own changes are shown on top; 0 for own new rows. */
export type Kept<K extends Kind = Kind> = {
  readonly id: string;
  readonly space: Space;
  readonly version: number;
  readonly row: Rows[K];
  /** Contacts: one per number. Notes: of the number to call back. Calls: of the caller. */
  readonly callers?: readonly string[];
  readonly caller?: string;
};

export type Shadow = { readonly kind: Kind; readonly id: string; readonly kept: Kept | null };
export type Pending = QueuedMutation & { readonly by: string };
export type Meta =
  | { readonly key: 'deviceId'; readonly value: string }
  | { readonly key: 'lastSeq' | 'answeredSeq'; readonly value: number }
  | { readonly key: 'cursors'; readonly value: Readonly<Record<Space, number>> }
  | { readonly key: 'lastPulledAt'; readonly value: string }
  | { readonly key: `form:${string}`; readonly value: unknown };

/** What `contactsByNumber` and `notesByNumber` look for. */
export const callerKey = (accountId: string, number: string): string => `${accountId}|${number}`;

const indexes: Readonly<Record<Kind, string>> = {
  account: 'id, space',
  line: 'id, space',
  person: 'id, space',
  instruction: 'id, space',
  contact: 'id, space, *callers',
  card: 'id, space',
  note: 'id, space, row.lockedAt, [caller+row.lockedAt], row.climb.state',
  delivery: 'id, space',
  call: 'id, space, [caller+row.arrivedAt], [space+row.arrivedAt]',
  operator: 'id, space',
  task: 'id, space',
  preferences: 'id, space',
  question: 'id, space',
  clientCall: 'id, space, [space+row.arrivedAt]',
  contract: 'id, space',
};

/** One database per user. Rows are indexed by space, which gives them by account and in order of ids. */
export class Database extends Dexie {
  /**
   * What is typed and locked must survive a power cut: every transaction is written through [NO3]. Dexie's cache would show
   * what is about to be written as if it were there already.
   */
  constructor(userId: string, options: Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'> = {}) {
    super(`permanence-${userId}`, { ...options, chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(6)
      .stores({
        ...indexes,
        pending: 'seq',
        shadow: '[kind+id]',
        refused: 'seq',
        draft: 'id',
        meta: 'key',
      })
      .upgrade((tx) =>
        tx
          .table<Kept<'call'>>('call')
          .toCollection()
          .modify((kept) => Object.assign(kept, callersOf(kept.row))),
      );
  }

  get pending(): EntityTable<Pending, 'seq'> {
    return this.table('pending');
  }
  get shadow(): Table<Shadow, [Kind, string]> {
    return this.table('shadow');
  }
  get refused(): EntityTable<RefusedChange, 'seq'> {
    return this.table('refused');
  }
  get draft(): EntityTable<Draft, 'id'> {
    return this.table('draft');
  }
  get meta(): EntityTable<Meta, 'key'> {
    return this.table('meta');
  }

  /** The tables whose rows are this device's alone. */
  get ownWords(): Table[] {
    return [this.draft, this.pending, this.refused, this.meta];
  }

  rowsOf<K extends Kind>(kind: K): Table<Kept<K>, string> {
    return this.table(kind);
  }

  /** The tables that a mutation or a pull may touch; drafts are saved beside them. */
  get synced(): Table[] {
    return [...kinds.map((kind) => this.table(kind)), this.pending, this.shadow, this.refused, this.meta];
  }
}

/** The row with what its indexes need. */
export function keep<K extends Kind>(kind: K, row: Rows[K], version: number): Kept<K> {
  return { id: row.id, space: spaceOf(kind, row), version, row, ...callersOf(row) };
}

function callersOf(row: Rows[Kind]): Pick<Kept, 'callers' | 'caller'> {
  if ('numbers' in row) return { callers: [...new Set(row.numbers)].map((number) => callerKey(row.accountId, number)) };
  if ('content' in row && row.content.number !== null) return { caller: callerKey(row.accountId, row.content.number) };
  if ('arrivedAt' in row && row.caller !== null) return { caller: callerKey(row.accountId, row.caller) };
  return {};
}
