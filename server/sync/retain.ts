import * as z from 'zod/mini';
import { retentionOf } from '#shared/accounts/retention.ts';
import { webhookDaysKept } from '#shared/delivery/webhook.ts';
import { dueRows, type RowsOfCallers } from '#shared/sync/due-rows.ts';
import { isErasable } from '#shared/sync/erasure.ts';
import { fromMs, toMs } from '#shared/time.ts';
import type { ServerTransaction, Store, Traces } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import { type EraseJob, eraseJobName } from './erase.ts';
import { rowsOfAccount } from './find-person.ts';

/** The names of the jobs that look through all accounts once a day, and through one. */
export const retentionJobName = 'retention';
export const retainJobName = 'retain';

const retainJobSchema = z.object({ accountId: z.uuid() });
const day = 24 * 3600_000;
/** Protocols of the last 90 days are served: an older device hands in nothing that it wrote before an erasure. */
const rememberedDays = 90;
const perJob = 500;
/** What is done once is done once a day or a month. */
const doneDays = 40;

export type RetainDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly traces: Pick<Traces, 'forgetMarks' | 'forgetDone' | 'settleJobs' | 'forgetWebhooks'>;
  /** Erasures of a person were given up. */
  readonly onErasuresFailed: (count: number) => void;
};

/** At every start: the look of today; one that waits already is replaced by it. */
export const beginRetention = ({ store }: Pick<RetainDeps, 'store'>) =>
  store.transact((tx) => tx.addJob({ name: retentionJobName, key: retentionJobName, payload: {} }));

/** The job `retention`: asks for a look through every account, and for itself a day later, in one transaction. */
export const retention =
  ({ store, clock, traces, onErasuresFailed }: RetainDeps) =>
  async (): Promise<void> => {
    const now = toMs(clock());
    await traces.forgetMarks(fromMs(now - rememberedDays * day));
    await traces.forgetDone(doneDays);
    const failed = await traces.settleJobs();
    if (failed > 0) onErasuresFailed(failed);
    await traces.forgetWebhooks(fromMs(now - webhookDaysKept * day));
    const accounts = await store.all('account');
    await store.transact(async (tx) => {
      for (const { id } of accounts) await tx.addJob({ name: retainJobName, key: `retain:${id}`, payload: { accountId: id } });
      await tx.addJob({ name: retentionJobName, key: retentionJobName, payload: {}, runAt: fromMs(now + day) });
    });
  };

/** The job `retain`: what the account has kept long enough is erased, each part by a job that outlives this one. */
export const retain =
  ({ store, clock }: Pick<RetainDeps, 'store' | 'clock'>) =>
  async (payload: unknown): Promise<void> => {
    const { accountId } = retainJobSchema.parse(payload);
    await store.transact(async (tx) => {
      for (const job of await eraseJobs(tx, accountId, clock)) await tx.addJob({ name: eraseJobName, payload: job });
    });
  };

async function eraseJobs(tx: ServerTransaction, accountId: string, clock: Clock): Promise<EraseJob[]> {
  const account = await tx.get('account', accountId);
  if (account === undefined) return [];
  const { delivery, ...rows } = await rowsOfAccount(tx, accountId);
  const due = dueRows(rows satisfies RowsOfCallers, retentionOf(account), clock());
  const gone = new Set(due.erase.map(({ id }) => id));
  const deliveries = delivery.filter(({ noteId }) => gone.has(noteId)).map(({ id }) => ({ kind: 'delivery' as const, id }));
  const silent = new Set([...gone, ...due.silence]);
  const recordingIds = rows.note.flatMap(({ id, voicemail }) => (silent.has(id) && voicemail ? [voicemail.recordingId] : []));
  const all = [...deliveries, ...due.erase.filter(({ kind }) => isErasable(kind))];
  const parts = Array.from({ length: Math.ceil(all.length / perJob) }, (_, i) => all.slice(i * perJob, (i + 1) * perJob));
  const bare = { accountId, silence: [], recordingIds: [], names: [], erasure: null };
  const sounds = recordingIds.length === 0 ? [] : [{ ...bare, rows: [], silence: [...due.silence], recordingIds }];
  return [...sounds, ...parts.map((part) => ({ ...bare, rows: part }))];
}
