import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { createContactImports } from '../../server/adapters/postgres/contact-imports.ts';
import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createOutbox } from '../../server/adapters/postgres/outbox.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createRecordings } from '../../server/adapters/postgres/recordings.ts';
import { createSmsReplies } from '../../server/adapters/postgres/sms-replies.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { createTraces } from '../../server/adapters/postgres/traces.ts';
import { mailToOutbox } from '../../server/adapters/smtp/mail-to-outbox.ts';
import { removeMail } from '../../server/adapters/smtp/remove-mail.ts';
import { planNote } from '../../server/delivery/plan-note.ts';
import { erase, eraseJobName } from '../../server/sync/erase.ts';
import { erasePerson } from '../../server/sync/erase-person.ts';
import { digestUnder } from '../../server/sync/erased-marks.ts';
import { exportPerson, findPerson } from '../../server/sync/find-person.ts';
import { retain, retention } from '../../server/sync/retain.ts';
import { aNote, anEndpoint } from '../fixtures/delivery.ts';
import { ACCOUNT, aCall, aContact, anAccount, anId, anInstruction, aPerson } from '../fixtures/rows.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
let mail: string;
const onError = () => undefined;
const clock = () => '2026-11-19T10:00:00.000Z';
const stopLater: (() => Promise<void>)[] = [];
const publicUrl = 'https://notes.example.test';
const claire: Identity = { role: 'person', userId: 'claire', name: 'Claire', personId: anId(), accountId: ACCOUNT, office: true };
const subject = { name: 'Piet Vos', number: '+33639980311' };

beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 10, onError });
  await migrate(pool);
  const first = await createJobs({ pool, tasks: {}, concurrency: 1, onError }); // makes the queue's tables
  await first.stop();
});
beforeEach(async () => {
  mail = await mkdtemp(join(tmpdir(), 'permanence-mail-'));
  await pool.query(
    'truncate space, synced_row, device, history, outbox, recording, sms_reply, erasure, erased_mark, instruction_version, done_once, webhook_endpoint cascade',
  );
  await pool.query('delete from graphile_worker._private_jobs');
});
afterEach(async () => {
  for (const stop of stopLater.splice(0)) await stop();
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

/** An account with one caller, who stands in every place that there is, and with another of whom everything stays. */
async function kept(given: { readonly lockedAt?: string } = {}) {
  const store = createStore({ pool, clock });
  const recordings = createRecordings(pool);
  const outbox = createOutbox(pool);
  const [recordingId, call] = [anId(), aCall({ caller: subject.number, endedAt: clock() })];
  const place = { accountId: ACCOUNT, lockedAt: given.lockedAt ?? clock() };
  const note = aNote({ matter: 'canary' }, { ...place, id: anId(), callId: call.id, voicemail: { recordingId, seconds: 3 } });
  const other = aNote(
    { fromWhom: 'Luc', company: '', number: '+33639980009', matter: 'stays' },
    { ...place, lockedAt: clock(), id: anId(), callId: null },
  );
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ id: ACCOUNT }));
    await tx.put('person', aPerson());
    await tx.webhooks.saveEndpoint(anEndpoint({ accountId: ACCOUNT }));
    await tx.put('call', call);
    await tx.put('contact', aContact({ name: 'Vos, Piet', numbers: [subject.number], handling: 'canary' }));
    const entry = { userId: 'u', deviceId: anId(), refused: null, at: clock() };
    for (const [i, one] of [note, other].entries()) {
      await tx.put('note', one);
      await tx.addHistory({
        ...entry,
        seq: i + 1,
        name: 'lockNote',
        args: { id: one.id, accountId: ACCOUNT, content: one.content },
      });
      await planNote({ clock, publicUrl })(tx, one);
    }
    const digest = { to: 'x@example.test', text: 'Piet Vos canary', headers: { 'X-Permanence-Account': ACCOUNT } };
    await tx.addJob({ name: 'digest-mail', payload: digest });
  });
  await recordings.save(recordingId, ACCOUNT, Buffer.from('canary'));
  const files = createContactImports(pool);
  const file = { accountId: ACCOUNT, userId: 'claire', at: clock(), elsewhere: false };
  const [handedIn, half] = [anId(), anId()];
  await files.begin({ ...file, id: handedIn, held: ['+33639980311'] });
  await files.finish(handedIn, ACCOUNT, 0);
  await files.begin({ ...file, id: half, held: [] });
  await files.addPart(half, [aContact({ id: anId(), accountId: ACCOUNT, name: 'Piet Vos', numbers: [] })]);
  const version = { accountId: ACCOUNT, at: clock(), by: 'Claire', through: 'portal' } as const;
  const [told, tells] = [anInstruction({ text: 'Vos, Piet (06 39 98 03 11) direct doorverbinden' }), anInstruction()];
  await store.transact(async (tx) => {
    for (const instruction of [told, tells]) {
      await tx.addInstructionVersion({ ...version, instructionId: instruction.id, instruction });
    }
  });
  const replies = createSmsReplies(pool);
  const [roster, stranger] = [aPerson().mobile ?? '', '+33639980999'];
  await replies.keep({ id: 'own', from: '0639980311', to: '+1', text: 'canary' }, clock());
  await replies.keep({ id: 'roster', from: roster, to: '+1', text: 'Piet Vos terugbellen' }, clock());
  await replies.keep({ id: 'stranger', from: stranger, to: '+1', text: 'Wie is daar?' }, clock());
  await replies.keep({ id: 'r', from: '+33639980111', to: '+1', text: 'canary' }, clock());
  await replies.match('r', note.id);
  const send = mailToOutbox({ outbox, clock, newId: anId, folder: mail, from: 'notes@example.test' });
  const about = { to: 'x@example.test', subject: 's', html: '', headers: {}, returns: null, attachments: [] };
  await send({ ...about, messageId: '<1@x>', text: `canary ${publicUrl}/portal/notes/${note.id}` });
  await send({ ...about, messageId: '<2@x>', text: `stays ${publicUrl}/portal/notes/${other.id}` });
  const traces = createTraces(pool, removeMail(mail));
  const deps = { store, clock, traces, poke: () => undefined };
  return { store, deps, note, other, recordings, request: { store, clock, newId: anId, digest: digestUnder('key') } };
}

