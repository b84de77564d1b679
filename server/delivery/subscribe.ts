import type { Identity } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';
import type { PushSubscriptions, PushTarget, Store } from '../ports.ts';

export type SubscribeDeps = {
  readonly subscriptions: PushSubscriptions;
  readonly store: Store;
  readonly poke: (spaces: readonly string[]) => void;
};

/** This device of the person takes notifications; the channel is on for the person's next notes. */
export const subscribe =
  (deps: SubscribeDeps) =>
  async (who: Identity, target: PushTarget): Promise<void> => {
    const personId = personOf(who);
    if (!target.endpoint.startsWith('https://')) {
      throw new CodedError('input.invalid', 'endpoint: must be https', { field: 'endpoint' });
    }
    await deps.subscriptions.add(personId, target);
    await switchPush(deps, personId, true);
  };

/** This device takes none any more; the channel is off with the last device. */
export const unsubscribe =
  (deps: SubscribeDeps) =>
  async (who: Identity, endpoint: string): Promise<void> => {
    const personId = personOf(who);
    await deps.subscriptions.remove(personId, endpoint);
    if ((await deps.subscriptions.of(personId)).length === 0) await switchPush(deps, personId, false);
  };

async function switchPush(deps: SubscribeDeps, personId: string, push: boolean): Promise<void> {
  const { changed } = await deps.store.transact(async (tx) => {
    const person = await tx.get('person', personId);
    if (person === undefined || person.channels.push === push) return;
    await tx.put('person', { ...person, channels: { ...person.channels, push } });
  });
  deps.poke(changed);
}

function personOf(who: Identity): string {
  if (who.role !== 'person') throw new CodedError('access.denied', 'only persons of a roster take notifications');
  return who.personId;
}
