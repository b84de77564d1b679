import type pg from 'pg';
import type { Job } from '../../ports/store.ts';

type Query = Pick<pg.ClientBase, 'query'>;

/** Adds the job with the transaction; a key replaces the waiting job of that key, those of a queue run in turn. `realTime` turns an instant of the rules into real time. */
export async function addJob(db: Query, job: Job, realTime: (at: string) => Date): Promise<void> {
  await db.query({
    name: 'add-job',
    text: 'select from graphile_worker.add_job($1, payload := $2::json, run_at := $3, job_key := $4, queue_name := $5)',
    values: [
      job.name,
      JSON.stringify(job.payload) ?? 'null',
      job.runAt === undefined ? null : realTime(job.runAt),
      job.key ?? null,
      job.queue ?? null,
    ],
  });
}

/** Whether the key is new; it stays with the transaction. */
export async function insertDoneOnce(db: Query, key: string): Promise<boolean> {
  const { rowCount } = await db.query('insert into done_once (key) values ($1) on conflict (key) do nothing', [key]);
  return rowCount === 1;
}

/** This pool of workers is alive. */
export async function beatPool(db: Query, poolId: string): Promise<void> {
  await db.query('insert into worker_pool (pool_id) values ($1) on conflict (pool_id) do update set seen_at = now()', [poolId]);
}

/** Frees jobs held for so long by pools that do not beat any more, or died before their first beat. */
export async function unlockSilentPools(db: Query, silentSeconds: number): Promise<void> {
  await db.query(
    `with cutoff as (select now() - make_interval(secs => $1) as at),
     forgotten as (delete from worker_pool using cutoff where seen_at < cutoff.at),
     held as (
       select array_agg(distinct locked_by) as pool_ids from graphile_worker.jobs, cutoff
       where locked_at < cutoff.at and locked_by not in (select pool_id from worker_pool where seen_at >= cutoff.at)
     )
     select graphile_worker.force_unlock_workers(pool_ids) from held where pool_ids is not null`,
    [silentSeconds],
  );
}

/** Frees the jobs that the pool holds, and forgets it. */
export async function releasePool(db: Query, poolId: string): Promise<void> {
  await db.query(
    `with forgotten as (delete from worker_pool where pool_id = $1) select graphile_worker.force_unlock_workers(array[$1])`,
    [poolId],
  );
}

/** The pool has ended in good order and holds no jobs. */
export async function forgetPool(db: Query, poolId: string): Promise<void> {
  await db.query('delete from worker_pool where pool_id = $1', [poolId]);
}
