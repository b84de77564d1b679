import type { CallRecord } from '#shared/calls/call-record.ts';
import type { UnwrittenCalls } from '../../server/ports/store.ts';

/** Keeps facts as long as this object lives; `records` is there to be looked at. */
export function createFakeUnwrittenCalls(): UnwrittenCalls & { readonly records: CallRecord[] } {
  const records: CallRecord[] = [];
  return {
    records,
    load: async () => [...records],
    add: async (record) => void records.push(record),
    clear: async () => void records.splice(0),
  };
}
