import type pg from 'pg';
import { type AccountTrouble, accountTroubleSchema } from '#shared/api/accounts.ts';

/** Webhooks that are off, and erasures that were given up with none made in their account since; the newest first. */
export async function selectAccountTroubles(pool: pg.Pool): Promise<AccountTrouble[]> {
  const { rows } = await pool.query<{ at: Date }>(
    `select account_id as "accountId", 'webhook-off' as kind, (body->'off'->>'at')::timestamptz as at
     from webhook_endpoint where body->>'off' is not null
     union all
     select account_id, 'erasure-failed', max(at) from erasure
     where failed and not exists (
       select from erasure later where later.account_id = erasure.account_id and later.at > erasure.at and not later.failed
     )
     group by account_id
     order by at desc`,
  );
  return rows.map((row) => accountTroubleSchema.parse({ ...row, at: row.at.toISOString() }));
}
