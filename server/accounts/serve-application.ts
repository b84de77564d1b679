import type { Application } from '#shared/accounts/application.ts';
import { welcomeMail } from '#shared/accounts/join-mail.ts';
import { newAccount, trainedToo } from '#shared/accounts/new-account.ts';
import { scriptOfTrade } from '#shared/accounts/trade-proposals.ts';
import { scriptTemplates } from '#shared/notes/script-templates/templates.ts';
import type { Operator } from '#shared/operators/operator.ts';
import type { Space } from '#shared/sync/rows.ts';
import type { QueueMail } from '../ports/delivery.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock, NewId } from '../ports/time.ts';

export type ServeDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly queueMail: QueueMail;
  readonly publicUrl: string;
  /** The lists by which calls are routed and pages identified, then the devices. */
  readonly follow: (changed: readonly Space[]) => Promise<void>;
};

/**
 * Makes the account of a confirmed applicant, with its number, in one transaction: the next call to it is answered. Without a
 * free number he waits until one is added. Resolves with the application as it is now; null when there is none.
 */
export const serveApplication =
  (deps: ServeDeps) =>
  async (id: string): Promise<Application | null> => {
    const operators = await deps.store.all('operator');
    const { result, changed } = await deps.store.transact(async (tx) => {
      await tx.joining.takeTurn();
      const application = await tx.joining.application(id);
      const isDue = application?.state === 'confirmed' || application?.state === 'waiting';
      return isDue ? serve(deps, tx, application, operators) : application;
    });
    if (changed.length > 0) await deps.follow(changed);
    return result;
  };

/** Those who wait for a number, longest first, as long as there are numbers. */
export const serveWaiting = (deps: ServeDeps) => async (): Promise<void> => {
  const { result: all } = await deps.store.transact((tx) => tx.joining.applications());
  const waiting = all.filter(({ state }) => state === 'waiting');
  const longestFirst = waiting.toSorted((a, b) => ((a.confirmedAt ?? '') < (b.confirmedAt ?? '') ? -1 : 1));
  for (const { id } of longestFirst) if ((await serveApplication(deps)(id))?.state === 'waiting') return;
};

async function serve(
  deps: ServeDeps,
  tx: ServerTransaction,
  application: Application,
  operators: readonly Operator[],
): Promise<Application> {
  const { form, personId, acceptance } = application;
  const [accountId, at] = [deps.newId(), deps.clock()];
  const number = await tx.joining.giveNumber({ accountId, country: form.country, at });
  if (number === null) return keep(tx, { ...application, state: 'waiting' });
  const script = scriptOfTrade(scriptTemplates[form.language], form.trade);
  const { account, line, person } = newAccount(form, { accountId, lineId: deps.newId(), personId, number, script });
  await tx.put('account', account);
  await tx.put('line', line);
  await tx.put('person', person);
  for (const { id } of operators) await train(tx, id, account);
  await tx.joining.addAgreement(accountId, acceptance);
  await deps.queueMail(tx, mailOf(deps, application, number), `welcome:${accountId}`);
  return keep(tx, { ...application, state: 'live', liveAt: at, accountId, number });
}

async function train(tx: ServerTransaction, operatorId: string, account: Parameters<typeof trainedToo>[1]): Promise<void> {
  const operator = await tx.get('operator', operatorId);
  const trained = operator && trainedToo(operator, account);
  if (trained) await tx.put('operator', trained);
}

async function keep(tx: ServerTransaction, application: Application): Promise<Application> {
  await tx.joining.saveApplication(application);
  return application;
}

function mailOf({ publicUrl }: ServeDeps, { id, form }: Application, number: string) {
  const address = publicUrl.replace(/\/+$/, '');
  return {
    ...welcomeMail({ form, number }, `${address}/portal`),
    to: form.person.email,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Permanence-Kind': 'welcome' },
    messageId: `<welcome.${id}@${new URL(address).hostname}>`,
  };
}
