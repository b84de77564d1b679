import type pg from 'pg';
import type { Recordings } from '../../ports/store.ts';
import type { ReadRecording } from '../../ports/telephony.ts';

const contentType = 'audio/wav';

/** Voicemail as the caller left it. Saving the same id again changes nothing: a recording is taken in once. */
export function createRecordings(pool: pg.Pool): Recordings & { readonly read: ReadRecording } {
  const read: ReadRecording = async (id) => {
    const { rows } = await pool.query<{ accountId: string; contentType: string; content: Buffer }>(
      'select account_id as "accountId", content_type as "contentType", bytes as content from recording where id = $1',
      [id],
    );
    return rows[0];
  };
  return {
    read,
    async save(id, accountId, content) {
      await pool.query(
        'insert into recording (id, account_id, content_type, bytes) values ($1, $2, $3, $4) on conflict (id) do nothing',
        [id, accountId, contentType, Buffer.from(content)],
      );
    },
    load: async (id) => (await read(id))?.content,
  };
}
