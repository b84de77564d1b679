import type pg from 'pg';
import { present } from '#shared/errors.ts';

/** Keys made once and shared by all servers: VAPID, signing. */
export type Secrets = { getOrCreate(name: string, make: () => Promise<string> | string): Promise<string> };

export function createSecrets(pool: pg.Pool): Secrets {
  const find = async (name: string) => {
    const { rows } = await pool.query<{ value: string }>('select value from secret where name = $1', [name]);
    return rows[0]?.value;
  };
  return {
    async getOrCreate(name, make) {
      const known = await find(name);
      if (known !== undefined) return known;
      const values = [name, await make()];
      await pool.query('insert into secret (name, value) values ($1, $2) on conflict (name) do nothing', values);
      return present(await find(name), 'secret.not_kept');
    },
  };
}
