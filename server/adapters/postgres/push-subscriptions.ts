import type pg from 'pg';
import * as z from 'zod/mini';
import { fromMs } from '#shared/time.ts';
import type { PushSubscriptions } from '../../ports/delivery.ts';

const targetSchema = z.object({ endpoint: z.string(), p256dh: z.string(), auth: z.string() });

export function createPushSubscriptions(pool: pg.Pool): PushSubscriptions {
  return {
    async add(personId, { endpoint, p256dh, auth }) {
      await pool.query(
        `insert into push_subscription (endpoint, person_id, p256dh, auth) values ($1, $2, $3, $4)
         on conflict (endpoint) do update set person_id = excluded.person_id, p256dh = excluded.p256dh, auth = excluded.auth`,
        [endpoint, personId, p256dh, auth],
      );
    },
    async remove(personId, endpoint) {
      await pool.query('delete from push_subscription where endpoint = $1 and person_id = $2', [endpoint, personId]);
    },
    async removeAll(personId) {
      await pool.query('delete from push_subscription where person_id = $1', [personId]);
    },
    async removeDead(endpoint) {
      await pool.query('delete from push_subscription where endpoint = $1', [endpoint]);
    },
    async devicesOf(personId) {
      const { rows } = await pool.query<{ endpoint: string; at: Date }>(
        'select endpoint, at from push_subscription where person_id = $1 order by at desc',
        [personId],
      );
      return rows.map(({ endpoint, at }) => ({ endpoint, since: fromMs(at.getTime()) }));
    },
    async of(personId) {
      const { rows } = await pool.query('select endpoint, p256dh, auth from push_subscription where person_id = $1', [personId]);
      return rows.map((row) => targetSchema.parse(row));
    },
  };
}
