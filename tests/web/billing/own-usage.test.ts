import { expect, onTestFinished, test } from 'vitest';
import type { CallRecord } from '#shared/calls/call-record.ts';
import { clientCallOf } from '#shared/calls/client-call.ts';
import { Database, keep } from '../../../web/adapters/dexie/database.ts';
import { createReader } from '../../../web/adapters/dexie/reader.ts';
import { OwnUsage } from '../../../web/billing/own-usage.svelte.ts';
import type { Device } from '../../../web/ports/device.ts';
import { anAccount } from '../../fixtures/delivery.ts';
import { aCall, anId } from '../../fixtures/rows.ts';

const now = '2026-11-19T09:00:00.000Z';
const call = (arrivedAt: string, given: Partial<CallRecord> = {}): CallRecord => {
  const answeredAt = arrivedAt.replace(':00.000Z', ':10.000Z');
  const endedAt = arrivedAt.replace(':00.000Z', ':50.000Z');
  return aCall({ id: anId(), accountId: anAccount().id, arrivedAt, answeredAt, endedAt, outcome: 'handled', ...given });
};

/** The counter over a device with these calls, and how many of them were read for it. */
async function counted(fill: (db: Database) => Promise<unknown>) {
  const db = new Database(anId());
  onTestFinished(() => db.close());
  await db.rowsOf('account').put(keep('account', anAccount(), 1));
  await fill(db);
  const reader = createReader(db);
  let read = 0;
  const counting = {
    ...reader,
    async callsSince(...ask: Parameters<typeof reader.callsSince>) {
      const calls = await reader.callsSince(...ask);
      read += calls.length;
      return calls;
    },
  } as typeof reader;
  let looked: Promise<void> = Promise.resolve();
  const watch: Device['watch'] = (query, onValue) => {
    looked = query(counting).then(onValue);
    return () => undefined;
  };
  const device = { watch, mutate: async () => undefined };
  const own = new OwnUsage({ device, accountId: anAccount().id, now: () => now });
  await looked;
  return { used: own.at(now)?.used, read };
}

test('[I07] the counter reads the calls of the month from the device, not those of years', async () => {
  const years = Array.from({ length: 36 }, (_, i) => call(`20${23 + Math.floor(i / 12)}-0${(i % 9) + 1}-05T10:00:00.000Z`));
  const month = [call('2026-11-02T10:00:00.000Z'), call('2026-11-18T10:00:00.000Z')];
  const elsewhere = call('2026-11-18T10:00:00.000Z', { accountId: anId() });
  const { used, read } = await counted((db) =>
    db.rowsOf('clientCall').bulkPut([...years, ...month, elsewhere].map((one) => keep('clientCall', clientCallOf(one), 1))),
  );
  expect({ used, read }).toEqual({ used: 2, read: 2 });
});

test('[I07] the bureau’s devices count from the whole calls', async () => {
  const { used } = await counted((db) =>
    db
      .rowsOf('call')
      .bulkPut([call('2026-11-02T10:00:00.000Z'), call('2025-11-02T10:00:00.000Z')].map((one) => keep('call', one, 1))),
  );
  expect(used).toBe(1);
});
