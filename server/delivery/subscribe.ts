import * as z from 'zod/mini';
import type { Identity } from '#shared/accounts/access.ts';
import { accessOf } from '#shared/accounts/roster.ts';
import { CodedError } from '#shared/errors.ts';
import type { PushSubscriptions, PushTarget } from '../ports/delivery.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';

/** The name of the job that looks which devices a person still has. */
export const devicesJobName = 'devices';

const devicesJobSchema = z.object({ personId: z.uuid() });

export type SubscribeDeps = {
  readonly subscriptions: PushSubscriptions;
  readonly store: Store;
  readonly poke: (spaces: readonly string[]) => void;
  /** Whether a push may ever be sent to this address: it comes from a browser, and the server will call it. */
  readonly isEndpoint: (endpoint: string) => boolean;
};

/** This device of the person takes notifications; the channel is on for the person's next notes. */
export const subscribe =
  (deps: SubscribeDeps) =>
  async (who: Identity, target: PushTarget): Promise<void> => {
    const personId = personOf(who);
    if (!deps.isEndpoint(target.endpoint)) {
      throw new CodedError('input.invalid', 'endpoint: must be https, of a public push service', { field: 'endpoint' });
    }
    await deps.subscriptions.add(personId, target);
    await showDevices(deps)(personId);
  };

/** This device takes none any more. */
export const unsubscribe =
  (deps: SubscribeDeps) =>
  async (who: Identity, endpoint: string): Promise<void> => {
    const personId = personOf(who);
    await deps.subscriptions.remove(personId, endpoint);
    await showDevices(deps)(personId);
  };

/** In the transaction that changes what a person may see, or takes him off the roster: his devices follow. */
export const followAccess = (tx: ServerTransaction, personId: string): Promise<void> =>
  tx.addJob({ name: devicesJobName, key: `devices:${personId}`, payload: { personId } });

/** The job `devices`. */
export const keepDevices = (deps: Pick<SubscribeDeps, 'subscriptions' | 'store' | 'poke'>) => {
  const show = showDevices(deps);
  return async (payload: unknown): Promise<void> => show(devicesJobSchema.parse(payload).personId);
};

/**
 * Who may see nothing any more is notified nowhere: a device that is added at that very moment is taken away by this look, or by
 * that of the job. The person's push channel is on exactly while a device takes notifications: the last one that turns them off, or of
 * which the push service says that it is gone, turns the channel off. The next notes then plan no push, desk and floor
 * show the channels that there are, and the portal offers to turn notifications on again.
 */
export const showDevices =
  (deps: Pick<SubscribeDeps, 'subscriptions' | 'store' | 'poke'>) =>
  async (personId: string): Promise<void> => {
    const shown = await deps.store.get('person', personId);
    if (shown === undefined || accessOf(shown) === 'none') await deps.subscriptions.removeAll(personId);
    const push = (await deps.subscriptions.of(personId)).length > 0;
    const { changed } = await deps.store.transact(async (tx) => {
      const person = await tx.get('person', personId);
      if (person === undefined || person.channels.push === push) return;
      await tx.put('person', { ...person, channels: { ...person.channels, push } });
    });
    deps.poke(changed);
  };

function personOf(who: Identity): string {
  if (who.role !== 'person') throw new CodedError('access.denied', 'only persons of a roster take notifications');
  return who.personId;
}
