import { expect, test } from 'vitest';
import type { WebhookDelivery } from '#shared/delivery/webhook.ts';
import type { ServerTransaction, Store } from '../../server/ports/store.ts';
import { anEndpoint } from '../fixtures/delivery.ts';
import { anId } from '../fixtures/rows.ts';

const aDelivery = (over: Partial<WebhookDelivery>): WebhookDelivery => ({
  id: anId(),
  endpointId: anId(),
  accountId: anId(),
  type: 'note.created',
  at: '2026-11-19T09:42:00.000Z',
  body: '{"text":"é\\u0000"}',
  state: 'waiting',
  attempts: 0,
  triedAt: null,
  status: null,
  problem: null,
  ...over,
});

/** What telling accounts' own systems relies on. `open` gives an empty store. */
export function webhooksContract(open: () => Promise<Store>): void {
  const inTurn = async <T>(store: Store, run: (tx: ServerTransaction) => Promise<T>) => (await store.transact(run)).result;

  test('an endpoint is read as it was written last, by its account alone, oldest first', async () => {
    const store = await open();
    const [first, second, foreign] = [
      anEndpoint({ id: anId() }),
      anEndpoint({ id: anId() }),
      anEndpoint({ id: anId(), accountId: anId() }),
    ];
    const [older, newer] = first.id < second.id ? [first, second] : [second, first];
    const off = { ...newer, off: { at: '2026-11-20T09:42:00.000Z', why: 'gone' as const } };
    await inTurn(store, async (tx) => {
      for (const endpoint of [newer, older, foreign, off]) await tx.webhooks.saveEndpoint(endpoint);
    });
    expect(await inTurn(store, (tx) => tx.webhooks.endpoints(older.accountId))).toEqual([older, off]);
    expect(await inTurn(store, (tx) => tx.webhooks.endpoint(foreign.id))).toEqual(foreign);
    expect(await inTurn(store, (tx) => tx.webhooks.endpoint(anId()))).toBeNull();
  });

  test('what is sent is added once and never changes, what becomes of it does', async () => {
    const store = await open();
    const endpoint = anEndpoint({ id: anId() });
    const delivery = aDelivery({ endpointId: endpoint.id, accountId: endpoint.accountId });
    await inTurn(store, (tx) => tx.webhooks.saveEndpoint(endpoint));
    expect(await inTurn(store, (tx) => tx.webhooks.addDelivery(delivery))).toBe(true);
    expect(await inTurn(store, (tx) => tx.webhooks.addDelivery({ ...delivery, body: 'other' }))).toBe(false);
    const tried = { state: 'delivered', attempts: 2, triedAt: '2026-11-19T09:43:00.000Z', status: 204 } as const;
    await inTurn(store, (tx) => tx.webhooks.saveDelivery({ ...delivery, ...tried, body: 'other' }));
    expect(await inTurn(store, (tx) => tx.webhooks.delivery(delivery.id))).toEqual({ ...delivery, ...tried });
  });

  test('the last deliveries come first, and go with their endpoint', async () => {
    const store = await open();
    const endpoint = anEndpoint({ id: anId() });
    const about = { endpointId: endpoint.id, accountId: endpoint.accountId };
    const early = aDelivery(about);
    const late = aDelivery({ ...about, at: '2026-11-19T09:43:00.000Z', problem: 'timeout' });
    await inTurn(store, async (tx) => {
      await tx.webhooks.saveEndpoint(endpoint);
      for (const delivery of [late, early]) await tx.webhooks.addDelivery(delivery);
    });
    expect(await inTurn(store, (tx) => tx.webhooks.deliveries(endpoint.accountId, 9))).toEqual([late, early]);
    expect(await inTurn(store, (tx) => tx.webhooks.deliveries(endpoint.accountId, 1))).toEqual([late]);
    expect(await inTurn(store, (tx) => tx.webhooks.deliveries(anId(), 9))).toEqual([]);
    await inTurn(store, (tx) => tx.webhooks.removeEndpoint(endpoint.id));
    expect(await inTurn(store, (tx) => tx.webhooks.deliveries(endpoint.accountId, 9))).toEqual([]);
    expect(await inTurn(store, (tx) => tx.webhooks.endpoints(endpoint.accountId))).toEqual([]);
  });
}
