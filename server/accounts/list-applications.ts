import { activationClock, byUrgency, missingStep } from '#shared/accounts/application.ts';
import type { NewClient } from '#shared/api/joining.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import type { BureauDirectory } from './directory.ts';

/** Every application with its step, its clock and what is missing, for the floor [S13]. */
export const listApplications =
  ({
    store,
    clock,
    directory,
  }: {
    readonly store: Store;
    readonly clock: Clock;
    readonly directory: Pick<BureauDirectory, 'lines'>;
  }) =>
  async (): Promise<NewClient[]> => {
    const { result: all } = await store.transact((tx) => tx.joining.applications());
    const now = clock();
    const called = new Set(directory.lines().flatMap(({ accountId, lastCall }) => (lastCall === undefined ? [] : [accountId])));
    return byUrgency(all).map((application) => {
      const { id, state, form, sentAt, accountId, number } = application;
      return {
        id,
        state,
        firm: form.firm,
        person: form.person.name,
        mobile: form.person.mobile,
        sentAt,
        accountId,
        number,
        clock: activationClock(application, now),
        missing: missingStep(application, accountId !== null && called.has(accountId)),
      };
    });
  };
