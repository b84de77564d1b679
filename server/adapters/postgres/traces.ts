import type pg from 'pg';
import { namesPerson } from '#shared/sync/person-data.ts';
import type { Traces } from '../../ports/store.ts';
import { inTransaction } from './pool.ts';

/**
 * What rows leave behind elsewhere. Texts are searched, not parsed: they may hold whatever was typed, U+0000 too, which
 * PostgreSQL's json operators refuse. `removeMail` takes the file of a message of the outbox away.
 */
export function createTraces(pool: pg.Pool, removeMail: (outboxId: string) => Promise<void>): Traces {
  return {
    async erase({ accountId, ids, names, recordingIds }) {
      const mentions = [...ids, ...names].map(asInJson);
      await eraseHistory(pool, accountId, mentions);
      await eraseFiles(pool, accountId, names.map(asInJson));
      await pool.query(`update sms_reply set sender = '', body = '' where note_id = any($1)`, [ids]);
      if (names.length > 0) {
        await eraseVersions(pool, accountId, names);
        await eraseStrayReplies(pool, accountId, names);
      }
      await pool.query(
        `update webhook_delivery set body = null where account_id = $1 and body is not null and ${mentioned('body', '$2')}`,
        [accountId, mentions],
      );
      await pool.query('delete from recording where account_id = $1 and id = any($2)', [accountId, recordingIds]);
      const { rows } = await pool.query<{ id: string }>(
        `delete from outbox where ${mentioned('subject || body', '$1')} returning id`,
        [[...ids, ...names]],
      );
      for (const { id } of rows) await removeMail(id);
      return (await endJobs(pool, { accountId, ids, names: names.map(asInJson) })) ? 'held' : 'erased';
    },
    async forgetMarks(before) {
      await pool.query('delete from erased_mark where at < $1', [before]);
    },
    async forgetDone(afterDays) {
      await pool.query('delete from done_once where at < now() - make_interval(days => $1)', [afterDays]);
    },
    settleJobs: () => inTransaction(pool, 'write', settleJobs),
    async forgetWebhooks(before) {
      await pool.query('delete from webhook_delivery where at < $1', [before]);
    },
  };
}

/** A condition: one of the texts of the parameter stands in the expression. */
const mentioned = (expression: string, parameter: string): string =>
  `exists (select from unnest(${parameter}::text[]) as needle where strpos(${expression}, needle) > 0)`;

const asInJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** An entry loses its arguments as a whole: half of what somebody pushed is no record. */
async function eraseHistory(pool: pg.Pool, accountId: string, mentions: readonly string[]): Promise<void> {
  await pool.query(
    `update history set args = null where account_id = $1 and args is not null and ${mentioned('args::text', '$2')}`,
    [accountId, mentions],
  );
}

/** A file of contacts that is just being handed in goes as a whole, and must be handed in again. */
async function eraseFiles(pool: pg.Pool, accountId: string, names: readonly string[]): Promise<void> {
  await pool.query(
    `delete from contact_import file where account_id = $1 and taken is null and (held && $2::text[] or exists (
       select from contact_import_row of where of.import_id = file.id and ${mentioned('of.body::text', '$2')}))`,
    [accountId, names],
  );
}

/** Earlier words of the client about the person; what the instruction says now is his to change. */
async function eraseVersions(pool: pg.Pool, accountId: string, names: readonly string[]): Promise<void> {
  const isAbout = namesPerson(names);
  const { rows } = await pool.query<{ id: string; body: unknown }>(
    'select id::text, body from instruction_version where account_id = $1 and body is not null',
    [accountId],
  );
  const about = rows.flatMap(({ id, body }) => (isAbout(body) ? [id] : []));
  await pool.query('delete from instruction_version where id = any($1::bigint[])', [about]);
}

/** Of a number as a gateway writes it, with or without its country, enough to know it on a roster. */
const endingDigits = 8;

/** A text that fits no note is the account's when it comes from its roster; the person's own is his whosever it is. */
async function eraseStrayReplies(pool: pg.Pool, accountId: string, names: readonly string[]): Promise<void> {
  const isAbout = namesPerson(names);
  const replies = await pool.query<{ id: string; sender: string; body: string }>(
    `select id, sender, body from sms_reply where note_id is null and sender <> ''`,
  );
  const roster = await pool.query<{ text: string }>(
    `select body::text as text from synced_row where kind = 'person' and account_id = $1 and body is not null`,
    [accountId],
  );
  const isOfRoster = (sender: string) => {
    const ending = sender.replaceAll(/\D/g, '').slice(-endingDigits);
    return ending.length === endingDigits && roster.rows.some(({ text }) => text.includes(ending));
  };
  const about = replies.rows.filter(({ sender, body }) => isAbout(sender) || (isAbout(body) && isOfRoster(sender)));
  await pool.query(`update sms_reply set sender = '', body = '', aside = coalesce(aside, '{"erased":true}') where id = any($1)`, [
    about.map(({ id }) => id),
  ]);
}

/** A job that names nobody goes on; one that names a person does so without the name, and his record says that it failed. */
async function settleJobs(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ id: string; payload: { erasure: { id: string } | null } }>(
    `select job.id::text, payload
     from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
     where identifier = 'erase' and attempts >= max_attempts and locked_at is null`,
  );
  const failed = rows.flatMap(({ payload }) => payload.erasure?.id ?? []);
  await client.query('update erasure set failed = true where id = any($1::uuid[])', [failed]);
  await client.query('select graphile_worker.complete_jobs($1::bigint[])', [rows.map(({ id }) => id)]);
  for (const { payload } of rows) {
    const unnamed = { ...payload, names: [], erasure: null };
    await client.query(`select graphile_worker.add_job('erase', payload := $1::json)`, [JSON.stringify(unnamed)]);
  }
  // Also a job that was cut after it had asked for the next one of its key: it is left with all attempts used up.
  await client.query(
    `select graphile_worker.complete_jobs(array(select id from graphile_worker._private_jobs
       where attempts >= max_attempts and locked_at is null and updated_at < now() - interval '7 days'))`,
  );
  return failed.length;
}

/** The job that erases, which names what it erases, ends by itself. */
const erasing = `identifier <> all (array['erase', 'retain', 'retention'])`;

/** Ends the jobs that wait with such contents; true when some of them run just now. Overviews of the account name callers. */
async function endJobs(
  pool: pg.Pool,
  { accountId, ids, names }: { readonly accountId: string; readonly ids: readonly string[]; readonly names: readonly string[] },
): Promise<boolean> {
  const { rows } = await pool.query<{ id: string; runs: boolean }>(
    `select job.id::text, job.locked_at is not null as runs
     from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
     where ${erasing} and (${mentioned('payload::text', '$1')} or (strpos(payload::text, $2) > 0 and ${mentioned('payload::text', '$3')}))`,
    [ids, accountId, names],
  );
  await pool.query('select graphile_worker.complete_jobs($1::bigint[])', [rows.map(({ id }) => id)]);
  return rows.some(({ runs }) => runs);
}
