import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessJobName, sendAccessLink } from '../accounts/give-access.ts';
import { createPostOutside } from '../adapters/https/post-outside.ts';
import { isOutsideAddress, isPushEndpoint, type Reach } from '../adapters/https/public-address.ts';
import { smsToOutbox } from '../adapters/outbox/sms-to-outbox.ts';
import { createJobs } from '../adapters/postgres/jobs.ts';
import { createSmsSender } from '../adapters/sms/send-sms.ts';
import { mailToOutbox } from '../adapters/smtp/mail-to-outbox.ts';
import { openMailDoor } from '../adapters/smtp/receive-mail.ts';
import { createSmtpMailer } from '../adapters/smtp/send-mail.ts';
import { createPushSender } from '../adapters/webpush/send-push.ts';
import { vapidKeys } from '../adapters/webpush/vapid-keys.ts';
import { watchUsage } from '../billing/watch-usage.ts';
import { usageJobName } from '../calls/show-call.ts';
import type { MailInSettings } from '../config/mail.ts';
import { isLoopback } from '../config/values.ts';
import { climb, climbJobName } from '../delivery/climb.ts';
import { deliver, deliveriesAtOnce, urgentDeliveriesAtOnce } from '../delivery/deliver.ts';
import { notify, notifyJobName } from '../delivery/notify-question.ts';
import { deliverJobName, deliverUrgentJobName, endCallsJobName, telephoneJobName } from '../delivery/queue-delivery.ts';
import { createReturnAddresses, type ReturnAddresses } from '../delivery/return-address.ts';
import { digestJobName, digestMailJobName, writeDigests } from '../delivery/send-digest.ts';
import { sendMessage } from '../delivery/send-message.ts';
import { queueMail, readyMailJobName, sendReadyMail } from '../delivery/send-ready-mail.ts';
import { sendWebhook } from '../delivery/send-webhook.ts';
import { devicesJobName, keepDevices, showDevices } from '../delivery/subscribe.ts';
import { takeMail } from '../delivery/take-mail.ts';
import { endCalls, telephonePerson } from '../delivery/telephone-person.ts';
import { webhookJobName } from '../delivery/tell-webhooks.ts';
import { createWebhookSecret } from '../delivery/webhook-secret.ts';
import { erase, eraseJobName } from '../sync/erase.ts';
import { beginRetention, retain, retainJobName, retention, retentionJobName } from '../sync/retain.ts';
import type { IdentityParts } from './identity.ts';
import type { JoiningParts } from './joining.ts';
import type { Storage } from './storage.ts';
import type { Telephone } from './telephone.ts';
import type { World } from './world.ts';

/** What the doors need of it: the key for browsers, and which of their addresses may be used. */
export type Delivery = Awaited<ReturnType<typeof openDelivery>>;