/** Everything in every table, as text; sounds as what they are made of. */
async function dump(): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')`,
  );
  const texts = rows.map(async ({ name }) => {
    const content = await pool.query<{ text: string }>(`select t::text as text from ${name} t`);
    return content.rows.map(({ text }) => text).join('\n');
  });
  const mails = (await readdir(mail)).map((name) => readFile(join(mail, name), 'utf8'));
  return (await Promise.all([...texts, ...mails])).join('\n');
}

const canaries = [/canary/, new RegExp(Buffer.from('canary').toString('hex')), /39980311/, /Piet/, /Vos/];

async function isNowhere(): Promise<void> {
  const all = await dump();
  expect(canaries.filter((canary) => canary.test(all))).toEqual([]);
}

test('[ER6] one person is found, handed over whole with the sound, and erased everywhere; everybody else stays', async () => {
  const { store, deps, note, other, recordings, request } = await kept();
  const asked = { accountId: ACCOUNT, subject };
  const { rows } = await findPerson({ store })(claire, asked);
  expect(rows.map(({ kind }) => kind)).toEqual(['note', 'call', 'contact']);
  const file = await exportPerson({ store, readRecording: recordings.read })(claire, asked);
  expect(file.rows).toMatchObject({ note: [{ id: note.id, content: { matter: 'canary' } }], delivery: [{}, {}, {}] });
  expect(file.recordings).toEqual([
    { noteId: note.id, contentType: 'audio/wav', content: Buffer.from('canary').toString('base64') },
  ]);
  for (const canary of canaries) expect(await dump()).toMatch(canary);

  const { erasure } = await erasePerson(request)(claire, { ...asked, rows: rows.map(({ id }) => id) });
  expect(erasure).toMatchObject({ by: 'Claire', rows: 6, done: 0 });
  const jobs = await createJobs({ pool, tasks: { [eraseJobName]: erase(deps) }, concurrency: 1, onError });
  stopLater.push(jobs.stop);
  await vi.waitFor(async () => expect(await store.erasures(ACCOUNT, 1)).toMatchObject([{ rows: 6, done: 6 }]), {
    timeout: 10_000,
  });
  await vi.waitFor(async () => expect(await dump()).not.toContain('"erasure"'), { timeout: 10_000 }); // the job itself is gone
  await isNowhere();

  expect(await store.get('note', note.id)).toMatchObject({ lockedAt: note.lockedAt, erased: clock(), voicemail: null });
  expect(await store.get('note', other.id)).toEqual(other);
  expect(await dump()).toMatch(/lockNote.*stays/);
  expect(await store.instructionVersions(ACCOUNT, 10)).toHaveLength(1);
  expect((await createSmsReplies(pool).unmatched(10)).map(({ id }) => id)).toEqual(['stranger']);
  expect(await dump()).toMatch(/note\.created.*stays/); // what a client’s own system was told of the other
  expect((await readdir(mail)).length).toBe(1);
  const waiting = await pool.query<{ n: number }>(
    `select count(*)::int as n from graphile_worker.jobs where task_identifier like 'deliver%'`,
  );
  expect(waiting.rows).toEqual([{ n: 3 }]); // the other note is still delivered
  expect((await findPerson({ store })(claire, asked)).rows).toEqual([]);
});

