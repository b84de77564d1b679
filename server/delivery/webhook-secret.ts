import { createHmac } from 'node:crypto';
import { signingVersions, type WebhookEndpoint } from '#shared/delivery/webhook.ts';
import type { Instant } from '#shared/time.ts';

/** The secrets with which webhooks are signed (Standard Webhooks, `v1`). */
export type WebhookSecret = {
  /** `whsec_…`, as the client gets it. */
  of(endpoint: Pick<WebhookEndpoint, 'id' | 'secretVersion'>): string;
  /**
   * The headers of one attempt: who knows one of the endpoint's secrets can tell that id, time and body are ours. `at` is an instant
   * of the rules, `realMs` the real time, by which the receiver tells what is old.
   */
  sign(
    endpoint: Pick<WebhookEndpoint, 'id' | 'secretVersion' | 'rotatedAt'>,
    message: { readonly id: string; readonly body: string },
    time: { readonly at: Instant; readonly realMs: number },
  ): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;
};

/** Made of a key of the installation, the endpoint and the secret's number: no row holds one, and it can be shown once only. */
export function createWebhookSecret(key: string): WebhookSecret {
  const bytes = (id: string, version: number) => createHmac('sha256', key).update(`${id}:${version}`).digest();
  return {
    of: ({ id, secretVersion }) => `whsec_${bytes(id, secretVersion).toString('base64')}`,
    sign(endpoint, { id, body }, { at, realMs }) {
      const timestamp = String(Math.floor(realMs / 1000));
      const signatures = signingVersions(endpoint, at).map((version) =>
        createHmac('sha256', bytes(endpoint.id, version)).update(`${id}.${timestamp}.${body}`).digest('base64'),
      );
      return {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
      };
    },
  };
}