/** Hands over what must arrive: the jobs that the notes' transactions left. */
export async function openDelivery(
  world: World,
  storage: Storage,
  { poke, floor }: Pick<Telephone, 'poke' | 'floor'>,
  { signIns }: Pick<IdentityParts, 'signIns'>,
  joining: Pick<JoiningParts, 'jobs'>,
) {
  const { config, newId, after, fault, nowMs } = world;
  const addresses = config.mailIn === null ? null : await returnAddresses(storage, config.mailIn);
  const { pool, secrets, store, clock, traces, recordings, subscriptions, outbox, smsReceipts } = storage;
  const reach: Reach = isLoopback(new URL(config.publicUrl).hostname) ? 'any' : 'public';
  const post = createPostOutside({ reach });
  const webhookSecret = createWebhookSecret(await storage.signingKey('webhook'));
  const keys = await vapidKeys(secrets);
  const smtp = config.mail.smtpUrl === null ? null : createSmtpMailer({ url: config.mail.smtpUrl, from: config.mail.from });
  const email = {
    send: smtp?.send ?? mailToOutbox({ outbox, clock, newId, folder: join(config.dataDir, 'mail'), from: config.mail.from }),
    readRecording: recordings.read,
    faxDomain: config.mail.faxDomain,
    returns: addresses?.of ?? null,
  };
  const senders = {
    email,
    sms: {
      send: config.sms === null ? smsToOutbox({ outbox, clock, newId }) : createSmsSender(config.sms),
      receipts: smsReceipts,
    },
    push: {
      send: createPushSender({ keys, subject: config.vapidSubject, post, nowMs }),
      subscriptions,
      newNotes: store.newNotesOf,
      onGone: showDevices({ subscriptions, store, poke }),
    },
    after,
  };
  const readyMail = sendReadyMail({ send: email.send, onRefused: () => world.note('mail.refused') });
  const messages = await createJobs({
    pool,
    concurrency: deliveriesAtOnce,
    tasks: { [deliverJobName]: deliver({ store, poke, clock, send: sendMessage(senders) }) },
    onError: fault,
  });
  // what somebody waits for, with turns of its own: neither behind a wave of notes or overviews, nor for a channel that hangs under them
  const send = sendMessage(senders);
  const urgent = await createJobs({
    pool,
    concurrency: urgentDeliveriesAtOnce,
    tasks: {
      [deliverUrgentJobName]: deliver({ store, poke, clock, send }),
      [climbJobName]: climb({ store, poke, clock, publicUrl: config.publicUrl }),
      [notifyJobName]: notify({ send, onFailed: (problem) => world.note('push.not_notified', { problem }) }),
    },
    onError: fault,
  });
  const jobs = await createJobs({
    pool,
    concurrency: 8,
    tasks: {
      [devicesJobName]: keepDevices({ subscriptions, store, poke }),
      [digestJobName]: writeDigests({ store, clock, publicUrl: config.publicUrl }),
      [retentionJobName]: retention({
        store,
        clock,
        traces,
        onErasuresFailed: (count) => world.note('erasure.failed', { count }),
      }),
      [retainJobName]: retain({ store, clock }),
      [eraseJobName]: erase({ store, clock, poke, traces }),
      [digestMailJobName]: readyMail,
      [readyMailJobName]: readyMail,
      ...joining.jobs(readyMail),
      [usageJobName]: watchUsage({ store, clock, publicUrl: config.publicUrl }),
      [accessJobName]: sendAccessLink({
        store,
        signIns,
        send: email.send,
        publicUrl: config.publicUrl,
        newId,
        onRefused: () => world.note('access.refused'),
      }),
    },
    onError: fault,
  });
  await beginRetention({ store });
  // workers of their own: a telephone that rings for a minute holds up no mail
  const calls = await createJobs({
    pool,
    concurrency: 16,
    tasks: {
      [telephoneJobName]: telephonePerson({ store, poke, clock, publicUrl: config.publicUrl, calls: floor.persons }),
      [endCallsJobName]: endCalls({ calls: floor.persons }),
    },
    onError: fault,
  });
  // and a client's slow system holds up no telephone
  const hooks = await createJobs({
    pool,
    concurrency: 8,
    tasks: {
      [webhookJobName]: sendWebhook({
        ...{ store, clock, nowMs, random: Math.random, publicUrl: config.publicUrl },
        ...{ post, secret: webhookSecret, queueMail },
      }),
    },
    onError: fault,
  });
  const mailDoor = addresses === null ? null : await openMailIn(world, storage, { poke, addresses });
  return {
    /** For browsers that want notifications. */
    pushKey: keys.publicKey,
    /** Whether a push may be sent there. */
    isEndpoint: (endpoint: string) => isPushEndpoint(endpoint, reach),
    /** Whether a client's own system may be told there. */
    isOutside: (address: string) => isOutsideAddress(address, reach),
    webhookSecret,
    /** Resolves when the running jobs have ended. */
    async stop(): Promise<void> {
      await mailDoor?.close();
      await Promise.all([messages.stop(), urgent.stop(), jobs.stop(), calls.stop(), hooks.stop()]);
      smtp?.close();
    },
  };
}

const returnAddresses = async ({ signingKey }: Storage, { domain }: MailInSettings): Promise<ReturnAddresses> =>
  createReturnAddresses({ key: await signingKey('mail-return'), domain });

type MailInParts = Pick<Telephone, 'poke'> & { readonly addresses: ReturnAddresses };

/** Takes in answers to mails and reports of their return; null without `MAIL_IN_LISTEN`. */
async function openMailIn({ config, fault, refusals }: World, { store, clock }: Storage, { poke, addresses }: MailInParts) {
  if (config.mailIn === null) return null;
  const { listen, domain, tls } = config.mailIn;
  return openMailDoor({
    listen,
    name: domain,
    tls: tls && { cert: await readFile(tls.certFile, 'utf8'), key: await readFile(tls.keyFile, 'utf8') },
    mailIn: takeMail({ store, poke, clock, publicUrl: config.publicUrl, addresses }),
    onRefused: refusals.at('mail'),
    onFault: (cause) => fault('mail.in', cause),
  });
}
