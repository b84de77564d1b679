import * as z from 'zod/mini';
import type { Account } from '#shared/accounts/account.ts';
import type { Person } from '#shared/accounts/roster.ts';
import { alertedOf, noContract } from '#shared/billing/contract.ts';
import { arrivedFrom, reachedOf, type Threshold } from '#shared/billing/usage.ts';
import { monthOf, type Usage, usageAt } from '#shared/billing/usage-month.ts';
import { writeUsageMail, writeUsagePush } from '#shared/billing/usage-text.ts';
import { toMs } from '#shared/time.ts';
import { notifyJobName } from '../delivery/notify-question.ts';
import type { FactsDeps } from '../delivery/queue-delivery.ts';
import { digestMailJobName } from '../delivery/send-digest.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';

const usageJobSchema = z.object({ accountId: z.uuid() });

/**
 * The job `usage`: whoever the client named learns once a month that a threshold of the plan is reached [I08]; of several
 * reached at once only the highest is told.
 */
export const watchUsage =
  (deps: FactsDeps & { readonly store: Pick<Store, 'transact'> }) =>
  async (payload: unknown): Promise<void> => {
    const { accountId } = usageJobSchema.parse(payload);
    await deps.store.transact((tx) => look(deps, tx, accountId));
  };

async function look({ clock, publicUrl }: FactsDeps, tx: ServerTransaction, accountId: string): Promise<void> {
  const account = await tx.get('account', accountId);
  if (account === undefined) return;
  const contract = await tx.get('contract', accountId);
  const now = clock();
  const calls = await tx.clientCallsSince(accountId, arrivedFrom(monthOf(now, account.timeZone)));
  const usage = usageAt({ account, contract, calls }, now);
  const threshold = await newThreshold(tx, accountId, usage);
  if (threshold === null) return;
  const told = alertedOf(contract ?? noContract(accountId), await tx.list('person', accountId));
  const line = (await tx.list('line', accountId))[0]?.number ?? null;
  const alert = { account, usage, threshold, line, link: `${publicUrl.replace(/\/+$/, '')}/portal/usage` };
  for (const person of told) await tell(tx, { alert, person, account });
}

/** The highest that is reached, if nobody was told of it; what is passed over counts as told. A larger plan has thresholds of its own. */
async function newThreshold(
  tx: ServerTransaction,
  accountId: string,
  { month, used, capacity }: Usage,
): Promise<Threshold | null> {
  let news: Threshold | null = null;
  for (const threshold of reachedOf(used, capacity)) {
    news = (await tx.once(`usage:${accountId}:${month.from}:${capacity}:${threshold}`)) ? threshold : null;
  }
  return news;
}

type Told = {
  readonly alert: Parameters<typeof writeUsageMail>[0];
  readonly person: Person;
  readonly account: Account;
};

/** By push where his devices take it, and by mail, which is the record. */
async function tell(tx: ServerTransaction, { alert, person, account }: Told): Promise<void> {
  const { capacity, month } = alert.usage;
  const key = `usage:${account.id}:${month.from}:${capacity}:${alert.threshold}:${person.id}`;
  if (person.channels.push) {
    await tx.addJob({ name: notifyJobName, key: `${key}:push`, payload: { message: writeUsagePush(alert, person.id) } });
  }
  if (person.email === null || !person.channels.email) return;
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Permanence-Account': account.id, 'X-Permanence-Kind': 'usage' };
  const messageId = `<usage.${account.id}.${toMs(month.from)}.${capacity}.${alert.threshold}.${person.id}@${new URL(alert.link).hostname}>`;
  const payload = { ...writeUsageMail(alert), to: person.email, headers, messageId };
  await tx.addJob({ name: digestMailJobName, key: `${key}:mail`, payload });
}
