import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Kind } from '#shared/sync/rows.ts';
import { createContactImports } from '../adapters/postgres/contact-imports.ts';
import { createDirectorySearch } from '../adapters/postgres/directory-search.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { createOperatorTelephones } from '../adapters/postgres/operator-telephones.ts';
import { createOutboundLedger } from '../adapters/postgres/outbound-ledger.ts';
import { createOutbox } from '../adapters/postgres/outbox.ts';
import { createPersonPins } from '../adapters/postgres/person-pins.ts';
import { createPool } from '../adapters/postgres/pool.ts';
import { createPushSubscriptions } from '../adapters/postgres/push-subscriptions.ts';
import { createRecordings } from '../adapters/postgres/recordings.ts';
import { createSecrets } from '../adapters/postgres/secrets.ts';
import { createSignInFailures } from '../adapters/postgres/sign-in-failures.ts';
import { createSmsReceipts } from '../adapters/postgres/sms-receipts.ts';
import { createSmsReplies } from '../adapters/postgres/sms-replies.ts';
import { createStore } from '../adapters/postgres/store.ts';
import { createTraces } from '../adapters/postgres/traces.ts';
import { createVoicemailGreetings } from '../adapters/postgres/voicemail-greetings.ts';
import { removeMail } from '../adapters/smtp/remove-mail.ts';
import { openClock } from '../clock.ts';
import { digestUnder } from '../sync/erased-marks.ts';
import type { World } from './world.ts';

/** Everything that stands in the database. */
export type Storage = Awaited<ReturnType<typeof openStorage>>;

/** The database at this version, and what stands in it. */
export async function openStorage({ config, fault }: World) {
  const pool = createPool({
    connectionString: config.databaseUrl,
    max: 16,
    onError: (cause) => fault('database.connection', cause),
  });
  await migrate(pool);
  const secrets = createSecrets(pool);
  const clock = await openClock(secrets, config.demoNow);
  /** A key for signing, made once for the installation. */
  const signingKey = (name: string) => secrets.getOrCreate(name, () => randomBytes(32).toString('base64url'));
  let onWritten: (kinds: ReadonlySet<Kind>) => void = () => undefined;
  return {
    pool,
    secrets,
    clock,
    store: createStore({ pool, clock, onWritten: (kinds) => onWritten(kinds) }),
    /** From now on this is told, after each commit, of which kinds the rows are that it wrote. */
    whenWritten(tell: typeof onWritten): void {
      onWritten = tell;
    },
    recordings: createRecordings(pool),
    greetings: createVoicemailGreetings(pool),
    subscriptions: createPushSubscriptions(pool),
    outbox: createOutbox(pool),
    smsReceipts: createSmsReceipts(pool),
    smsReplies: createSmsReplies(pool),
    outboundLedger: createOutboundLedger(pool),
    telephones: createOperatorTelephones(pool),
    pins: createPersonPins(pool),
    contactImports: createContactImports(pool),
    directorySearch: createDirectorySearch(config.databaseUrl),
    signInFailures: createSignInFailures(pool),
    signingKey,
    digest: digestUnder(await signingKey('erasure')),
    traces: createTraces(pool, removeMail(join(config.dataDir, 'mail'))),
    answers: async () => (await pool.query('select 1')).rowCount === 1,
  };
}
