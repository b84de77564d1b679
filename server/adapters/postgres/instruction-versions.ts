import type pg from 'pg';
import { type InstructionVersion, instructionVersionSchema } from '#shared/accounts/instruction-version.ts';

type Query = Pick<pg.ClientBase, 'query'>;
type Found = { readonly account_id: string; readonly instruction_id: string; readonly at: Date } & Pick<
  InstructionVersion,
  'through'
> & { readonly author: string; readonly body: unknown };

export async function insertInstructionVersion(db: Query, version: InstructionVersion): Promise<void> {
  const { accountId, instructionId, at, by, through, instruction } = version;
  await db.query({
    name: 'insert-instruction-version',
    text: `insert into instruction_version (account_id, instruction_id, at, author, through, body)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [accountId, instructionId, at, by, through, instruction === null ? null : JSON.stringify(instruction)],
  });
}

/** Of one account, newest first. */
export async function selectInstructionVersions(db: Query, accountId: string, limit: number): Promise<InstructionVersion[]> {
  const { rows } = await db.query<Found>(
    `select account_id, instruction_id, at, author, through, body from instruction_version
     where account_id = $1 order by id desc limit $2`,
    [accountId, limit],
  );
  return rows.map((row) =>
    instructionVersionSchema.parse({
      accountId: row.account_id,
      instructionId: row.instruction_id,
      at: row.at.toISOString(),
      by: row.author,
      through: row.through,
      instruction: row.body,
    }),
  );
}
