import type pg from 'pg';
import type { SignInFailures } from '../../ports/sign-in.ts';

/** Failures older than this are of no window any more, ms. */
const keptMs = 24 * 3600 * 1000;

export function createSignInFailures(pool: pg.Pool): SignInFailures {
  return {
    async of(key, sinceMs) {
      const { rows } = await pool.query<{ at: string }>(
        'select at_ms as at from sign_in_failure where key = $1 and at_ms >= $2',
        [key, sinceMs],
      );
      return rows.map((row) => Number(row.at));
    },
    async add(keys, atMs) {
      await pool.query('insert into sign_in_failure (key, at_ms) select unnest($1::text[]), $2', [keys, atMs]);
      await pool.query('delete from sign_in_failure where at_ms < $1', [atMs - keptMs]);
    },
    async clear(keys) {
      await pool.query('delete from sign_in_failure where key = any($1)', [keys]);
    },
    async takeBack(keys, atMs) {
      await pool.query(
        `delete from sign_in_failure where ctid in
         (select distinct on (key) ctid from sign_in_failure where key = any($1) and at_ms = $2)`,
        [keys, atMs],
      );
    },
  };
}
