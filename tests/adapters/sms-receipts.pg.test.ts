import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createSmsReceipts } from '../../server/adapters/postgres/sms-receipts.ts';
import { createSmsReplies } from '../../server/adapters/postgres/sms-replies.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import type { SmsReceipts } from '../../server/ports/delivery.ts';
import { fakeReceipts } from '../fakes/sms.ts';
import { aDelivery, anId } from '../fixtures/rows.ts';
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

test('a reply is kept once, and is no longer the floor’s when it has its note', async () => {
  const replies = createSmsReplies(pool);
  const [id, noteId, at] = [anId(), anId(), '2026-11-19T09:42:00.000Z'];
  const reply = { id, from: '+33639980111', to: '+33199000100', text: 'Ik bel\0 terug' };
  expect(await replies.keep(reply, at)).toBeNull();
  expect(await replies.keep({ ...reply, text: 'other' }, at)).toBeNull();
  expect(await replies.unmatched(10)).toEqual([{ id, at, from: reply.from, text: 'Ik bel terug' }]);
  const other = { ...reply, id: anId() };
  await replies.keep(other, at);
  for (const userId of ['max', 'somebody']) await replies.putAside(other.id, { userId, at });
  expect((await replies.unmatched(10)).map((one) => one.id)).toEqual([id]);
  const { rows } = await pool.query('select aside from sms_reply where id = $1', [other.id]);
  expect(rows).toEqual([{ aside: { userId: 'max', at } }]);
  await replies.match(id, noteId);
  expect(await replies.unmatched(10)).toEqual([]);
  expect(await replies.keep(reply, at)).toBe(noteId);
});

test('the notes texted to a person in the last seven days are found, each once', async () => {
  const store = createStore({ pool, clock: () => '2026-11-19T09:42:00.000Z' });
  const [receipts, replies, personId, noteId] = [createSmsReceipts(pool), createSmsReplies(pool), anId(), anId()];
  const [lately, again, before, other] = [
    aDelivery({ personId, noteId }),
    aDelivery({ personId, noteId }),
    aDelivery({ personId }),
    aDelivery(),
  ];
  await store.transact(async (tx) => {
    for (const delivery of [lately, again, before, other]) await tx.put('delivery', delivery);
  });
  for (const delivery of [lately, again, before, other]) await receipts.remember(`of ${delivery.id}`, delivery.id);
  await pool.query("update sms_sent set at = now() - interval '8 days' where gateway_id = $1", [`of ${before.id}`]);
  expect(await replies.textedLately(personId)).toEqual([noteId]);
});
