import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { api, otherRoutes } from '#shared/api.ts';
import { writeWav } from '#shared/calls/greeting-sound.ts';
import { PROTOCOL_VERSION } from '#shared/sync/protocol.ts';
import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createOutbox } from '../../server/adapters/postgres/outbox.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createPushSubscriptions } from '../../server/adapters/postgres/push-subscriptions.ts';
import { createRecordings } from '../../server/adapters/postgres/recordings.ts';
import { createSmsReceipts } from '../../server/adapters/postgres/sms-receipts.ts';
import { createSmsReplies } from '../../server/adapters/postgres/sms-replies.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { createTraces } from '../../server/adapters/postgres/traces.ts';
import { createVoicemailGreetings } from '../../server/adapters/postgres/voicemail-greetings.ts';
import { createApp, type Handlers } from '../../server/app.ts';
import { keepGreeting, keepSound } from '../../server/calls/keep-greeting.ts';
import { followChange } from '../../server/delivery/follow-change.ts';
import { smsHook } from '../../server/delivery/routes.ts';
import { subscribe, unsubscribe } from '../../server/delivery/subscribe.ts';
import { takeReceipt } from '../../server/delivery/take-receipt.ts';
import { takeReply } from '../../server/delivery/take-reply.ts';
import { createHandlers } from '../../server/handlers.ts';
import { erase } from '../../server/sync/erase.ts';
import { erasePerson } from '../../server/sync/erase-person.ts';
import { digestUnder } from '../../server/sync/erased-marks.ts';
import { exportPerson, findPerson } from '../../server/sync/find-person.ts';
import { pull } from '../../server/sync/pull.ts';
import { push } from '../../server/sync/push.ts';
import { damaged, damages } from '../fixtures/damage.ts';
import { ACCOUNT, aContact, aNoteContent, anAccount, anId, aPerson } from '../fixtures/rows.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

const clock = () => '2026-11-19T10:00:00.000Z';
const jan = aPerson();
const person: Identity = { role: 'person', userId: 'jan', name: 'Jan', personId: jan.id, accountId: ACCOUNT, office: true };
const supervisor: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [ACCOUNT] };
const token = 'token-of-the-gateway';
const unexpected: unknown[] = [];
let postgres: PostgresInstance;
let pool: pg.Pool;
let app: ReturnType<typeof createApp>;
let runErasures: () => Promise<void>;

beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 10, onError: (error) => unexpected.push(error) });
  await migrate(pool);
  await (await createJobs({ pool, tasks: {}, concurrency: 1, onError: () => undefined })).stop(); // makes the queue's tables
  const store = createStore({ pool, clock });
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ id: ACCOUNT }));
    await tx.put('person', jan);
  });
  app = openApp(store);
  const eraser = erase({ store, clock, traces: createTraces(pool, async () => undefined), poke: () => undefined });
  runErasures = async () => {
    const { rows } = await pool.query<{ payload: unknown }>(
      `select payload from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
       where identifier = 'erase'`,
    );
    for (const { payload } of rows) await eraser(payload);
  };
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

