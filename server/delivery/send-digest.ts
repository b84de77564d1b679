import * as z from 'zod/mini';
import type { Account } from '#shared/accounts/account.ts';
import { arrivedFrom, type Month } from '#shared/billing/usage.ts';
import { monthOf } from '#shared/billing/usage-month.ts';
import { writeDigest } from '#shared/delivery/digest-text.ts';
import { digestDue, digestSince } from '#shared/delivery/digest-time.ts';
import { fromMs, instantSchema, toMs } from '#shared/time.ts';
import type { ReadyMail } from '../ports/delivery.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import type { FactsDeps } from './queue-delivery.ts';

/** The names of the jobs that write the overview of a day, and that hand over one of its mails. */
export const digestJobName = 'digest';
export const digestMailJobName = 'digest-mail';

const digestJobSchema = z.object({ accountId: z.uuid(), due: instantSchema });
type DigestJob = z.infer<typeof digestJobSchema>;

/** In the transaction of a change of the overview's setting: the next one is due at the new hour. */
export async function scheduleDigest(tx: ServerTransaction, account: Account, clock: Clock): Promise<void> {
  await dueAfter(tx, account, clock());
}

/**
 * The job `digest`: asks for the next day's overview, whatever becomes of this one, then writes this one, one mail job a mailbox,
 * in one transaction. A job that is cut off or runs twice sends a day once; a server that was away sends each day it missed.
 */
export const writeDigests =
  (deps: FactsDeps & { readonly store: Store }) =>
  async (payload: unknown): Promise<void> => {
    const job = digestJobSchema.parse(payload);
    await deps.store.transact(async (tx) => {
      const account = await dueNow(tx, job);
      if (account !== null && (await tx.once(`${keyOf(job)}:next`))) await dueAfter(tx, account, job.due);
    });
    await deps.store.transact(async (tx) => {
      const account = await dueNow(tx, job);
      if (account === null || !(await tx.once(keyOf(job)))) return;
      for (const [i, mail] of (await mailsOf(deps, tx, { account, due: job.due })).entries()) {
        await tx.addJob({ name: digestMailJobName, key: `${keyOf(job)}:${i}`, payload: mail });
      }
    });
  };

/** A day's own: a job that asked for the next one under its own key would not be tried again. */
const keyOf = ({ accountId, due }: DigestJob): string => `digest:${accountId}:${due}`;

/** The account whose overview it is; null when its setting asks for another hour now, or for none. */
async function dueNow(tx: ServerTransaction, { accountId, due }: DigestJob): Promise<Account | null> {
  const account = await tx.get('account', accountId);
  return account !== undefined && isDue(account, due) ? account : null;
}

/** The setting may have changed since the job was asked for: then the change has asked for another. */
const isDue = ({ digest, timeZone }: Account, due: string): boolean =>
  digest !== undefined && digestDue(digest, timeZone, fromMs(toMs(due) - 1)) === due;

async function dueAfter(tx: ServerTransaction, { id: accountId, digest, timeZone }: Account, after: string): Promise<void> {
  if (digest === undefined) return;
  const payload = { accountId, due: digestDue(digest, timeZone, after) };
  await tx.addJob({ name: digestJobName, key: keyOf(payload), payload, runAt: payload.due });
}

/** Of years of calls and notes only those are read that the day and its month tell of. */
async function mailsOf(
  { publicUrl }: FactsDeps,
  tx: ServerTransaction,
  { account, due }: { readonly account: Account; readonly due: string },
): Promise<ReadyMail[]> {
  const { id, digest, timeZone } = account;
  if (digest === undefined) return [];
  const address = publicUrl.replace(/\/+$/, '');
  const since = digestSince(digest, timeZone, due);
  const written = writeDigest({
    account,
    roster: await tx.list('person', id),
    notes: await tx.notesSince(id, since),
    calls: await tx.clientCallsSince(id, callsFrom(since, monthOf(due, timeZone))),
    contract: await tx.get('contract', id),
    since,
    due,
    link: `${address}/portal`,
  });
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Permanence-Account': id, 'X-Permanence-Kind': 'digest' };
  const { hostname } = new URL(address);
  return digest.to.map((to, i) => ({
    ...written,
    to,
    headers,
    messageId: `<digest.${id}.${toMs(due)}.${i}@${hostname}>`,
  }));
}

/** The day before may belong to the month before. */
const callsFrom = (since: string, month: Month): string => {
  const ofMonth = arrivedFrom(month);
  return since < ofMonth ? since : ofMonth;
};
