import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { inTransaction } from './pool.ts';
import { quietLogger } from './quiet-logger.ts';

const folder = new URL('./migrations/', import.meta.url);
/** Two servers that start at once take turns. */
const MIGRATION_LOCK = 7_365_001;

/** Brings the database to this version: our files by name, each once and in its own transaction, then the job queue's own. */
export async function migrate(pool: pg.Pool): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  await runMigrations({ pgPool: pool, logger: quietLogger });
  const applied: string[] = [];
  for (const name of names) if (await applyOnce(pool, name)) applied.push(name);
  return applied;
}

function applyOnce(pool: pg.Pool, name: string): Promise<boolean> {
  return inTransaction(pool, 'write', async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query('create table if not exists migration (name text primary key, at timestamptz not null default now())');
    const done = await client.query('select 1 from migration where name = $1', [name]);
    if (done.rowCount === 1) return false;
    await client.query(await readFile(new URL(name, folder), 'utf8'));
    await client.query('insert into migration (name) values ($1)', [name]);
    return true;
  });
}