/** The HTTP side on PostgreSQL; the header `who` signs in. */
function openApp(store: ReturnType<typeof createStore>) {
  const deps = {
    store,
    clock,
    poke: () => undefined,
    publicUrl: 'https://notes.example.test',
    newId: anId,
    digest: digestUnder('key'),
  };
  const [subscriptions, replies] = [createPushSubscriptions(pool), createSmsReplies(pool)];
  const greetings = createVoicemailGreetings(pool);
  const devices = { ...deps, subscriptions, isEndpoint: () => true };
  const outbox = createOutbox(pool);
  const notHere = async () => Promise.reject(new Error('not asked for here'));
  const handlers: Handlers = createHandlers({
    about: { version: '0', demo: false },
    hasFax: false,
    clock,
    directory: { account: () => undefined },
    push: push({ ...deps, afterMutation: followChange(deps) }),
    pull: pull(deps),
    pushKey: 'k',
    subscribe: subscribe(devices),
    unsubscribe: unsubscribe(devices),
    outbox: (limit) => outbox.latest(limit),
    smsReplies: (limit) => replies.unmatched(limit),
    putReplyAside: replies.putAside,
    recordGreeting: keepGreeting({ ...deps, greetings, bureau: { hours: { kind: 'always' }, timeZone: 'Europe/Paris' } }),
    keepSound: keepSound({ ...deps, greetings }),
    strayNotes: store.strayNotes,
    findPerson: findPerson(deps),
    exportPerson: exportPerson({ ...deps, readRecording: createRecordings(pool).read }),
    erasePerson: erasePerson(deps),
    accountTroubles: store.accountTroubles,
    erasures: async (_, accountId) => store.erasures(accountId, 10),
    ...{ webhooks: notHere, addWebhook: notHere, actOnWebhook: notHere, sendWebhookAgain: notHere },
    ...{ voicemailGreeting: notHere, settleStrayNote: notHere, pin: notHere, keepPin: notHere, telephone: notHere },
    ...{ findContacts: notHere, beginImport: notHere, importPart: notHere, finishImport: notHere, instructionVersions: notHere },
    joining: {
      ...{ apply: notHere, confirm: notHere, complete: notHere, newClients: notHere },
      ...{ numbers: notHere, addNumbers: notHere, takeNumberBack: notHere },
    },
    ...{ pushDevices: notHere, team: notHere, invite: notHere },
    ...{ keepTelephone: notHere, boothToken: notHere, lendRelay: () => ({ servers: [], seconds: 0 }) },
  });
  const gateway = smsHook({
    token,
    takeReceipt: takeReceipt({ ...deps, receipts: createSmsReceipts(pool) }),
    takeReply: takeReply({ ...deps, replies, country: 'FR' }),
  });
  return createApp({
    identify: async (headers) => (headers.get('who') === 'max' ? supervisor : headers.get('who') === 'jan' ? person : null),
    handlers,
    publicUrl: deps.publicUrl,
    version: '0.0.0',
    special: [gateway],
    webFolder: import.meta.dirname,
    onUnexpected: (error) => unexpected.push(error),
  });
}

type Entrance = {
  readonly path: string;
  readonly method: string;
  readonly who: 'jan' | 'max' | 'gateway';
  readonly body: string;
};
const at = ({ method, path }: Pick<Endpoint, 'method' | 'path'>, who: Entrance['who'], body: object): Entrance => ({
  ...{ method, who, path: path.replace(':accountId', ACCOUNT), body: JSON.stringify(body) },
});
const change = (name: string, args: object) => ({
  ...{ protocol: PROTOCOL_VERSION, deviceId: anId() },
  mutations: [{ seq: 1, name, args, saw: {}, at: clock() }],
});
const contacts = [aContact({ handling: 'é\u0001' }), aContact()];
const note = { id: anId(), accountId: ACCOUNT, callId: null, content: aNoteContent(), handledBy: 'Max', operatorId: null };
const subject = { name: 'Paul Durand', number: '+33639980001' };

/** A whole request of each entrance that takes what others wrote. */
const entrances: readonly Entrance[] = [
  at(otherRoutes.smsHook, 'gateway', { id: 'a', status: 'delivered' }),
  at(otherRoutes.smsHook, 'gateway', { id: 'b', from: jan.mobile, to: '+33199000100', text: 'ok' }),
  at(api.push, 'jan', change('importContacts', { accountId: ACCOUNT, contacts })),
  at(api.push, 'max', change('lockNote', note)),
  at(
    api.push,
    'max',
    change('setRetention', { accountId: ACCOUNT, retention: { notes: 30, voicemail: 7, calls: null, contacts: null } }),
  ),
  at(api.pull, 'jan', { protocol: PROTOCOL_VERSION, deviceId: anId(), cursors: { x: 1 }, limit: 10 }),
  at(api.pushSubscribe, 'jan', { endpoint: 'https://push.example.test/1', keys: { p256dh: 'p', auth: 'a' } }),
  at(api.pushUnsubscribe, 'jan', { endpoint: 'https://push.example.test/1' }),
  at(api.putReplyAside, 'max', { id: 'b' }),
  at(api.findPerson, 'jan', { subject }),
  at(api.exportPerson, 'jan', { subject }),
  at(api.erasePerson, 'max', { subject, rows: [anId(), note.id, ...contacts.map(({ id }) => id)] }),
];

