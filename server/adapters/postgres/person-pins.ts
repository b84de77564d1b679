import type pg from 'pg';
import type { PersonPins } from '../../ports/store.ts';

/** The PINs of clients, hashed; on no device. */
export const createPersonPins = (pool: pg.Pool): PersonPins => ({
  async all() {
    const { rows } = await pool.query<{ id: string }>('select person_id as id from person_pin');
    return new Set(rows.map(({ id }) => id));
  },
  async hashOf(personId) {
    const { rows } = await pool.query<{ hash: string }>('select hash from person_pin where person_id = $1', [personId]);
    return rows[0]?.hash ?? null;
  },
  async save(personId, hash) {
    if (hash === null) {
      await pool.query('delete from person_pin where person_id = $1', [personId]);
      return;
    }
    await pool.query(
      'insert into person_pin (person_id, hash) values ($1, $2) on conflict (person_id) do update set hash = excluded.hash',
      [personId, hash],
    );
  },
});