test('[ER6] the job twice, or cut off after its rows, is the job once', async () => {
  const { store, deps, request } = await kept();
  const { rows } = await findPerson({ store })(claire, { accountId: ACCOUNT, subject });
  await erasePerson(request)(claire, { accountId: ACCOUNT, subject, rows: rows.map(({ id }) => id) });
  const { rows: jobs } = await pool.query<{ payload: unknown }>(
    `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where identifier = 'erase'`,
  );
  const cut = { erase: () => Promise.reject(new Error('cut')) };
  await expect(erase({ ...deps, traces: cut })(jobs[0]?.payload)).rejects.toThrow('cut');
  expect(await store.erasures(ACCOUNT, 1)).toMatchObject([{ rows: 6, done: 5 }]);
  for (let i = 0; i < 2; i++) await erase(deps)(jobs[0]?.payload);
  await pool.query('delete from graphile_worker._private_jobs');
  await isNowhere();
});

test('an erasure that the queue gives up names nobody any more, says so, and what it left is erased when the person is looked up again', async () => {
  const { store, deps, request } = await kept();
  const { rows } = await findPerson({ store })(claire, { accountId: ACCOUNT, subject });
  const asked = { accountId: ACCOUNT, subject };
  await erasePerson(request)(claire, { ...asked, rows: rows.map(({ id }) => id) });
  const job = `from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where identifier = 'erase'`;
  const { rows: jobs } = await pool.query<{ payload: unknown }>(`select payload ${job}`);
  const cut = { erase: () => Promise.reject(new Error('cut')) };
  await expect(erase({ ...deps, traces: cut })(jobs[0]?.payload)).rejects.toThrow('cut');
  expect(await deps.traces.settleJobs()).toBe(0); // it is still tried
  await pool.query('update graphile_worker._private_jobs set attempts = max_attempts');
  expect(await deps.traces.settleJobs()).toBe(1);
  const { rows: unnamed } = await pool.query<{ payload: object }>(`select payload ${job}`);
  expect(unnamed).toMatchObject([{ payload: { names: [], erasure: null } }]);
  await erase(deps)(unnamed[0]?.payload);
  await pool.query('delete from graphile_worker._private_jobs');
  expect(await store.erasures(ACCOUNT, 1)).toMatchObject([{ rows: 6, done: 5, failed: true }]);
  expect(await dump()).toMatch(/Vos, Piet/); // where only his name stood

  const again = await erasePerson(request)(claire, { ...asked, rows: [] });
  expect(again.erasure).toMatchObject({ rows: 0, failed: false });
  const { rows: second } = await pool.query<{ payload: unknown }>(`select payload ${job}`);
  await erase(deps)(second[0]?.payload);
  await pool.query('delete from graphile_worker._private_jobs');
  await isNowhere();
});

test('a part of retention that the queue gives up, which names nobody, begins anew', async () => {
  const { store, deps, note } = await kept({ lockedAt: '2025-11-01T10:00:00.000Z' });
  await retain({ store, clock })({ accountId: ACCOUNT });
  await pool.query('update graphile_worker._private_jobs set attempts = max_attempts');
  expect(await deps.traces.settleJobs()).toBe(0);
  const jobs = await createJobs({ pool, tasks: { [eraseJobName]: erase(deps) }, concurrency: 1, onError });
  stopLater.push(jobs.stop);
  await vi.waitFor(async () => expect(await store.get('note', note.id)).toMatchObject({ erased: clock() }), { timeout: 10_000 });
});

