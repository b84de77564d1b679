import { join } from 'node:path';
import { smsToOutbox } from '../adapters/outbox/sms-to-outbox.ts';
import { createJobs } from '../adapters/postgres/jobs.ts';
import { createSmsSender } from '../adapters/sms/send-sms.ts';
import { mailToOutbox } from '../adapters/smtp/mail-to-outbox.ts';
import { createSmtpMailer } from '../adapters/smtp/send-mail.ts';
import { isPushEndpoint, type Reach } from '../adapters/webpush/public-address.ts';
import { createPushSender } from '../adapters/webpush/send-push.ts';
import { vapidKeys } from '../adapters/webpush/vapid-keys.ts';
import { isLoopback } from '../config.ts';
import { climb, climbJobName } from '../delivery/climb.ts';
import { deliver } from '../delivery/deliver.ts';
import { deliverJobName } from '../delivery/queue-delivery.ts';
import { sendMessage } from '../delivery/send-message.ts';
import { showDevices } from '../delivery/subscribe.ts';
import type { Storage } from './storage.ts';
import type { Telephone } from './telephone.ts';
import type { World } from './world.ts';

/** What the doors need of it: the key for browsers, and which of their addresses may be used. */
export type Delivery = Awaited<ReturnType<typeof openDelivery>>;

/** Hands over what must arrive: the jobs that the notes' transactions left. */
export async function openDelivery(world: World, storage: Storage, { poke }: Pick<Telephone, 'poke'>) {
  const { config, newId, after, fault } = world;
  const { pool, secrets, store, clock, recordings, subscriptions, outbox, smsReceipts } = storage;
  const pushReach: Reach = isLoopback(new URL(config.publicUrl).hostname) ? 'any' : 'public';
  const keys = await vapidKeys(secrets);
  const smtp = config.mail.smtpUrl === null ? null : createSmtpMailer({ url: config.mail.smtpUrl, from: config.mail.from });
  const send = sendMessage({
    email: {
      send: smtp?.send ?? mailToOutbox({ outbox, clock, newId, folder: join(config.dataDir, 'mail'), from: config.mail.from }),
      readRecording: recordings.read,
    },
    sms: {
      send: config.sms === null ? smsToOutbox({ outbox, clock, newId }) : createSmsSender(config.sms),
      receipts: smsReceipts,
    },
    push: {
      send: createPushSender({ keys, subject: config.vapidSubject, reach: pushReach }),
      subscriptions,
      onGone: showDevices({ subscriptions, store, poke }),
    },
    after,
  });
  const jobs = await createJobs({
    pool,
    concurrency: 8,
    tasks: {
      [deliverJobName]: deliver({ store, poke, clock, send }),
      [climbJobName]: climb({ store, poke, clock, publicUrl: config.publicUrl }),
    },
    onError: fault,
  });
  return {
    /** For browsers that want notifications. */
    pushKey: keys.publicKey,
    /** Whether a push may be sent there. */
    isEndpoint: (endpoint: string) => isPushEndpoint(endpoint, pushReach),
    /** Resolves when the running jobs have ended. */
    async stop(): Promise<void> {
      await jobs.stop();
      smtp?.close();
    },
  };
}
