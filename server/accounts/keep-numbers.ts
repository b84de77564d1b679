import { numbersOfRange, type PoolNumber, quarantineEnds, type RangeProblem } from '#shared/accounts/number-pool.ts';
import type { Space } from '#shared/sync/rows.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';

export type NumbersDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly serveWaiting: () => Promise<void>;
  readonly follow: (changed: readonly Space[]) => Promise<void>;
};

/** How many were new; those that the pool or a client has already are left as they are. */
export type NumbersAdded = { readonly outcome: 'added'; readonly count: number } | { readonly outcome: RangeProblem };

/** Adds the numbers from one to another to the pool; who waits for one gets it. */
export const addNumbers =
  ({ store, clock, serveWaiting }: NumbersDeps) =>
  async ({ from, to }: { readonly from: string; readonly to: string }): Promise<NumbersAdded> => {
    const numbers = numbersOfRange(from, to, clock());
    if (typeof numbers === 'string') return { outcome: numbers };
    const lines = await store.all('line');
    const { result: count } = await store.transact(async (tx) => {
      await tx.joining.takeTurn();
      const taken = new Set([...(await tx.joining.numbers()), ...lines].map(({ number }) => number));
      const fresh = numbers.filter(({ number }) => !taken.has(number));
      for (const number of fresh) await tx.joining.saveNumber(number);
      return fresh.length;
    });
    await serveWaiting();
    return { outcome: 'added', count };
  };

/** Takes a number back: from the pool for good, from a client into quarantine, and callers then find nobody there [P20]. */
export const takeNumberBack =
  ({ store, clock, follow }: NumbersDeps) =>
  async (number: string): Promise<'removed' | 'quarantined' | 'unknown'> => {
    const { result, changed } = await store.transact(async (tx) => {
      await tx.joining.takeTurn();
      const found = (await tx.joining.numbers()).find((each) => each.number === number);
      if (found === undefined) return 'unknown';
      if (found.accountId === null) {
        await tx.joining.removeNumber(number);
        return 'removed';
      }
      await endLine(tx, found.accountId, number);
      await tx.joining.saveNumber(quarantined(found, clock()));
      return 'quarantined';
    });
    if (changed.length > 0) await follow(changed);
    return result;
  };

async function endLine(tx: ServerTransaction, accountId: string, number: string): Promise<void> {
  for (const line of await tx.list('line', accountId)) if (line.number === number) await tx.remove('line', line.id);
}

const quarantined = (number: PoolNumber, at: string): PoolNumber => ({
  ...number,
  state: 'quarantined',
  accountId: null,
  since: at,
  freeFrom: quarantineEnds(at),
});
