import type { CallRecord } from '#shared/calls/call-record.ts';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import type { ServerTransaction, Store } from '../../server/ports/store.ts';
import { createMemoryStore } from '../fakes/memory-store.ts';
import { createFakeOutboundLedger } from '../fakes/outbound-ledger.ts';
import type { Ask } from './process.ts';

export type Books = ReturnType<typeof createBooks>;

/** The database: every commit of a call's facts is remembered, to be compared with what really happened. */
export function createBooks(nowMs: () => number) {
  const memory = createMemoryStore();
  const written: { readonly atMs: number; readonly row: CallRecord }[] = [];
  const tasks = new Map<string, CallbackTask>();
  const { ledger } = createFakeOutboundLedger();
  let isAway = false;

  async function transact<T>(run: (tx: ServerTransaction) => Promise<T>) {
    const rows: (CallRecord | CallbackTask)[] = [];
    const done = await memory.transact((tx) => run(noting(tx, rows)));
    for (const row of rows) {
      if ('origin' in row) tasks.set(row.id, row);
      else written.push({ atMs: nowMs(), row });
    }
    return done;
  }

  return {
    memory,
    written: written as readonly { readonly atMs: number; readonly row: CallRecord }[],
    ledger,
    /** Whom somebody may call back. */
    openTasks: (): CallbackTask[] => [...tasks.values()].filter((task) => task.done === null),
    isAway: () => isAway,
    away(yes: boolean): void {
      isAway = yes;
    },
    /** The store as one server reaches it. */
    reachedBy(ask: Ask): Store {
      return {
        ...memory,
        transact: (run) => ask(() => transact(run)),
        changesSince: (wish) => ask(() => memory.changesSince(wish)),
        get: (kind, id) => ask(() => memory.get(kind, id)),
        all: (kind) => ask(() => memory.all(kind)),
        keptPlaces: () => ask(() => memory.keptPlaces()),
      };
    },
  };
}

function noting(tx: ServerTransaction, rows: (CallRecord | CallbackTask)[]): ServerTransaction {
  return {
    ...tx,
    async put(kind, row) {
      await tx.put(kind, row);
      if (isCallOrTask(kind, row)) rows.push(row);
    },
  };
}

const isCallOrTask = (kind: string, row: unknown): row is CallRecord | CallbackTask =>
  (kind === 'call' || kind === 'task') && typeof row === 'object';
