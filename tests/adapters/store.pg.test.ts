import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createOutbox } from '../../server/adapters/postgres/outbox.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createPushSubscriptions } from '../../server/adapters/postgres/push-subscriptions.ts';
import { createRecordings } from '../../server/adapters/postgres/recordings.ts';
import { createSecrets } from '../../server/adapters/postgres/secrets.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { joiningContract } from '../contracts/joining.contract.ts';
import { storeContract } from '../contracts/store.contract.ts';
import { transactionContract } from '../contracts/transaction.contract.ts';
import { webhooksContract } from '../contracts/webhooks.contract.ts';
import { aContact, anAccount, anId } from '../fixtures/rows.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
const lost: Error[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 20, onError: (error) => lost.push(error) });
  await migrate(pool);
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

const emptyStore = async () => {
  await pool.query(
    'truncate space, synced_row, device, history, application, pool_number, agreement, webhook_endpoint, webhook_delivery',
  );
  return createStore({ pool, clock: () => new Date().toISOString() });
};

describe('the store on PostgreSQL', () => {
  transactionContract(async () => {
    const store = await emptyStore();
    return async (run) => (await store.transact(run)).result;
  });
  storeContract(emptyStore);
  joiningContract(emptyStore);
  webhooksContract(emptyStore);

  test('of which kinds the rows are is told after the commit, and nothing of a transaction that failed', async () => {
    const told: string[][] = [];
    const store = createStore({
      pool,
      clock: () => new Date().toISOString(),
      onWritten: (kinds) => told.push([...kinds].sort()),
    });
    await store.transact(async (tx) => {
      await tx.put('contact', aContact());
      await tx.put('account', anAccount());
    });
    await store.transact(async (tx) => tx.get('account', anId()));
    await expect(
      store.transact((tx) => tx.put('contact', aContact()).then(() => Promise.reject(new Error('planned')))),
    ).rejects.toThrow();
    expect(told).toEqual([['account', 'contact']]);
  });

  test('a second migration finds nothing to do', async () => {
    expect(await migrate(pool)).toEqual([]);
  });
});

describe('what only the server keeps', () => {
  test('a recording is taken in once and read back byte by byte', async () => {
    const recordings = createRecordings(pool);
    const id = anId();
    const bytes = Uint8Array.of(0, 255, 10, 13, 0);
    const account = anId();
    await recordings.save(id, account, bytes);
    await recordings.save(id, account, Uint8Array.of(1));
    expect(new Uint8Array((await recordings.load(id)) ?? [])).toEqual(bytes);
    expect((await recordings.read(id))?.accountId).toBe(account);
    expect(await recordings.load(anId())).toBeUndefined();
  });

  test('a browser belongs to the person who signed in on it last', async () => {
    const subscriptions = createPushSubscriptions(pool);
    const [jan, sanne] = [anId(), anId()];
    const target = { endpoint: 'https://push.example.test/1', p256dh: 'p', auth: 'a' };
    await subscriptions.add(jan, target);
    await subscriptions.add(sanne, target);
    await subscriptions.remove(jan, target.endpoint);
    expect(await subscriptions.of(jan)).toEqual([]);
    expect(await subscriptions.of(sanne)).toEqual([target]);
    await subscriptions.removeDead(target.endpoint);
    expect(await subscriptions.of(sanne)).toEqual([]);
    for (const [personId, device] of [
      [jan, '1'],
      [jan, '2'],
      [sanne, '3'],
    ] as const) {
      await subscriptions.add(personId, { ...target, endpoint: `https://push.example.test/${device}` });
    }
    await subscriptions.removeAll(jan);
    expect([await subscriptions.of(jan), (await subscriptions.of(sanne)).length]).toEqual([[], 1]);
  });

  test('the outbox shows the newest first, the same message once', async () => {
    const outbox = createOutbox(pool);
    const item = (id: string, at: string) => ({ id, at, channel: 'sms' as const, to: '+33639980111', subject: '', body: 'x' });
    await outbox.add(item('a', '2026-11-19T09:00:00.000Z'));
    await outbox.add(item('b', '2026-11-19T09:01:00.000Z'));
    await outbox.add(item('a', '2026-11-19T09:02:00.000Z'));
    expect((await outbox.latest(10)).map((i) => i.id)).toEqual(['b', 'a']);
  });

  test('a secret is made once, also when two servers ask at once', async () => {
    const secrets = createSecrets(pool);
    let made = 0;
    const make = () => `value-${++made}`;
    const both = await Promise.all([secrets.getOrCreate('vapid', make), secrets.getOrCreate('vapid', make)]);
    expect(both[0]).toBe(both[1]);
  });
});
