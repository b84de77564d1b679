import type pg from 'pg';
import type { Kind, Rows, Space } from '#shared/sync/rows.ts';
import { toMs } from '#shared/time.ts';
import type { Store } from '../../ports/store.ts';
import type { Clock } from '../../ports/time.ts';
import { selectAccountTroubles } from './account-troubles.ts';
import { changesSince } from './changes.ts';
import { selectStrayNotes } from './device-queries.ts';
import { selectErasures } from './erasure-queries.ts';
import { selectInstructionVersions } from './instruction-versions.ts';
import { inTransaction } from './pool.ts';
import {
  countNewNotes,
  parseRow,
  selectKeptPlaces,
  selectPersonsAt,
  selectRow,
  selectRows,
  selectSome,
  selectUnfinishedCalls,
} from './row-queries.ts';
import { createTransaction, isWorthRepeating } from './transaction.ts';

const MAX_ATTEMPTS = 10;

/**
 * The server's one store. `run` of `transact` may run again after a collision with another transaction,
 * so it must do nothing outside of its transaction.
 */
export function createStore(deps: {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** After each commit: the kinds of the rows that it wrote. */
  readonly onWritten?: (kinds: ReadonlySet<Kind>) => void;
}): Store {
  const { pool } = deps;
  const realTime = (at: string) => new Date(Date.now() + toMs(at) - toMs(deps.clock()));
  const once: Store['transact'] = async (run) => {
    const { kinds, ...done } = await inTransaction(pool, 'write', async (client) => {
      const tx = createTransaction(client, realTime, deps.clock);
      const result = await run(tx);
      return { result, ...(await tx.finish()) };
    });
    if (kinds.size > 0) deps.onWritten?.(kinds);
    return done;
  };
  return {
    transact: (run) => repeated(() => once(run)),
    changesSince: (ask) => inTransaction(pool, 'snapshot', (client) => changesSince(client, ask)),
    async all<K extends Kind>(kind: K): Promise<Rows[K][]> {
      const found = await selectRows(pool, kind, null);
      return found.flatMap(({ body }) => parseRow(kind, body) ?? []);
    },
    get: async (kind, id) => parseRow(kind, (await selectRow(pool, { kind, id }))?.body),
    some: async (kind, ids) => {
      const found = await selectSome(
        pool,
        ids.map((id) => ({ kind, id })),
      );
      return found.flatMap(({ body }) => parseRow(kind, body) ?? []);
    },
    personsAt: async (mobile) => {
      const persons = (await selectPersonsAt(pool, mobile)).flatMap((body) => parseRow('person', body) ?? []);
      return persons.filter((person) => person.mobile === mobile);
    },
    unfinishedCalls: async () => (await selectUnfinishedCalls(pool)).flatMap((body) => parseRow('call', body) ?? []),
    newNotesOf: (personId) => countNewNotes(pool, personId),
    keptPlaces: async () => {
      const tasks = (await selectKeptPlaces(pool)).flatMap((body) => parseRow('task', body) ?? []);
      return tasks.filter((task) => task.place !== undefined && task.done === null);
    },
    instructionVersions: (accountId, limit) => selectInstructionVersions(pool, accountId, limit),
    erasures: (accountId, limit) => selectErasures(pool, accountId, limit),
    accountTroubles: () => selectAccountTroubles(pool),
    strayNotes: (limit) => selectStrayNotes(pool, limit),
  };
}

async function repeated<T extends { readonly changed: readonly Space[] }>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isWorthRepeating(error)) throw error;
    }
  }
}
