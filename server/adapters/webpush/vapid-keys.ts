import webpush from 'web-push';
import * as z from 'zod/mini';
import type { Secrets } from '../../ports/store.ts';

const keysSchema = z.object({ publicKey: z.string(), privateKey: z.string() });

export type VapidKeys = z.infer<typeof keysSchema>;

/** The installation's VAPID keys (RFC 8292): made once, since browsers bind their subscriptions to the public one. */
export async function vapidKeys(secrets: Secrets): Promise<VapidKeys> {
  const kept = await secrets.getOrCreate('vapid', () => JSON.stringify(webpush.generateVAPIDKeys()));
  return keysSchema.parse(JSON.parse(kept));
}
