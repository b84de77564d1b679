import type pg from 'pg';
import * as z from 'zod/mini';
import type { SmsReceipts } from '../../ports/delivery.ts';

const statusesSchema = z.array(z.enum(['sent', 'delivered', 'failed']));

/** Each is one statement, so that an id and its receipt that come at the same moment find each other. */
export function createSmsReceipts(pool: pg.Pool): SmsReceipts {
  return {
    async remember(gatewayId, deliveryId) {
      const { rows } = await pool.query<{ statuses: unknown }>(
        `insert into sms_sent (gateway_id, delivery_id) values ($1, $2)
         on conflict (gateway_id) do update set delivery_id = excluded.delivery_id
         returning statuses`,
        [gatewayId, deliveryId],
      );
      return statusesSchema.parse(rows[0]?.statuses ?? []);
    },
    async take(gatewayId, status) {
      const { rows } = await pool.query<{ deliveryId: string | null }>(
        `insert into sms_sent (gateway_id, statuses) values ($1, array[$2::text])
         on conflict (gateway_id) do update set statuses = array_append(sms_sent.statuses, $2::text)
         returning delivery_id as "deliveryId"`,
        [gatewayId, status],
      );
      return rows[0]?.deliveryId ?? null;
    },
  };
}
