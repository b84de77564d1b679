import type pg from 'pg';
import type { VoicemailGreetings } from '../../ports/store.ts';

/** The sound of recorded greetings; a new recording is a new row, so what is being played never changes. */
export const createVoicemailGreetings = (pool: pg.Pool): VoicemailGreetings => ({
  async save({ id, accountId, wav }) {
    await pool.query('insert into voicemail_greeting (id, account_id, wav) values ($1, $2, $3)', [
      id,
      accountId,
      Buffer.from(wav),
    ]);
  },
  async load(id) {
    const { rows } = await pool.query<{ wav: Buffer }>('select wav from voicemail_greeting where id = $1', [id]);
    return rows[0]?.wav;
  },
  /** A young row may belong to an upload that has not reached the account yet, or to a form that is still being written. */
  async removeReplaced(accountId) {
    await pool.query(
      `delete from voicemail_greeting as g using synced_row as a
       where g.account_id = $1 and g.at < now() - interval '7 days' and a.kind = 'account' and a.id = g.account_id
         and strpos(a.body::text, g.id::text) = 0`,
      [accountId],
    );
  },
});
