import type pg from 'pg';
import { replyDays } from '#shared/delivery/sms-reply.ts';
import { fromMs } from '#shared/time.ts';
import type { SmsReplies } from '../../ports/delivery.ts';

export function createSmsReplies(pool: pg.Pool): SmsReplies {
  return {
    async keep({ id, from, to, text }, at) {
      const { rows } = await pool.query<{ noteId: string | null }>(
        `insert into sms_reply (id, at, sender, recipient, body) values ($1, $2, $3, $4, $5)
         on conflict (id) do update set id = excluded.id
         returning note_id as "noteId"`,
        [id, at, from, to, storable(text)],
      );
      return rows[0]?.noteId ?? null;
    },
    async match(id, noteId) {
      await pool.query('update sms_reply set note_id = $2 where id = $1', [id, noteId]);
    },
    async putAside(id, by) {
      await pool.query('update sms_reply set aside = $2 where id = $1 and aside is null', [id, JSON.stringify(by)]);
    },
    async unmatched(limit) {
      const { rows } = await pool.query<{ id: string; at: Date; from: string; text: string }>(
        `select id, at, sender as "from", body as text from sms_reply where note_id is null and aside is null order by at desc limit $1`,
        [limit],
      );
      return rows.map((row) => ({ ...row, at: fromMs(row.at.getTime()) }));
    },
    async textedLately(personId) {
      const { rows } = await pool.query<{ noteId: string }>(
        `select distinct delivery.body->>'noteId' as "noteId"
         from sms_sent join synced_row delivery on delivery.kind = 'delivery' and delivery.id = sms_sent.delivery_id
         where sms_sent.at > now() - make_interval(days => $2) and delivery.body->>'personId' = $1`,
        [personId, replyDays],
      );
      return rows.map((row) => row.noteId);
    },
  };
}

/** PostgreSQL's text has no U+0000. */
const storable = (text: string): string => text.replaceAll('\0', '');
