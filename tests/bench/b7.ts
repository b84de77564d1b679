import { createECDH, randomBytes } from 'node:crypto';
import pg from 'pg';
import * as z from 'zod/mini';
import { placesIn } from '../../server/supervisor/places.ts';
import { embeddedDatabaseUrl } from '../../server/supervisor/postgres.ts';
import { api } from '../../shared/api.ts';
import { signInByHttp } from '../e2e/api-user.ts';
import type { Instance } from '../e2e/instance.ts';
import { openPostOffice, type PostOffice } from '../e2e/post-office.ts';
import { openPushService, type PushService } from '../e2e/push-service.ts';
import { type Figure, latencies } from './figures.ts';
import { withInstallation } from './installation.ts';
import type { Scenario } from './scenario.ts';

const notes = 40;
const smsToken = 'token-of-the-bench-gateway';
const channels = ['email', 'sms', 'push'] as const;
type Channel = (typeof channels)[number];

/** From the instant at which a message may be sent (its job's `run_at`) until the other side has it, before that side answers. */
export const b7: Scenario = {
  name: 'b7',
  isTimed: true,
  async measure(progress) {
    const [post, push] = [await openPostOffice(smsToken), await openPushService()];
    try {
      const env = {
        SMTP_URL: post.smtpUrl,
        MAIL_FROM: 'notes@permanence.test',
        SMS_URL: post.smsUrl,
        SMS_TOKEN: smsToken,
        SMS_FROM: '+33199000100',
        NODE_EXTRA_CA_CERTS: push.certificateFile,
      };
      return await withInstallation(env, (instance) => measureNotes({ instance, post, push }, progress));
    } finally {
      await Promise.all([post.close(), push.close()]);
    }
  },
};

type Surroundings = { readonly instance: Instance; readonly post: PostOffice; readonly push: PushService };

/** One note after the other, each to one person by mail, text and push. */
async function measureNotes({ instance, post, push }: Surroundings, progress: (line: string) => void): Promise<Figure[]> {
  const sofie = await signInByHttp(instance.url, 'sofie@permanence.test');
  await subscribe(instance.url, push.newEndpoint());
  const jan = await sofie.person('Jan de Boer');
  const jobs = await rememberJobs(instance.dataDir);
  const taken: Record<Channel, number[]> = { email: [], sms: [], push: [] };
  progress(`b7: ${notes} notes by mail, text and push`);
  for (let i = 0; i < notes; i++) {
    const matter = `Zaak ${i + 1}.`;
    const noteId = await sofie.lockNote(jan, matter);
    const arrived = {
      email: (await post.mail(matter, (mail) => mail.text?.includes(matter) === true)).at,
      sms: (await post.text(matter, (text) => text.text.includes(matter))).at,
      push: (await push.request(i)).at,
    };
    const runAt = await jobs.runAt(noteId);
    for (const channel of channels) taken[channel].push(arrived[channel] - runAt[channel]);
  }
  await jobs.close();
  return [
    ...latencies('Note’s run time → mail at the mail server', taken.email, { p50: null, p99: null }),
    ...latencies('Note’s run time → text at the SMS gateway', taken.sms, { p50: null, p99: null }),
    ...latencies('B7 run time → push handed over', taken.push, { p50: 100, p99: null }),
  ];
}

/** The client's browser, of which only the address and the keys are there. */
async function subscribe(url: string, endpoint: string): Promise<void> {
  const jan = await signInByHttp(url, 'jan.deboer@example.test');
  const keys = { p256dh: createECDH('prime256v1').generateKeys('base64url'), auth: randomBytes(16).toString('base64url') };
  const response = await jan.request('POST', api.pushSubscribe.path, { endpoint, keys });
  if (!response.ok) throw new Error(`the subscription was refused: ${response.status}`);
}

const runAtSchema = z.array(z.object({ channel: z.enum(channels), run_at: z.date() }));

/** A job is deleted when it is done; a trigger keeps a copy of its run time, at the cost of one small insert per job. */
async function rememberJobs(dataDir: string) {
  const client = new pg.Client(embeddedDatabaseUrl(placesIn(dataDir)));
  await client.connect();
  await client.query(`
    create table bench_job (delivery_id uuid, channel text, run_at timestamptz);
    create function bench_keep_job() returns trigger language plpgsql as $$
      begin
        insert into bench_job values ((new.payload->>'deliveryId')::uuid, new.payload->'message'->>'channel', new.run_at);
        return new;
      end $$;
    create trigger bench_keep_job after insert on graphile_worker._private_jobs for each row execute function bench_keep_job()`);
  return {
    /** When each message of the note might be sent, milliseconds since the epoch. */
    async runAt(noteId: string): Promise<Record<Channel, number>> {
      const { rows } = await client.query(
        `select channel, run_at from bench_job join synced_row on kind = 'delivery' and id = delivery_id
         where body->>'noteId' = $1`,
        [noteId],
      );
      const at = new Map(runAtSchema.parse(rows).map((job) => [job.channel, job.run_at.getTime()]));
      const of = (channel: Channel) => at.get(channel) ?? Number.NaN;
      return { email: of('email'), sms: of('sms'), push: of('push') };
    },
    close: () => client.end(),
  };
}
