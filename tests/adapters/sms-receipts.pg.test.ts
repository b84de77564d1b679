import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createSmsReceipts } from '../../server/adapters/postgres/sms-receipts.ts';
import type { SmsReceipts } from '../../server/ports.ts';
import { fakeReceipts } from '../fakes/sms.ts';
import { anId } from '../fixtures/rows.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 8, onError: () => undefined });
  await migrate(pool);
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

describe.each<[string, () => SmsReceipts]>([
  ['PostgreSQL', () => createSmsReceipts(pool)],
  ['memory', fakeReceipts],
])('receipts in %s', (_where, open) => {
  test('a receipt finds the delivery of its id', async () => {
    const [receipts, gatewayId, delivery] = [open(), anId(), anId()];
    expect(await receipts.remember(gatewayId, delivery)).toEqual([]);
    expect(await receipts.take(gatewayId, 'delivered')).toBe(delivery);
  });

  test('receipts that come before their id are handed over with it, in order', async () => {
    const [receipts, gatewayId] = [open(), anId()];
    expect(await receipts.take(gatewayId, 'sent')).toBeNull();
    expect(await receipts.take(gatewayId, 'delivered')).toBeNull();
    expect(await receipts.remember(gatewayId, anId())).toEqual(['sent', 'delivered']);
  });

  test('an id and its receipt that come at the same moment find each other', async () => {
    const receipts = open();
    for (let i = 0; i < 50; i++) {
      const [gatewayId, delivery] = [anId(), anId()];
      const [early, found] = await Promise.all([receipts.remember(gatewayId, delivery), receipts.take(gatewayId, 'delivered')]);
      expect(early.length === 1 || found === delivery).toBe(true);
    }
  });
});
