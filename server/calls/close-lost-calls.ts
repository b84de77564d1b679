import type { CallRecord } from '#shared/calls/call-record.ts';
import { toMs } from '#shared/time.ts';
import type { Floor } from './floor-state.ts';

/** Calls that ended while no server listened would stay open for ever: their end is now, as far as anybody knows. */
export async function closeLostCalls(floor: Floor): Promise<boolean> {
  const { store, clock, log } = floor.deps;
  const at = clock();
  try {
    const rows = await store.unfinishedCalls();
    const newest = new Map([...rows.map((row) => [row.id, row] as const), ...floor.facts.unwritten()]);
    for (const row of newest.values()) {
      if (row.endedAt === null && row.arrivedAt < at && !floor.calls.has(row.id)) floor.facts.write(closed(row, at));
    }
    return true;
  } catch (cause) {
    log('recover.rows_unreadable', { cause: String(cause) });
    return false;
  }
}

function closed(row: CallRecord, at: string): CallRecord {
  return {
    ...row,
    endedAt: at,
    endedBy: 'caller',
    outcome: row.answeredAt === null && row.outbound === undefined ? 'abandoned' : 'cut',
    waitedSeconds: row.waitedSeconds ?? Math.round((toMs(at) - toMs(row.arrivedAt)) / 1000),
  };
}
