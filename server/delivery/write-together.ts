import type { RowRef } from '#shared/sync/mutation.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';

type Changed = Awaited<ReturnType<Store['transact']>>['changed'];
type Waiting = {
  readonly rows: readonly RowRef[];
  /** Answers how its caller is told once it is committed. */
  readonly run: (tx: ServerTransaction) => Promise<(changed: Changed) => void>;
  readonly alone: () => Promise<void>;
};

/** A transaction, and the rows that it is going to read: those of all are read at once. */
export type WriteTogether = <T>(
  rows: readonly RowRef[],
  run: (tx: ServerTransaction) => Promise<T>,
) => Promise<{ readonly result: T; readonly changed: Changed }>;

/**
 * For short transactions that come by the dozen, such as what became of a message: those that come in one turn of the event
 * loop, or while others are written, are written together. Each resolves after its commit, as alone; which spaces changed is
 * told to one of them. Those that cannot be written together are written one by one.
 */
export function writeTogether({ transact }: Pick<Store, 'transact'>): WriteTogether {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      await write(transact, now);
    }
    isWriting = false;
  }

  return (rows, run) =>
    new Promise((resolve, reject) => {
      waiting.push({
        rows,
        async run(tx) {
          const result = await run(tx);
          return (changed) => resolve({ result, changed });
        },
        alone: () => transact(run).then(resolve, reject),
      });
      if (isWriting) return;
      isWriting = true;
      setImmediate(writeAll);
    });
}

async function write(transact: Store['transact'], all: readonly Waiting[]): Promise<void> {
  const [first, ...others] = all;
  if (first !== undefined && others.length === 0) return first.alone();
  try {
    const { result, changed } = await transact(async (tx) => {
      await tx.load(all.flatMap(({ rows }) => rows));
      const tell: ((changed: Changed) => void)[] = [];
      for (const { run } of all) tell.push(await run(tx));
      return tell;
    });
    for (const [i, tell] of result.entries()) tell(i === 0 ? changed : []);
  } catch {
    for (const { alone } of all) await alone(); // whose fault it was shows then
  }
}
