import type pg from 'pg';
import * as z from 'zod/mini';
import { fallbackTelephoneSchema } from '#shared/operators/fallback-telephone.ts';
import type { OperatorTelephones } from '../../ports/store.ts';

const rowSchema = z.extend(fallbackTelephoneSchema, { id: z.uuid() });

/** Private numbers: kept apart from the rows that devices hold. */
export const createOperatorTelephones = (pool: pg.Pool): OperatorTelephones => ({
  async all() {
    const { rows } = await pool.query('select operator_id as id, number, in_use as use from operator_telephone');
    return new Map(rows.map((row) => rowSchema.parse(row)).map(({ id, number, use }) => [id, { number, use }]));
  },
  async save(operatorId, telephone) {
    if (telephone === null) {
      await pool.query('delete from operator_telephone where operator_id = $1', [operatorId]);
      return;
    }
    await pool.query(
      `insert into operator_telephone (operator_id, number, in_use) values ($1, $2, $3)
       on conflict (operator_id) do update set number = excluded.number, in_use = excluded.in_use`,
      [operatorId, telephone.number, telephone.use],
    );
  },
});
