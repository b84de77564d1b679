import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';
import { accessJobName, askAccess, invite, sendAccessLink, tellTeam } from '../../../server/accounts/give-access.ts';
import { accessRoutes, type SignInDeps, sessionRoutes } from '../../../server/accounts/routes.ts';
import type { SignedIn, SignIns } from '../../../server/ports/sign-in.ts';
import { fakeMailer } from '../../fakes/mailer.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { anAccount, aRoster } from '../../fixtures/delivery.ts';

const accountId = anAccount().id;
const [sanne, jan] = aRoster();
const person = (office: boolean): Identity => ({
  role: 'person',
  userId: 'u',
  name: 'Jan',
  personId: jan?.id ?? '',
  accountId,
  office,
});
const known = {
  email: 'jan.deboer@example.test',
  role: 'person',
  subjectId: jan?.id ?? '',
  since: '2026-11-01T09:00:00.000Z',
  lastSeen: '2026-11-19T09:00:00.000Z',
};
const session = { id: 's-1', token: 'token-1', agent: 'Firefox/140.0 Linux', since: known.since, lastSeen: known.lastSeen };

async function bureau() {
  const store = createMemoryStore();
  const mailer = fakeMailer();
  await store.transact(async (tx) => {
    await tx.put('account', anAccount());
    for (const one of aRoster()) await tx.put('person', one);
  });
  const opened: string[] = [];
  const sessions = [session, { ...session, id: 's-2', token: 'token-2' }, { ...session, id: 's-3', token: 'token-3' }];
  const signIns: SignIns = {
    all: async () => [known],
    openLink: async ({ email }) => `token-for-${opened.push(email)}-`.padEnd(43, 'x'),
    setPassword: async (token) => (token.startsWith('token-for-1-') ? [session] : null),
    sessionsOf: async (userId) => (userId === 'u' ? sessions : []),
    endSession: async (token) =>
      void sessions.splice(
        sessions.findIndex((one) => one.token === token),
        1,
      ),
  };
  const failures = new Map<string, number[]>();
  const directory = { people: () => aRoster(), person: (id: string) => aRoster().find((one) => one.id === id) };
  const ended: string[] = [];
  const who: SignedIn = { userId: 'u', name: 'Jan', role: 'person', subjectId: jan?.id ?? null, sessionToken: 'token-1' };
  const deps: SignInDeps = {
    handle: async () => new Response(),
    signedIn: async (headers) => (headers.get('cookie') === 'jan' ? who : null),
    signIns,
    failures: {
      of: async (key) => failures.get(key) ?? [],
      add: async (keys, at) => {
        for (const key of keys) failures.set(key, [...(failures.get(key) ?? []), at]);
      },
      clear: async (keys) => {
        for (const key of keys) failures.delete(key);
      },
      takeBack: async (keys) => {
        for (const key of keys) failures.set(key, (failures.get(key) ?? []).slice(1));
      },
    },
    nowMs: () => 1_000_000,
    addressOf: () => '192.0.2.1',
    askAccess: askAccess({ store }),
    onSignedOut: ({ sessionToken }) => void ended.push(sessionToken),
  };
  const app = new Hono().route('/', accessRoutes(deps)).route('/', sessionRoutes(deps));
  app.onError((error, c) => c.json({}, error instanceof CodedError && error.code === 'access.signed_out' ? 401 : 400));
  const post = async (path: string, body: object, cookie = '') =>
    app.request(path, { method: 'POST', body: JSON.stringify(body), headers: { cookie } });
  const work = sendAccessLink({
    store,
    signIns,
    send: mailer.send,
    publicUrl: 'https://notes.example.test/',
    newId: () => 'id',
    onRefused: () => undefined,
  });
  return {
    store,
    mailer,
    opened,
    ended,
    app,
    post,
    ask: (email: string) => post('/api/access/ask', { email }),
    async runJobs() {
      for (const job of store.jobs().filter(({ name }) => name === accessJobName)) await work(job.payload);
    },
    tellTeam: tellTeam({ directory, signIns }),
    invite: invite({ directory, signIns, store }),
  };
}

