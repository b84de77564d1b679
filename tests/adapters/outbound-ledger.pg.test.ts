import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createOutboundLedger } from '../../server/adapters/postgres/outbound-ledger.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { outboundLedgerContract } from '../contracts/outbound-ledger.contract.ts';
import { uuid } from '../fixtures/telephony.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 16, onError: () => undefined });
  await migrate(pool);
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

outboundLedgerContract('PostgreSQL', () => createOutboundLedger(pool));

test('[J04] of two hundred attempts at the same moment, over four accounts and by three operators, no limit lets one too many pass', async () => {
  const ledger = createOutboundLedger(pool);
  const accounts = [1, 2, 3, 4].map((n) => uuid(600 + n));
  const operators = [1, 2, 3].map((n) => uuid(700 + n));
  const limits = { account: { legs: 12, cents: 1500 }, operator: { legs: 15, cents: 1_000_000 } };
  const legs = Array.from({ length: 200 }, (_, i) => ({
    id: `many.${i}`,
    accountId: accounts[i % 4] ?? '',
    operatorId: operators[i % 3] ?? '',
    day: '2026-11-19',
    cents: 150,
  }));
  const answers = await Promise.all(legs.map((leg) => ledger.reserve(leg, limits)));
  const passed = legs.filter((_, i) => answers[i] === 'reserved');
  const most = (key: 'accountId' | 'operatorId') =>
    Math.max(...passed.map((leg) => passed.filter((other) => other[key] === leg[key]).length));
  expect(passed).toHaveLength(40); // four accounts at ten, by their spending; the operators could do 45
  expect(most('accountId')).toBe(10);
  expect(most('operatorId')).toBeLessThanOrEqual(15);
  await Promise.all([...passed, ...passed].map((leg) => ledger.settle(leg.id, 0)));
  const { rows: left } = await pool.query<{ cents: number }>(
    'select sum(cents)::integer as cents from outbound_day where scope = any($1)',
    [accounts.map((id) => `account:${id}`)],
  );
  expect(left[0]?.cents).toBe(0);
});
