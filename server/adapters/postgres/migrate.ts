import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { inTransaction } from './pool.ts';

const folder = new URL('./migrations/', import.meta.url);
/** Two servers that start at once take turns. */
const MIGRATION_LOCK = 7_365_001;

/**
 * Brings the database to this version: our files by name, each once, all or none; which of them were new. The job
 * queue brings its own tables when the jobs are opened.
 */
export async function migrate(pool: pg.Pool): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return inTransaction(pool, 'write', async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query('create table if not exists migration (name text primary key, at timestamptz not null default now())');
    const { rows } = await client.query<{ name: string }>('select name from migration');
    const missing = names.filter((name) => rows.every((row) => row.name !== name));
    for (const name of missing) {
      await client.query(await readFile(new URL(name, folder), 'utf8'));
      await client.query('insert into migration (name) values ($1)', [name]);
    }
    return missing;
  });
}
