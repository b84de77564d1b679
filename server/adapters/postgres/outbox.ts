import type pg from 'pg';
import { type OutboxItem, outboxItemSchema } from '#shared/api/delivery.ts';

/** Messages that leave the house only here, because no provider is set: readable on `/floor/outbox`. */
export type Outbox = {
  /** The same id again is the same message. */
  add(item: OutboxItem): Promise<void>;
  latest(limit: number): Promise<OutboxItem[]>;
};

export function createOutbox(pool: pg.Pool): Outbox {
  return {
    async add(item) {
      await pool.query(
        `insert into outbox (id, at, channel, recipient, subject, body) values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do nothing`,
        [item.id, item.at, item.channel, item.to, item.subject, item.body],
      );
    },
    async latest(limit) {
      const { rows } = await pool.query<Omit<OutboxItem, 'at'> & { at: Date }>(
        'select id, at, channel, recipient as "to", subject, body from outbox order by at desc, id desc limit $1',
        [limit],
      );
      return rows.map((row) => outboxItemSchema.parse({ ...row, at: row.at.toISOString() }));
    },
  };
}