async function send({ method, path, who }: Pick<Entrance, 'method' | 'path' | 'who'>, body: string | Uint8Array<ArrayBuffer>) {
  const headers = who === 'gateway' ? { authorization: `Bearer ${token}` } : { who };
  const began = performance.now();
  const response = await app.request(path, { method, headers, body });
  const answer: unknown = await response.json();
  expect(performance.now() - began).toBeLessThan(5_000);
  return { status: response.status, answer };
}

/** What nobody could know before: a refusal that says what is wrong, never the server's own failure. */
function isClear({ status, answer }: Awaited<ReturnType<typeof send>>): void {
  expect(unexpected.splice(0)).toEqual([]);
  expect([200, 400, 401, 403, 404, 409, 413, 426]).toContain(status);
  if (status !== 200) expect(answer).toMatchObject({ code: expect.stringMatching(/^[a-z_]+(\.[a-z_]+)+$/) });
}

test.each(entrances)('$path as it should be is taken ($who)', async (entrance) => {
  const answered = await send(entrance, entrance.body);
  isClear(answered);
  expect(answered.status).toBe(200);
});

test('whatever is damaged in a request is refused clearly, in time, and never the server’s own failure', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...entrances), damages, async (entrance, changes) => {
      isClear(await send(entrance, damaged(entrance.body, changes)));
    }),
    { numRuns: 400 },
  );
  await runErasures();
});

test('any text in any place of a request is taken or refused, U+0000 and halves of characters too', {
  timeout: 120_000,
}, async () => {
  const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('\0', 'a\0b', '\ud800', '', '%', '\\'));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...entrances), fc.nat(1000), fc.anything(), texts, async (entrance, place, other, text) => {
      const strings: string[] = [];
      JSON.parse(entrance.body, (_, value) => (typeof value === 'string' ? strings.push(value) && value : value));
      const chosen = place % strings.length;
      let seen = 0;
      const replaced: unknown = JSON.parse(entrance.body, (_, value) =>
        typeof value !== 'string' || seen++ !== chosen ? value : place % 5 === 0 ? other : text,
      );
      isClear(
        await send(entrance, JSON.stringify(replaced, (_, value) => (typeof value === 'bigint' ? String(value) : value)) ?? ''),
      );
    }),
    { numRuns: 600 },
  );
  await runErasures();
});

test('a damaged sound, and one of two megabytes and more, is refused clearly', { timeout: 60_000 }, async () => {
  const wav = writeWav({
    rate: 8000,
    samples: Int16Array.from({ length: 12_000 }, (_, i) => Math.round(Math.sin(i / 3) * 9000)),
  });
  const whole = Buffer.from(wav).toString('latin1');
  const sounds = [api.keepSound, api.recordGreeting].map((endpoint) => at(endpoint, 'max', {}));
  for (const sound of sounds) expect((await send(sound, new Uint8Array(wav))).status).toBe(200);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sounds), damages, fc.nat(60), async (sound, changes, head) => {
      const changed = damaged(whole.slice(0, 60 + head), changes) + whole.slice(60 + head); // its head is what is read
      isClear(await send(sound, new Uint8Array(Buffer.from(changed, 'latin1'))));
    }),
    { numRuns: 100 },
  );
  const tooLarge = await send(sounds[0] ?? at(api.keepSound, 'max', {}), new Uint8Array(2 * 1024 * 1024 + 1));
  expect(tooLarge).toMatchObject({ status: 413, answer: { code: 'input.too_large' } });
});
