import type { Identity } from '#shared/accounts/access.ts';
import type { AddedWebhook, WebhookAct, Webhooks } from '#shared/api/delivery.ts';
import { mostWebhooks, type WebhookEndpoint, type WebhookEvent } from '#shared/delivery/webhook.ts';
import { writeTestWebhook } from '#shared/delivery/webhook-body.ts';
import { CodedError, present } from '#shared/errors.ts';
import { requireOffice } from '../accounts/require-office.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock, NewId } from '../ports/time.ts';
import { queueWebhook, webhookJob } from './tell-webhooks.ts';
import type { WebhookSecret } from './webhook-secret.ts';

export type KeepWebhooksDeps = {
  readonly store: Pick<Store, 'transact'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secret: WebhookSecret;
  /** Whether the server may call this address. */
  readonly isOutside: (address: string) => boolean;
};
type OfAccount = { readonly accountId: string };
type Named = OfAccount & { readonly webhookId: string };

/** How many of the last deliveries are shown. */
const shown = 100;

/** The account's own systems and what they were told last; for its office and the bureau, like all that follows. */
export const listWebhooks =
  ({ store }: Pick<KeepWebhooksDeps, 'store'>) =>
  async (who: Identity, { accountId }: OfAccount): Promise<Webhooks> => {
    requireOffice(who, accountId);
    const { result } = await store.transact(async (tx) => ({
      endpoints: (await tx.webhooks.endpoints(accountId)).map(({ accountId: _, secretVersion: __, ...endpoint }) => endpoint),
      deliveries: (await tx.webhooks.deliveries(accountId, shown)).map(({ accountId: _, body, ...delivery }) => ({
        ...delivery,
        isErased: body === null,
      })),
    }));
    return result;
  };

/** One system more; its secret is in the answer and is never told again. */
export const addWebhook =
  ({ store, clock, newId, secret, isOutside }: KeepWebhooksDeps) =>
  async (who: Identity, asked: OfAccount & { readonly url: string; readonly events: WebhookEvent[] }): Promise<AddedWebhook> => {
    const { accountId, url, events } = asked;
    requireOffice(who, accountId);
    if (!isOutside(url)) return { outcome: 'not-outside' };
    const one: WebhookEndpoint = {
      ...{ id: newId(), accountId, url, events: [...new Set(events)], createdAt: clock() },
      ...{ secretVersion: 1, rotatedAt: null, failingSince: null, off: null },
    };
    const { result } = await store.transact(async (tx) => {
      if ((await tx.webhooks.endpoints(accountId)).length >= mostWebhooks) return 'too-many';
      await tx.webhooks.saveEndpoint(one);
      return 'added';
    });
    return result === 'added' ? { outcome: result, id: one.id, secret: secret.of(one) } : { outcome: result };
  };

/** `rotate`: a new secret, which is in the answer; the one before signs for a day more. */
export const actOnWebhook =
  (deps: KeepWebhooksDeps) =>
  async (
    who: Identity,
    { accountId, webhookId, act }: Named & { readonly act: WebhookAct },
  ): Promise<{ secret: string | null }> => {
    requireOffice(who, accountId);
    const { result } = await deps.store.transact(async (tx) => {
      const endpoint = await endpointOf(tx, { accountId, webhookId });
      switch (act) {
        case 'rotate':
          return rotate(deps, tx, endpoint);
        case 'turn-on':
          await tx.webhooks.saveEndpoint({ ...endpoint, failingSince: null, off: null });
          return null;
        case 'test':
          await test(deps, tx, endpoint);
          return null;
        case 'remove':
          await tx.webhooks.removeEndpoint(endpoint.id);
          return null;
      }
    });
    return { secret: result };
  };

/** Hands what was sent over once more, under the same id; `webhook.conflict` when there is nothing left to send, or it is off. */
export const sendWebhookAgain =
  ({ store }: Pick<KeepWebhooksDeps, 'store'>) =>
  async (who: Identity, { deliveryId, ...named }: Named & { readonly deliveryId: string }): Promise<{ ok: true }> => {
    requireOffice(who, named.accountId);
    await store.transact(async (tx) => {
      const endpoint = await endpointOf(tx, named);
      const delivery = await tx.webhooks.delivery(deliveryId);
      if (delivery?.endpointId !== endpoint.id) throw new CodedError('webhook.not_found', 'nothing of the kind was sent there');
      requireOn(endpoint);
      if (delivery.body === null) throw new CodedError('webhook.conflict', 'its contents were erased');
      const again = { ...delivery, state: 'waiting', attempts: 0 } as const;
      await tx.webhooks.saveDelivery(again);
      await tx.addJob(webhookJob(again));
    });
    return { ok: true };
  };

async function rotate({ clock, secret }: KeepWebhooksDeps, tx: ServerTransaction, before: WebhookEndpoint): Promise<string> {
  const endpoint = { ...before, secretVersion: before.secretVersion + 1, rotatedAt: clock() };
  await tx.webhooks.saveEndpoint(endpoint);
  return secret.of(endpoint);
}

async function test({ clock, newId }: KeepWebhooksDeps, tx: ServerTransaction, endpoint: WebhookEndpoint): Promise<void> {
  requireOn(endpoint);
  const account = present(await tx.get('account', endpoint.accountId), 'account.not_found');
  const at = clock();
  await queueWebhook(tx, endpoint, { key: newId(), type: 'test', at, body: writeTestWebhook(account, at) });
}

async function endpointOf(tx: ServerTransaction, { accountId, webhookId }: Named): Promise<WebhookEndpoint> {
  const endpoint = await tx.webhooks.endpoint(webhookId);
  if (endpoint?.accountId !== accountId) throw new CodedError('webhook.not_found', 'no such webhook');
  return endpoint;
}

function requireOn({ off }: WebhookEndpoint): void {
  if (off !== null) throw new CodedError('webhook.conflict', 'it is off: turn it on first');
}
