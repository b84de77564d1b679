import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { createPostOutside } from '../../server/adapters/https/post-outside.ts';
import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createPushSubscriptions } from '../../server/adapters/postgres/push-subscriptions.ts';
import { createRecordings } from '../../server/adapters/postgres/recordings.ts';
import { createSecrets } from '../../server/adapters/postgres/secrets.ts';
import { createSmsReceipts } from '../../server/adapters/postgres/sms-receipts.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { createSmsSender } from '../../server/adapters/sms/send-sms.ts';
import { createSmtpMailer } from '../../server/adapters/smtp/send-mail.ts';
import { createPushSender } from '../../server/adapters/webpush/send-push.ts';
import { vapidKeys } from '../../server/adapters/webpush/vapid-keys.ts';
import { climb, climbJobName } from '../../server/delivery/climb.ts';
import { deliver, deliveriesAtOnce, urgentDeliveriesAtOnce } from '../../server/delivery/deliver.ts';
import { deliverJobName, deliverUrgentJobName } from '../../server/delivery/queue-delivery.ts';
import { type Senders, sendMessage } from '../../server/delivery/send-message.ts';
import { showDevices } from '../../server/delivery/subscribe.ts';

/*
 * The delivering part of a server, on real senders, to be killed: `node mail-room.ts <settings as JSON>`. It says `loaded`,
 * begins when it is told anything, and ends with its parent.
 */

const settingsSchema = z.object({
  databaseUrl: z.string(),
  smtpUrl: z.string(),
  sms: z.object({ url: z.string(), token: z.string(), from: z.string() }),
  certificateFile: z.string(),
  publicUrl: z.string(),
});
export type MailRoomSettings = z.infer<typeof settingsSchema>;

const { databaseUrl, smtpUrl, sms, certificateFile, publicUrl } = settingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const clock = () => new Date().toISOString();
const poke = () => undefined;
const end = () => process.exit(1);
process.on('disconnect', end);

process.send?.('loaded');
await once(process, 'message');

const pool = createPool({ connectionString: databaseUrl, max: 12, onError: end });
const store = createStore({ pool, clock });
const subscriptions = createPushSubscriptions(pool);
const senders: Senders = {
  email: {
    send: createSmtpMailer({ url: smtpUrl, from: 'notes@permanence.test' }).send,
    readRecording: createRecordings(pool).read,
    faxDomain: null,
    returns: null,
  },
  sms: { send: createSmsSender(sms), receipts: createSmsReceipts(pool) },
  push: {
    send: createPushSender({
      keys: await vapidKeys(createSecrets(pool)),
      subject: 'mailto:notes@permanence.test',
      post: createPostOutside({ reach: 'any', ca: await readFile(certificateFile) }),
      nowMs: () => Date.now(),
    }),
    subscriptions,
    newNotes: store.newNotesOf,
    onGone: showDevices({ subscriptions, store, poke }),
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const onError = (what: string, error: unknown) => console.error(what, error);
await createJobs({
  pool,
  concurrency: deliveriesAtOnce,
  tasks: { [deliverJobName]: deliver({ store, poke, clock, send: sendMessage(senders) }) },
  onError,
});
await createJobs({
  pool,
  concurrency: urgentDeliveriesAtOnce,
  tasks: { [deliverUrgentJobName]: deliver({ store, poke, clock, send: sendMessage(senders) }) },
  onError,
});
await createJobs({
  pool,
  concurrency: 8,
  tasks: { [climbJobName]: climb({ store, poke, clock, publicUrl }) },
  onError,
});
