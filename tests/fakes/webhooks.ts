import type { WebhookDelivery, WebhookEndpoint } from '#shared/delivery/webhook.ts';
import type { Webhooks } from '../../server/ports/store.ts';

/** What accounts' own systems are told, in memory, for the store in memory. */
export type WebhooksState = {
  readonly endpoints: Map<string, WebhookEndpoint>;
  readonly deliveries: Map<string, WebhookDelivery>;
};

export const copyOfWebhooks = ({ endpoints, deliveries }: WebhooksState): WebhooksState => ({
  endpoints: new Map(endpoints),
  deliveries: new Map(deliveries),
});

export const webhooksIn = ({ endpoints, deliveries }: WebhooksState): Webhooks => ({
  endpoints: async (accountId) =>
    [...endpoints.values()].filter((one) => one.accountId === accountId).sort((a, b) => (a.id < b.id ? -1 : 1)),
  endpoint: async (id) => endpoints.get(id) ?? null,
  saveEndpoint: async (endpoint) => void endpoints.set(endpoint.id, structuredClone(endpoint)),
  async removeEndpoint(id) {
    endpoints.delete(id);
    for (const [key, { endpointId }] of deliveries) if (endpointId === id) deliveries.delete(key);
  },
  deliveries: async (accountId, limit) =>
    [...deliveries.values()]
      .filter((one) => one.accountId === accountId)
      .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? 1 : -1))
      .slice(0, limit),
  delivery: async (id) => deliveries.get(id) ?? null,
  async addDelivery(delivery) {
    if (deliveries.has(delivery.id)) return false;
    deliveries.set(delivery.id, structuredClone(delivery));
    return true;
  },
  async saveDelivery(delivery) {
    const before = deliveries.get(delivery.id);
    if (before !== undefined) deliveries.set(delivery.id, { ...structuredClone(delivery), body: before.body });
  },
});