test('a job that the queue runs no more is forgotten a week after its last attempt', async () => {
  const { deps } = await kept();
  const left = async () => (await pool.query('select from graphile_worker._private_jobs')).rowCount;
  const waiting = await left();
  await pool.query(
    `update graphile_worker._private_jobs set attempts = max_attempts where id = (select min(id) from graphile_worker._private_jobs)`,
  );
  await deps.traces.settleJobs();
  expect(await left()).toBe(waiting);
  await pool.query(`update graphile_worker._private_jobs set updated_at = now() - interval '8 days'`);
  await deps.traces.settleJobs();
  expect(await left()).toBe((waiting ?? 0) - 1);
});

test('what was done once is forgotten by age', async () => {
  const { store, deps } = await kept();
  await store.transact((tx) => tx.once('old'));
  await pool.query(`update done_once set at = now() - interval '41 days'`);
  await store.transact((tx) => tx.once('new'));
  await deps.traces.forgetDone(40);
  expect((await store.transact((tx) => tx.once('new'))).result).toBe(false);
  expect((await store.transact((tx) => tx.once('old'))).result).toBe(true);
});

test('[ER6] only the rows that were confirmed go, and only for the office', async () => {
  const { store, request, note } = await kept();
  const asked = { accountId: ACCOUNT, subject, rows: [note.id] };
  await expect(erasePerson(request)({ ...claire, office: false }, asked)).rejects.toMatchObject({ code: 'access.denied' });
  await expect(findPerson({ store })({ ...claire, accountId: anId() }, asked)).rejects.toMatchObject({ code: 'access.denied' });
  expect(await erasePerson(request)(claire, { ...asked, rows: [anId()] })).toEqual({ erasure: null });
  expect(await erasePerson(request)(claire, asked)).toMatchObject({ erasure: { rows: 4 } });
});

test('what webhooks said is forgotten after its days, what they said since is not', async () => {
  const { store, deps, note } = await kept({ lockedAt: '2026-10-01T10:00:00.000Z' });
  const told = async () => (await store.transact((tx) => tx.webhooks.deliveries(ACCOUNT, 9))).result.map(({ body }) => body);
  expect(await told()).toHaveLength(2);
  const traces = { ...deps.traces, forgetMarks: async () => undefined };
  await retention({ store, clock, traces, onErasuresFailed: () => undefined })();
  expect(await told()).toEqual([expect.not.stringContaining(note.id)]);
});

test('what a running job holds is asked for again until it has ended', async () => {
  const { deps, note } = await kept();
  const { rows } = await pool.query<{ id: string }>(
    `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker' where payload::text like '%' || $1 || '%' returning id`,
    [note.id],
  );
  expect(rows.length).toBeGreaterThan(0);
  const about = { accountId: ACCOUNT, ids: [note.id], names: [], recordingIds: [] };
  expect(await deps.traces.erase(about)).toBe('held');
  await pool.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null');
  expect(await deps.traces.erase(about)).toBe('erased');
});

test('retention takes a note that is due with its sound and everything that it left, and nothing twice', async () => {
  const { store, deps, note, other } = await kept({ lockedAt: '2025-11-01T10:00:00.000Z' });
  await retain({ store, clock })({ accountId: ACCOUNT });
  const jobs = await createJobs({ pool, tasks: { [eraseJobName]: erase(deps) }, concurrency: 1, onError });
  stopLater.push(jobs.stop);
  await vi.waitFor(async () => expect(await store.get('note', note.id)).toMatchObject({ erased: clock() }), { timeout: 10_000 });
  await vi.waitFor(
    async () => {
      const all = await dump();
      for (const canary of [new RegExp(Buffer.from('canary').toString('hex')), /lockNote[^\n]*canary/])
        expect(all).not.toMatch(canary);
    },
    { timeout: 10_000 },
  );
  expect(await store.get('note', other.id)).toEqual(other);
  const jobsLeft = async () => (await pool.query(`select from graphile_worker.jobs where task_identifier = 'erase'`)).rowCount;
  await vi.waitFor(async () => expect(await jobsLeft()).toBe(0));
  await retain({ store, clock })({ accountId: ACCOUNT });
  expect(await jobsLeft()).toBe(0); // nothing is due twice
});
