import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Identity } from '#shared/accounts/access.ts';
import type { sockets } from '#shared/api.ts';
import type { BureauHours } from '#shared/calls/routing.ts';
import { CodedError } from '#shared/errors.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Space } from '#shared/sync/rows.ts';
import { uuidv7 } from '#shared/uuid.ts';
import { createDirectory } from './accounts/directory.ts';
import { identityOf } from './accounts/identify.ts';
import { authRoutes } from './accounts/routes.ts';
import { ariRequests } from './adapters/asterisk/ari.ts';
import { createBoothPhones } from './adapters/asterisk/booth-phones.ts';
import { createAsteriskTelephony } from './adapters/asterisk/telephony.ts';
import { unattendedRecordings } from './adapters/asterisk/unattended.ts';
import { createAuth } from './adapters/auth/auth.ts';
import { janusAnswers } from './adapters/janus/answers.ts';
import type { JanusUser, SipCredentials } from './adapters/janus/messages.ts';
import { attachJanus } from './adapters/janus/proxy.ts';
import { smsToOutbox } from './adapters/outbox/sms-to-outbox.ts';
import { createJobs } from './adapters/postgres/jobs.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { createOutbox } from './adapters/postgres/outbox.ts';
import { createPool } from './adapters/postgres/pool.ts';
import { createPushSubscriptions } from './adapters/postgres/push-subscriptions.ts';
import { createRecordings } from './adapters/postgres/recordings.ts';
import { createSecrets } from './adapters/postgres/secrets.ts';
import { createSignInFailures } from './adapters/postgres/sign-in-failures.ts';
import { createSmsReceipts } from './adapters/postgres/sms-receipts.ts';
import { createSmsReplies } from './adapters/postgres/sms-replies.ts';
import { createStore } from './adapters/postgres/store.ts';
import { createVoicemailGreetings } from './adapters/postgres/voicemail-greetings.ts';
import { createSmsSender } from './adapters/sms/send-sms.ts';
import { mailToOutbox } from './adapters/smtp/mail-to-outbox.ts';
import { createSmtpMailer } from './adapters/smtp/send-mail.ts';
import { createEspeak } from './adapters/speech/espeak.ts';
import { createGreetingFiles } from './adapters/speech/greeting-files.ts';
import { isPushEndpoint, type Reach } from './adapters/webpush/public-address.ts';
import { createPushSender } from './adapters/webpush/send-push.ts';
import { vapidKeys } from './adapters/webpush/vapid-keys.ts';
import { createDoor, type Upgrade } from './adapters/websocket/door.ts';
import { createLive } from './adapters/websocket/live.ts';
import { createApp } from './app.ts';
import { createFloor } from './calls/floor.ts';
import { keepGreeting } from './calls/keep-greeting.ts';
import { greetingRoutes } from './calls/routes.ts';
import { soundOfGreeting, tellGreeting } from './calls/tell-greeting.ts';
import { openClock } from './clock.ts';
import { isLoopback, readServerConfig } from './config.ts';
import { deliver } from './delivery/deliver.ts';
import { followChange } from './delivery/follow-change.ts';
import { deliverJobName, planNote } from './delivery/plan-note.ts';
import { recordings as recordingRoutes, smsHook } from './delivery/routes.ts';
import { sendMessage } from './delivery/send-message.ts';
import { showDevices, subscribe, unsubscribe } from './delivery/subscribe.ts';
import { takeReceipt } from './delivery/take-receipt.ts';
import { takeReply } from './delivery/take-reply.ts';
import { createBooth } from './demo/booth.ts';
import { loadDemo } from './demo/load-demo.ts';
import { createHandlers } from './handlers.ts';
import { healthRoutes } from './health.ts';
import { settleStrayNote } from './notes/settle-stray-note.ts';
import type { After, Identify, ServerTransaction } from './ports.ts';
import { remoteOf } from './remote.ts';
import { pull } from './sync/pull.ts';
import { push } from './sync/push.ts';

