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

/** A job that was taken to be run now. */
export type TakenJob = {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly isLastAttempt: boolean;
};

/** Takes jobs of these names that are due, longest due first; of each queue one at a time. */
export async function takeJobs(
  db: Query,
  { poolId, names, limit }: { readonly poolId: string; readonly names: readonly string[]; readonly limit: number },
): Promise<TakenJob[]> {
  const { rows } = await db.query<TakenJob>({
    name: 'take-jobs',
    text: `with due as (
             select id, job_queue_id, priority, run_at from graphile_worker._private_jobs
             where is_available and run_at <= now()
               and task_id = any(array(select id from graphile_worker._private_tasks where identifier = any($2::text[])))
               and (job_queue_id is null or job_queue_id in (
                 select id from graphile_worker._private_job_queues where is_available for update skip locked
               ))
             order by priority, run_at limit $3 for update skip locked
           ),
           taken as (
             select distinct on (coalesce(job_queue_id, -id)) id, job_queue_id from due
             order by coalesce(job_queue_id, -id), priority, run_at, id
           ),
           queues as (
             update graphile_worker._private_job_queues queue set locked_by = $1, locked_at = now()
             from taken where queue.id = taken.job_queue_id
           )
           update graphile_worker._private_jobs job set attempts = attempts + 1, locked_by = $1, locked_at = now()
           from taken, graphile_worker._private_tasks task where job.id = taken.id and task.id = job.task_id
           returning job.id::text, task.identifier as name, job.payload, job.attempts >= job.max_attempts as "isLastAttempt"`,
    values: [poolId, names, limit],
  });
  return rows;
}

/** Takes jobs that have done their work off the queue, those that the pool still holds. */
export async function endJobs(db: Query, poolId: string, { ids }: { readonly ids: readonly string[] }): Promise<void> {
  await db.query({
    name: 'end-jobs',
    text: `with ended as (
             delete from graphile_worker._private_jobs where id = any($2::bigint[]) and locked_by = $1 returning job_queue_id
           )
           update graphile_worker._private_job_queues queue set locked_by = null, locked_at = null
           from ended where queue.id = ended.job_queue_id and queue.locked_by = $1`,
    values: [poolId, ids],
  });
}

/** Puts jobs that have failed back, to be run again e^attempt seconds later. */
export async function failJobs(
  db: Query,
  poolId: string,
  { ids, errors }: { readonly ids: readonly string[]; readonly errors: readonly string[] },
): Promise<void> {
  await db.query({
    name: 'fail-jobs',
    text: `with failed as (
             update graphile_worker._private_jobs job set last_error = error, locked_by = null, locked_at = null,
               run_at = greatest(now(), run_at) + exp(least(attempts, 10)) * interval '1 second'
             from unnest($2::bigint[], $3::text[]) as failed (id, error)
             where job.id = failed.id and locked_by = $1 returning job_queue_id
           )
           update graphile_worker._private_job_queues queue set locked_by = null, locked_at = null
           from failed where queue.id = failed.job_queue_id and queue.locked_by = $1`,
    values: [poolId, ids, errors],
  });
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

/** The pool has ended in good order and holds no jobs. */
export async function forgetPool(db: Query, poolId: string): Promise<void> {
  await db.query('delete from worker_pool where pool_id = $1', [poolId]);
}
