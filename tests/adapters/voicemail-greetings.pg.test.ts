import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { createVoicemailGreetings } from '../../server/adapters/postgres/voicemail-greetings.ts';
import { anAccount, aRecordedGreeting, uuid } from '../fixtures/telephony.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 4, onError: () => undefined });
  await migrate(pool);
});
afterAll(async () => {
  await pool?.end();
  await postgres?.stop();
});

test('a replaced greeting goes with the next clean-up; the one in the row and one on its way stay', async () => {
  const greetings = createVoicemailGreetings(pool);
  const accountId = anAccount().id;
  const store = createStore({ pool, clock: () => '2026-11-19T09:00:00.000Z' });
  const recordedGreeting = aRecordedGreeting({ recordingId: uuid(502) });
  const welcome = { text: '', recordingId: uuid(505) };
  const reception = { welcome, questionRecordingId: null, choices: [] };
  await store.transact((tx) => tx.put('account', anAccount({ recordedGreeting, reception })));
  for (const n of [501, 502, 503, 505]) await greetings.save({ id: uuid(n), accountId, wav: Uint8Array.of(n % 256, 0, 255) });
  await greetings.save({ id: uuid(504), accountId: uuid(9), wav: Uint8Array.of(4) });
  await pool.query("update voicemail_greeting set at = at - interval '8 days' where id = any($1)", [
    [uuid(501), uuid(502), uuid(504), uuid(505)],
  ]);
  await greetings.removeReplaced(accountId);
  const kept = await Promise.all([501, 502, 503, 504, 505].map((n) => greetings.load(uuid(n))));
  expect(kept.map((wav) => wav && [...wav])).toEqual([
    undefined,
    [502 % 256, 0, 255],
    [503 % 256, 0, 255],
    [4],
    [505 % 256, 0, 255],
  ]);
});