const version = (JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
const config = readServerConfig(process.env);
const log = pino({ level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime });
const note = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => log.info(fields, event);
const fault = (event: string, cause: unknown): void =>
  log.error({ cause: cause instanceof Error ? cause.stack : String(cause) }, event);
const nowMs = () => Date.now();
const newId = () => uuidv7(Date.now(), randomBytes(10));
const after: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

// The store, and what stands on it
const pool = createPool({
  connectionString: config.databaseUrl,
  max: 16,
  onError: (cause) => fault('database.connection', cause),
});
await migrate(pool);
const secrets = createSecrets(pool);
const clock = await openClock(secrets, config.demoNow);
const store = createStore({ pool, clock });
const recordings = createRecordings(pool);
const greetings = createVoicemailGreetings(pool);
const subscriptions = createPushSubscriptions(pool);
const outbox = createOutbox(pool);
const smsReceipts = createSmsReceipts(pool);
const smsReplies = createSmsReplies(pool);
const keys = await vapidKeys(secrets);
const auth = await createAuth({
  pool,
  publicUrl: config.publicUrl,
  secret: await secrets.getOrCreate('sign-in', () => randomBytes(32).toString('base64url')),
});
const isDemo = config.demo !== 'no' && (await loadDemo({ store, newId, addUser: auth.addUser }, clock())) === 'loaded';
if (isDemo) await secrets.getOrCreate('demo', () => 'loaded');
const demo = config.demo !== 'no' && (await secrets.getOrCreate('demo', () => 'none')) === 'loaded';

const directory = createDirectory(store);
/** Who asks, and with which sign-in. */
async function visitor(headers: Headers): Promise<{ readonly who: Identity; readonly session: string } | null> {
  const signedIn = await auth.signedIn(headers);
  const who = signedIn === null ? null : identityOf(directory, signedIn);
  return signedIn === null || who === null ? null : { who, session: signedIn.sessionToken };
}
const identify: Identify = async (headers) => (await visitor(headers))?.who ?? null;

// What is counted
const metrics = new Registry();
collectDefaultMetrics({ register: metrics });
const refusals = new Counter({
  name: 'permanence_refused_total',
  help: 'Messages and sockets refused, by reason',
  labelNames: ['door', 'reason'],
  registers: [metrics],
});
const countRefused = (door: string) => (reason: string) => refusals.inc({ door, reason });
new Gauge({
  name: 'permanence_calls',
  help: 'Calls up now',
  registers: [metrics],
  collect() {
    this.set(floor.snapshot().calls);
  },
});

// The open pages
const live = createLive({
  clock,
  version,
  counters: { refused: countRefused('live') },
  onOpen(who, connection) {
    if (who.role === 'operator') return floor.onSignedIn(who.operatorId);
    if (who.role !== 'supervisor') return;
    const { waiting, operators } = floor.snapshot();
    connection.send({ t: 'queue', waiting: [...waiting] });
    connection.send({ t: 'floor', operators: [...operators] });
  },
  onMessage(who, message) {
    if (who.role === 'operator') floor.onPage(who.operatorId, message);
  },
  onClose(who) {
    if (who.role === 'operator') floor.operatorGone(who.operatorId);
  },
});

/** After every commit: devices pull what they may read, and the lists in memory follow the rows. */
function poke(spaces: readonly Space[]): void {
  if (spaces.length === 0) return;
  live.poke(spaces);
  directory.load().catch((cause) => fault('directory.unreadable', cause));
}

// The telephone
const bureau: BureauHours = { hours: { kind: 'always' }, timeZone: 'Europe/Paris' };
const prompts = join(config.spoolDir, 'prompts');
const speak = createEspeak({ command: config.espeak, folder: prompts }, note);
const telephony = createAsteriskTelephony({ ariUrl: ariWithLogin(config.ari), operatorTransport: 'operators', nowMs, log: note });
const floor = createFloor({
  directory,
  telephony,
  voicemails: telephony.recordings,
  unattended: unattendedRecordings(join(config.spoolDir, 'unattended'), nowMs),
  recordings,
  lockVoicemailNote,
  speak,
  greetingFile: createGreetingFiles({ folder: prompts, greetings }),
  store: { ...store, transact: pokingTransact },
  live,
  clock,
  newId,
  after,
  log: note,
  settings: {
    bureau,
    language: 'fr',
    country: config.sip.country,
  },
});

async function lockVoicemailNote(voicemail: Note): Promise<void> {
  await pokingTransact(async (tx) => {
    if (await tx.get('note', voicemail.id)) return;
    await tx.put('note', voicemail);
    await planNote({ clock, publicUrl: config.publicUrl })(tx, voicemail);
  });
}

async function pokingTransact<T>(run: (tx: ServerTransaction) => Promise<T>) {
  const done = await store.transact(run);
  poke(done.changed);
  return done;
}

// What must arrive
const pushReach: Reach = isLoopback(new URL(config.publicUrl).hostname) ? 'any' : 'public';
const smtp = config.mail.smtpUrl === null ? null : createSmtpMailer({ url: config.mail.smtpUrl, from: config.mail.from });
const send = sendMessage({
  email: {
    send: smtp?.send ?? mailToOutbox({ outbox, clock, newId, folder: join(config.dataDir, 'mail'), from: config.mail.from }),
    readRecording: recordings.read,
  },
  sms: { send: config.sms === null ? smsToOutbox({ outbox, clock, newId }) : createSmsSender(config.sms), receipts: smsReceipts },
  push: {
    send: createPushSender({ keys, subject: config.vapidSubject, reach: pushReach }),
    subscriptions,
    onGone: showDevices({ subscriptions, store, poke }),
  },
  after,
});
const isEndpoint = (endpoint: string) => isPushEndpoint(endpoint, pushReach);
const devices = { subscriptions, store, poke, isEndpoint };
const jobs = await createJobs({
  pool,
  concurrency: 8,
  tasks: { [deliverJobName]: deliver({ store, poke, clock, send }) },
  onError: fault,
});

// The way in
const janus = attachJanus({
  janusUrl: config.janus.url,
  tokenSecret: config.janus.tokenSecret ?? '',
  sipPort: config.operatorSip.port,
  credentials: (who) => telephoneOf(who),
  boothNumbers: () => (demo ? directory.lines().map((line) => line.number) : []),
  log: note,
  counters: { refused: countRefused('janus'), opened: () => undefined },
});
const boothPhones = createBoothPhones(
  ariRequests({ url: ariWithLogin(config.ari), application: 'permanence' }),
  'operators',
  nowMs,
);
const booth = createBooth({
  secret: await secrets.getOrCreate('booth', () => randomBytes(32).toString('base64url')),
  nowMs,
  newId,
});

async function telephoneOf(who: JanusUser): Promise<SipCredentials | null> {
  if (who.kind === 'booth') return demo ? boothPhones.fresh(who.caller) : null;
  return floor.phoneCredentials(who.operatorId);
}

const boothLines = () =>
  directory.lines().flatMap(({ number, accountId }) => {
    const account = directory.account(accountId);
    return account === undefined ? [] : [{ number, name: account.name, language: account.language }];
  });

async function boothToken(caller: string | null) {
  if (!demo) throw new CodedError('booth.not_found', 'only in the demonstration');
  return { token: booth.issue(caller), lines: boothLines() };
}

const app = createApp({
  identify,
  publicUrl: config.publicUrl,
  webFolder: './build/web',
  onUnexpected: (error, path) => fault(`http ${path}`, error),
  handlers: createHandlers({
    about: { version, demo },
    clock,
    directory,
    push: push({ store, clock, poke, afterMutation: followChange({ clock, publicUrl: config.publicUrl }) }),
    pull: pull({ store }),
    pushKey: keys.publicKey,
    subscribe: subscribe(devices),
    unsubscribe: unsubscribe(devices),
    outbox: (limit) => outbox.latest(limit),
    smsReplies: (limit) => smsReplies.unmatched(limit),
    voicemailGreeting: tellGreeting({ directory, bureau }),
    recordGreeting: keepGreeting({ store, greetings, bureau, clock, newId, poke }),
    strayNotes: store.strayNotes,
    settleStrayNote: settleStrayNote({ store, clock, poke, planNote: planNote({ clock, publicUrl: config.publicUrl }) }),
    boothToken,
  }),
  special: [
    healthRoutes({
      demo,
      calls: () => floor.snapshot().calls,
      parts: {
        database: async () => (await pool.query('select 1')).rowCount === 1,
        asterisk: async () => telephony.isConnected(),
        janus: () => janusAnswers(config.janus.url),
      },
      children: readChildren,
      metrics,
      isOwnMachine: (c) => remoteOf(c).isOwnMachine,
    }),
    authRoutes({
      handle: auth.handle,
      signedIn: auth.signedIn,
      failures: createSignInFailures(pool),
      nowMs,
      addressOf: (c) => remoteOf(c).address,
      onSignedOut({ sessionToken, role, subjectId }) {
        auth.revoke(sessionToken).catch((cause) => fault('sign-out.not_kept', cause));
        const pages = live.closeSession(sessionToken);
        if (pages > 0 && role === 'operator' && subjectId !== null) floor.onPage(subjectId, { t: 'pause', reason: 'signed-out' });
        janus.closeSession(sessionToken);
      },
    }),
    smsHook({
      token: config.sms?.token ?? null,
      takeReceipt: takeReceipt({ store, poke, clock, receipts: smsReceipts }),
      takeReply: takeReply({ store, poke, clock, replies: smsReplies, country: config.sip.country }),
    }),
    recordingRoutes({ identify, read: recordings.read }),
    greetingRoutes({
      identify,
      sound: soundOfGreeting({ directory, bureau, greetings, speak, readSound: (path) => readFile(`${path}.wav`) }),
    }),
  ],
});

// The door of the sockets
const origin = new URL(config.publicUrl).origin;
const doors: Readonly<Record<keyof typeof sockets, Upgrade>> = {
  '/live': createDoor<NonNullable<Awaited<ReturnType<typeof visitor>>>>({
    origin,
    protocol: null,
    identify: ({ headers }) => visitor(headers),
    accept: live.accept,
    recheck: async ({ who }, { headers }) => whetherStill(who, await identify(headers)),
    onRefused: countRefused('live'),
  }),
  '/janus': createDoor<JanusUser>({
    origin,
    protocol: 'janus-protocol',
    identify: ({ headers, url }) => whoTelephones(headers, url),
    accept: janus.accept,
    recheck: async (who, { headers }) =>
      who.kind === 'booth' || (await identify(headers))?.role === 'operator' ? 'same' : 'signed-out',
    onRefused: countRefused('janus'),
  }),
};

async function whoTelephones(headers: Headers, url: URL): Promise<JanusUser | null> {
  const token = url.searchParams.get('booth');
  if (token !== null) {
    const inside = demo ? booth.read(token) : null;
    return inside === null ? null : { kind: 'booth', userId: inside.id, session: inside.id, caller: inside.caller };
  }
  const found = await visitor(headers);
  if (found?.who.role !== 'operator') return null;
  const { userId, operatorId } = found.who;
  return { kind: 'operator', userId, session: found.session, operatorId };
}

/** A changed right, such as an account more or less, is a page's only when it comes anew. */
function whetherStill(before: Identity, now: Identity | null): 'same' | 'changed' | 'signed-out' {
  if (now === null) return 'signed-out';
  return isDeepStrictEqual(before, now) ? 'same' : 'changed';
}

await floor.start();
telephony.start();
const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port });
server.on('error', (cause) => {
  fault('http.listen', cause);
  process.exit(1);
});
server.on('upgrade', (request, socket, head) => {
  const { pathname } = new URL(request.url ?? '/', origin);
  if (pathname === '/live' || pathname === '/janus') doors[pathname](request, socket, head);
  else socket.destroy();
});
note('started', { version, demo });
flushCompileCache(); // the next start reads what this one compiled, also after a kill

async function stop(): Promise<void> {
  floor.stop();
  telephony.stop();
  live.close();
  janus.close();
  server.close();
  await jobs.stop();
  smtp?.close();
  await pool.end();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void stop().catch((cause) => fault('stop', cause)));

function ariWithLogin({ url, user, password }: typeof config.ari): string {
  const address = new URL(url);
  address.username = user;
  address.password = password;
  return address.href;
}

async function readChildren(): Promise<unknown> {
  if (config.statusFile === null) return null;
  return JSON.parse(await readFile(config.statusFile, 'utf8'));
}
