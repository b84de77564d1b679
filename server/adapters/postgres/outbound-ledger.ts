import type pg from 'pg';
import type { OutboundLedger, OutboundLeg, OutboundLimit } from '../../ports/store.ts';

/** Legs of ours as rows: the counters of account and operator hold however many ask at once, because each adds under its row's lock. */
export function createOutboundLedger(pool: pg.Pool): OutboundLedger {
  return {
    async reserve(leg, limits) {
      const client = await pool.connect();
      let broken = true;
      try {
        await client.query('begin');
        const answer = await count(client, leg, limits);
        await client.query(answer === 'reserved' ? 'commit' : 'rollback');
        broken = false;
        return answer;
      } finally {
        client.release(broken); // a connection in the middle of a transaction is closed, which takes it back
      }
    },
    async settle(id, cents) {
      await pool.query({ name: 'settle-leg', text: settleLeg, values: [id, cents] });
    },
  };
}

async function count(
  client: pg.PoolClient,
  leg: OutboundLeg,
  limits: Parameters<OutboundLedger['reserve']>[1],
): ReturnType<OutboundLedger['reserve']> {
  if (!(await insertLeg(client, leg))) return 'reserved';
  // accounts before operators: two legs never wait for each other
  for (const who of ['account', 'operator'] as const) {
    const id = who === 'account' ? leg.accountId : leg.operatorId;
    if (id === null) continue;
    const scope = `${who}:${id}`;
    if (await addToDay(client, scope, leg, limits[who])) continue;
    return (await legsOfDay(client, scope, leg.day)) >= limits[who].legs ? `${who}-legs` : `${who}-spending`;
  }
  return 'reserved';
}

/** False when the leg is counted already. */
async function insertLeg(client: pg.PoolClient, { id, accountId, operatorId, day, cents }: OutboundLeg): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'insert-leg',
    text: `insert into outbound_leg (id, account_id, operator_id, day, cents) values ($1, $2, $3, $4, $5) on conflict (id) do nothing`,
    values: [id, accountId, operatorId, day, cents],
  });
  return rowCount === 1;
}

/** False when the limit would be passed. */
async function addToDay(client: pg.PoolClient, scope: string, leg: OutboundLeg, limit: OutboundLimit): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'add-to-day',
    text: `insert into outbound_day as d (scope, day, legs, cents)
           select $1::text, $2::date, 1, $3::integer where 1 <= $4::integer and $3::integer <= $5::integer
           on conflict (scope, day) do update set legs = d.legs + 1, cents = d.cents + excluded.cents
             where d.legs + 1 <= $4::integer and d.cents + excluded.cents <= $5::integer`,
    values: [scope, leg.day, leg.cents, limit.legs, limit.cents],
  });
  return rowCount === 1;
}

async function legsOfDay(client: pg.PoolClient, scope: string, day: string): Promise<number> {
  const { rows } = await client.query<{ legs: number }>('select legs from outbound_day where scope = $1 and day = $2', [
    scope,
    day,
  ]);
  return rows[0]?.legs ?? 0;
}

/** What was set aside and not spent goes back to both counters, once. */
const settleLeg = `
  with settled as (
    update outbound_leg l set settled = true, cents = $2::integer
    from (select id, cents from outbound_leg where id = $1 and not settled for update) before
    where l.id = before.id
    returning l.account_id, l.operator_id, l.day, before.cents - $2::integer as unspent
  )
  update outbound_day d set cents = d.cents - settled.unspent from settled
  where d.day = settled.day and d.scope in ('account:' || settled.account_id, 'operator:' || settled.operator_id)`;