test('[S07] a known and an unknown address are answered alike and ask for the same work; only the known one gets a mail', async () => {
  const { ask, runJobs, mailer, opened, store } = await bureau();
  const [one, other] = [await ask('sanne.visser@example.test'), await ask('nobody@example.test')];
  expect([one.status, await one.text()]).toEqual([other.status, await other.text()]);
  expect(store.jobs()).toHaveLength(2);
  await runJobs();
  expect(opened).toEqual(['sanne.visser@example.test']);
  expect(mailer.sent.map(({ to }) => to)).toEqual(['sanne.visser@example.test']);
  expect(mailer.sent[0]?.text).toMatch(/https:\/\/notes\.example\.test\/portal\/password#token-for-1-/);
  expect(JSON.stringify(store.jobs())).not.toContain('token-for');
});

test('[S07] asking is limited as signing in is, per address, and does not shut sign-in itself', async () => {
  const { ask } = await bureau();
  for (let i = 0; i < 5; i++) expect((await ask('sanne.visser@example.test')).status).toBe(200);
  const refused = await ask('sanne.visser@example.test');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '900']);
  expect((await ask('jan.deboer@example.test')).status).toBe(200);
});

test('a password set by a link ends the sign-ins of before; a link that is none ends nothing', async () => {
  const { post, ended } = await bureau();
  const set = async (token: string) => (await post('/api/access/password', { token, password: 'twelve and more' })).json();
  expect(await set('none'.padEnd(43, 'x'))).toEqual({ outcome: 'expired' });
  expect(ended).toEqual([]);
  expect(await set('token-for-1-'.padEnd(43, 'x'))).toEqual({ outcome: 'set' });
  expect(ended).toEqual(['token-1']);
  expect((await post('/api/access/password', { token: 'x'.repeat(43), password: 'short' })).status).toBe(400);
});

test('a user sees his own sign-ins in words, without token or network address, and ends one or all others', async () => {
  const { app, post, ended } = await bureau();
  expect((await app.request('/api/sessions')).status).toBe(401);
  const read = async () =>
    (await app.request('/api/sessions', { headers: { cookie: 'jan' } })).json() as Promise<{ items: object[] }>;
  const { items } = await read();
  expect(items[0]).toEqual({
    id: 's-1',
    browser: 'Firefox',
    system: 'Linux',
    since: known.since,
    lastSeen: known.lastSeen,
    isThis: true,
  });
  expect(JSON.stringify(items)).not.toContain('token');
  expect((await post('/api/sessions/end', { id: 's-2' })).status).toBe(401);
  await post('/api/sessions/end', { id: 's-2' }, 'jan');
  expect(ended).toEqual(['token-2']);
  await post('/api/sessions/end', { id: null }, 'jan');
  expect([ended, (await read()).items.length]).toEqual([['token-2', 'token-3'], 1]);
});

test('[S07] the office sees who signs in and invites; the client’s other people and other accounts do not', async () => {
  const { tellTeam, invite, store } = await bureau();
  const { role: _, ...shown } = known;
  const { subjectId, ...rest } = shown;
  expect(await tellTeam(person(true), { accountId })).toEqual({ items: [{ personId: subjectId, ...rest }] });
  await expect(tellTeam(person(false), { accountId })).rejects.toMatchObject({ code: 'access.denied' });
  await expect(tellTeam(person(true), { accountId: 'other' })).rejects.toMatchObject({ code: 'account.not_found' });
  await expect(invite(person(false), { accountId, personId: sanne?.id ?? '' })).rejects.toMatchObject({ code: 'access.denied' });
  await expect(invite(person(true), { accountId, personId: 'nobody' })).rejects.toMatchObject({ code: 'person.not_found' });
  await invite(person(true), { accountId, personId: sanne?.id ?? '' });
  expect(store.jobs()).toMatchObject([{ name: accessJobName, payload: { email: 'sanne.visser@example.test' } }]);
});
