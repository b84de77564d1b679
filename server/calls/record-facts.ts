import type { CallRecord } from '#shared/calls/call-record.ts';
import type { After, Live, Store } from '../ports.ts';

/** Milliseconds between two attempts while the database is away. */
const retryMs = 1000;

export type FactsWriter = {
  /** Keeps the newest facts of a call and writes them as soon as the database takes them; the call goes on meanwhile. */
  write(record: CallRecord): void;
  /** Calls whose facts are not in the database yet. */
  unwritten(): number;
};

export function createFactsWriter(deps: {
  readonly store: Store;
  readonly live: Live;
  readonly after: After;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}): FactsWriter {
  const waiting = new Map<string, CallRecord>();
  let busy = false;

  async function flush(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (const [id, record] of waiting) {
        const { changed } = await deps.store.transact((tx) => merge(tx, record));
        if (waiting.get(id) === record) waiting.delete(id);
        deps.live.poke(changed);
      }
    } catch (cause) {
      deps.log('facts.unwritten', { calls: waiting.size, cause: String(cause) });
    } finally {
      busy = false;
    }
    if (waiting.size > 0) deps.after(retryMs, () => void flush());
  }

  return {
    write(record) {
      waiting.set(record.id, record);
      void flush();
    },
    unwritten: () => waiting.size,
  };
}

/** The note may have set disposition and billing before the call's end is written. */
async function merge(tx: Parameters<Parameters<Store['transact']>[0]>[0], record: CallRecord): Promise<void> {
  const stored = await tx.get('call', record.id);
  await tx.put('call', { ...record, disposition: stored?.disposition ?? null, billable: stored?.billable ?? null });
}
