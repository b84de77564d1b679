import { agreementIn } from '#shared/accounts/agreement.ts';
import { type Acceptance, type ApplicationForm, applicationKeptDays } from '#shared/accounts/application.ts';
import { priceBookOn, quoteOf } from '#shared/billing/price-book.ts';
import { readVatNumber } from '#shared/billing/vat.ts';
import { CodedError } from '#shared/errors.ts';
import { fromMs, type Instant, toMs } from '#shared/time.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock, NewId } from '../ports/time.ts';
import type { Limit } from './limit-attempts.ts';

/** The names of the jobs that mail a code, and that forget an application. */
export const codeMailJobName = 'application-code';
export const forgetJobName = 'application-forget';

export type ApplyDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Seconds to wait, 0 when it may be done. */
  readonly limit: (limits: readonly Limit[]) => Promise<number>;
};

export type Applied = { readonly outcome: 'sent' } | { readonly outcome: 'too-many'; readonly waitSeconds: number };

/**
 * Takes the form of somebody who wants to become a client [P02] and mails him a code. Written anew before his address is
 * confirmed, it replaces what was written; afterwards it changes nothing. An address that is known here is answered alike.
 */
export const apply =
  (deps: ApplyDeps) =>
  async ({ id, form }: { readonly id: string; readonly form: ApplicationForm }, address: string): Promise<Applied> => {
    const acceptance = acceptanceOf(form, deps.clock());
    const waitSeconds = await deps.limit([
      { key: `application from ${address}`, most: 20 },
      { key: `application of ${form.person.email.toLowerCase()}`, most: 3 },
    ]);
    if (waitSeconds > 0) return { outcome: 'too-many', waitSeconds };
    await deps.store.transact((tx) => keep(deps, tx, { id, form, acceptance }));
    return { outcome: 'sent' };
  };

/** What is agreed to: the prices and the text of today, and no others. */
function acceptanceOf(form: ApplicationForm, now: Instant): Acceptance {
  const { firm, language, planId, optionIds, country, vatNumber, agreement } = form;
  if (vatNumber !== undefined && readVatNumber(vatNumber, country) !== vatNumber) {
    throw new CodedError('input.invalid', 'no VAT number of this country', { field: 'form.vatNumber' });
  }
  const quote = quoteOf(priceBookOn(now.slice(0, 10)), { planId, optionIds, country, vatNumber });
  if (quote === null) throw new CodedError('input.invalid', 'no such plan or option', { field: 'form.planId' });
  const { version } = agreementIn(language);
  if (agreement.version !== version) {
    throw new CodedError('input.invalid', 'the agreement has changed', { field: 'form.agreement.version' });
  }
  const identified = quote.vatRule === 'reverse-charge' && vatNumber !== undefined && { vatNumber };
  return { firm, ...identified, version, language, acceptedBy: agreement.acceptedBy, acceptedAt: now, quote };
}

type Written = { readonly id: string; readonly form: ApplicationForm; readonly acceptance: Acceptance };

async function keep({ newId, clock }: ApplyDeps, tx: ServerTransaction, { id, form, acceptance }: Written): Promise<void> {
  const before = await tx.joining.application(id);
  if (before !== null && before.state !== 'unconfirmed') return;
  const now = clock();
  await tx.joining.saveApplication({
    id,
    state: 'unconfirmed',
    form,
    acceptance,
    personId: before?.personId ?? newId(),
    round: (before?.round ?? 0) + 1,
    wrong: 0,
    sentAt: now,
    confirmedAt: null,
    liveAt: null,
    accountId: null,
    number: null,
  });
  await tx.addJob({ name: codeMailJobName, key: `${codeMailJobName}:${id}`, payload: { id } });
  await forgetLater(tx, id, now);
}

/** Its author has so long to come back. */
export const forgetLater = (tx: ServerTransaction, id: string, now: Instant): Promise<void> =>
  tx.addJob({
    name: forgetJobName,
    key: `${forgetJobName}:${id}`,
    payload: { id },
    runAt: fromMs(toMs(now) + applicationKeptDays * 24 * 3600_000),
  });
