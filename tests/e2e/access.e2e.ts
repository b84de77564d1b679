import { randomUUID } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import * as z from 'zod/mini';
import { ownSessionsSchema } from '../../shared/api/accounts.ts';
import { accountSoundPath, greetingSoundPath, greetingSounds, recordingPath } from '../../shared/api/calls.ts';
import type { Endpoint } from '../../shared/api/endpoint.ts';
import { api, otherRoutes, type sockets } from '../../shared/api.ts';
import { contractSchema } from '../../shared/billing/contract.ts';
import { writeWav } from '../../shared/calls/greeting-sound.ts';
import { noteSchema } from '../../shared/notes/note.ts';
import { preferencesSchema } from '../../shared/operators/preferences.ts';
import type { MutationArgs } from '../../shared/sync/mutations.ts';
import { PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import { aForm } from '../fixtures/application.ts';
import { cookieOf, signInByHttp } from './api-user.ts';
import { demoPassword } from './desk.ts';
import { type Outcome, openSocket, pokedSpaces } from './page-socket.ts';
import { sine } from './tones.ts';
import { expect, lines, smsToken, test, type World } from './world.ts';

const users = {
  operator: 'lea@permanence.test',
  person: 'claire.martin@example.test',
  supervisor: 'max@permanence.test',
} as const;
const roles = ['operator', 'person', 'supervisor'] as const;
type Cookies = Readonly<Record<(typeof roles)[number], string>>;

/** A valid input for each endpoint, so that nothing but access can refuse it. */
const inputs: { readonly [K in keyof typeof api]: object } = {
  about: {},
  session: {},
  push: { protocol: 1, deviceId: '0199a000-0000-7000-8000-000000000001', mutations: [] },
  pull: { protocol: 1, deviceId: '0199a000-0000-7000-8000-000000000001', cursors: {}, limit: 1000 },
  pushKey: {},
  pushSubscribe: { endpoint: 'https://push.example.test/1', keys: { p256dh: 'p', auth: 'a' } },
  pushUnsubscribe: { endpoint: 'https://push.example.test/1' },
  pushDevices: {},
  team: {},
  invite: { personId: '' },
  webhooks: {},
  addWebhook: { url: 'https://127.0.0.1:1/crm', events: ['note.done'] },
  actOnWebhook: { act: 'rotate' },
  sendWebhookAgain: {},
  outbox: {},
  smsReplies: {},
  accountTroubles: {},
  putReplyAside: { id: 'no such text' },
  voicemailGreeting: {},
  recordGreeting: {},
  keepSound: {},
  strayNotes: {},
  settleStrayNote: { id: '999999999', decision: { kind: 'put-aside', reason: 'tried' } },
  relay: {},
  pin: {},
  keepPin: { pin: null },
  telephone: {},
  keepTelephone: { telephone: { number: '+33639980201', use: false } },
  findContacts: { typed: '', limit: 1 },
  beginImport: { count: 1 },
  importPart: { contacts: [] },
  finishImport: { count: 0 },
  instructionVersions: {},
  findPerson: { subject: { name: 'Nobody at all', number: null } },
  exportPerson: { subject: { name: 'Nobody at all', number: null } },
  erasePerson: { subject: { name: 'Nobody at all', number: null }, rows: [] },
  erasures: {},
  joinOffer: { language: 'fr' },
  joinApply: { id: '0199a000-0000-7000-8000-00000000a001', form: aForm() },
  joinConfirm: { id: '0199a000-0000-7000-8000-00000000dead', proof: { kind: 'code', code: '000000' } },
  joinComplete: { id: '0199a000-0000-7000-8000-00000000dead', token: 'x', password: 'x'.repeat(16) },
  newClients: {},
  numbers: {},
  addNumbers: { from: 'x', to: 'y' },
  takeNumberBack: { number: '+33199009999' },
  boothToken: { caller: null },
};

/** Two seconds of a tone, as a page sends it. */
const greeting = writeWav({ rate: 8000, samples: Int16Array.from({ length: 16_000 }, (_, i) => sine(440, i)) });

/** Whom the paths name. */
type Named = Readonly<Record<string, string>>;

/** A GET carries its input behind the path. */
function pathOf({ method, path }: Pick<Endpoint, 'method' | 'path'>, input: object, named: Named): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => named[name] ?? '');
  const query = method === 'GET' ? new URLSearchParams(Object.entries(input)).toString() : '';
  return query === '' ? filled : `${filled}?${query}`;
}

const request = (
  url: string,
  endpoint: Pick<Endpoint, 'method' | 'path' | 'body'>,
  input: object,
  headers: Record<string, string>,
  named: Named = {},
) =>
  fetch(`${url}${pathOf(endpoint, input, named)}`, {
    method: endpoint.method,
    headers: { 'content-type': endpoint.body ?? 'application/json', ...headers },
    ...(endpoint.method === 'GET' ? {} : { body: endpoint.body === undefined ? JSON.stringify(input) : greeting }),
  });

async function operatorOf(url: string, cookie: string): Promise<string> {
  const response = await request(url, api.session, {}, { cookie });
  return api.session.output.parse(await response.json()).subjectId ?? '';
}

async function accountOf(url: string, cookie: string): Promise<string> {
  const response = await request(url, api.session, {}, { cookie });
  return api.session.output.parse(await response.json()).accountIds[0] ?? '';
}

/** A file of one contact that was announced and not handed in. */
async function importOf(url: string, cookie: string, accountId: string): Promise<string> {
  const response = await request(url, api.beginImport, inputs.beginImport, { cookie, origin: url }, { accountId });
  return api.beginImport.output.parse(await response.json()).importId;
}

/** A system of the account, and a test that was sent to it. */
async function webhookOf(url: string, cookie: string, accountId: string) {
  const headers = { cookie, origin: url };
  const added = await request(url, api.addWebhook, inputs.addWebhook, headers, { accountId });
  const { id: webhookId } = z.object({ id: z.string() }).parse(await added.json());
  await request(url, api.actOnWebhook, { act: 'test' }, headers, { accountId, webhookId });
  const listed = await request(url, api.webhooks, {}, headers, { accountId });
  return { webhookId, deliveryId: api.webhooks.output.parse(await listed.json()).deliveries[0]?.id ?? '' };
}

async function cookiesOf(url: string): Promise<Cookies> {
  const [operator, person, supervisor] = await Promise.all(roles.map((role) => cookieOf(url, users[role])));
  return { operator: operator ?? '', person: person ?? '', supervisor: supervisor ?? '' };
}

test('[F4] every endpoint answers those it is for, and nobody else', async ({ world }) => {
  const { url } = world.instance;
  const cookies = await cookiesOf(url);
  const accountId = await accountOf(url, cookies.person);
  const importId = await importOf(url, cookies.person, accountId);
  const webhook = await webhookOf(url, cookies.person, accountId);
  const named = { accountId, importId, ...webhook, operatorId: await operatorOf(url, cookies.operator) };
  const nadia = await (await signInByHttp(url, users.supervisor)).person('Nadia Benali');
  for (const name of Object.keys(api) as (keyof typeof api)[]) {
    const endpoint: Endpoint = api[name];
    const input = name === 'invite' ? { personId: nadia.id } : inputs[name];
    const anonymous = await request(url, endpoint, input, {}, named);
    expect([name, 'nobody', anonymous.status]).toEqual([name, 'nobody', endpoint.who === 'public' ? 200 : 401]);
    for (const role of roles) {
      const allowed = endpoint.who === 'public' || endpoint.who === 'signed-in' || endpoint.who.includes(role);
      const response = await request(url, endpoint, input, { cookie: cookies[role], origin: url }, named);
      expect([name, role, response.status]).toEqual([name, role, allowed ? 200 : 403]);
      const elsewhere = await request(url, endpoint, input, { cookie: cookies[role], origin: 'https://evil.example' }, named);
      expect([name, 'another origin', elsewhere.status]).toEqual([name, 'another origin', 403]);
    }
  }
});

/** The only way to the server from another machine that a test on one machine has: through a proxy. */
const fromOutside = { 'x-forwarded-for': '203.0.113.9' };
type Walk = (url: string, cookies: Cookies) => Promise<void>;
const status = async (response: Promise<Response>): Promise<number> => (await response).status;

/** Each of the other routes with who may and who may not; the compiler names a missing one. Recordings: below. */
const walks: { readonly [K in Exclude<keyof typeof otherRoutes, 'recording' | 'greetingSound'>]: Walk } = {
  async signIn(url) {
    const signIn = (input: object, origin = url) => request(url, otherRoutes.signIn, input, { origin });
    const answer = await signIn({ email: users.person, password: demoPassword });
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
    for (const cookie of answer.headers.getSetCookie())
      expect(cookie).toMatch(/; HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
    const [unknown, wrong] = await Promise.all([
      signIn({ email: 'nobody@example.test', password: 'x'.repeat(16) }),
      signIn({ email: 'luc.petit@example.test', password: 'x'.repeat(16) }),
    ]);
    expect([unknown.status, await unknown.text()]).toEqual([wrong.status, await wrong.text()]);
    expect(unknown.status).toBe(401);
    expect(await status(signIn({ email: users.person, password: demoPassword }, 'https://evil.example'))).toBe(403);
  },
  async signOut(url) {
    const cookie = await cookieOf(url, users.person);
    const session = () => status(request(url, api.session, {}, { cookie }));
    expect(await status(request(url, otherRoutes.signOut, {}, { cookie, origin: 'https://evil.example' }))).toBe(403);
    expect(await session()).toBe(200);
    expect(await status(request(url, otherRoutes.signOut, {}, {}))).toBe(200);
    expect(await status(request(url, otherRoutes.signOut, {}, { cookie, origin: url }))).toBe(200);
    expect(await session()).toBe(401);
  },
  async renewCookie(url, cookies) {
    const renewed = await request(url, otherRoutes.renewCookie, {}, { cookie: cookies.person });
    expect([renewed.status, await renewed.json()]).toEqual([200, { ok: true }]);
    expect(renewed.headers.getSetCookie().map((c) => c.split('=')[0])).toContain('permanence.session_data');
    const nobody = await request(url, otherRoutes.renewCookie, {}, {});
    expect([nobody.status, await nobody.json(), nobody.headers.getSetCookie()]).toEqual([200, { ok: true }, []]);
  },
  async askAccess(url) {
    const ask = (input: object, origin = url) => request(url, otherRoutes.askAccess, input, { origin });
    const [known, unknown] = await Promise.all([ask({ email: users.person }), ask({ email: 'nobody@example.test' })]);
    expect([known.status, await known.text()]).toEqual([200, '{"ok":true}']);
    expect([unknown.status, await unknown.text()]).toEqual([200, '{"ok":true}']);
    expect(await status(ask({ email: users.person }, 'https://evil.example'))).toBe(403);
    expect(await status(ask({ email: 'no address' }))).toBe(400);
    for (let i = 0; i < 5; i++) await ask({ email: 'often@example.test' });
    expect(await status(ask({ email: 'often@example.test' }))).toBe(429);
  },
  async setPassword(url) {
    const set = (input: object, origin = url) => request(url, otherRoutes.setPassword, input, { origin });
    const guessed = { token: 'x'.repeat(43), password: 'y'.repeat(16) };
    expect(await (await set(guessed)).json()).toEqual({ outcome: 'expired' });
    expect(await status(set({ ...guessed, password: 'short' }))).toBe(400);
    expect(await status(set(guessed, 'https://evil.example'))).toBe(403);
  },
  async sessions(url, cookies) {
    const read = async (cookie: string) => request(url, otherRoutes.sessions, {}, { cookie });
    expect(await status(read(''))).toBe(401);
    for (const role of roles) {
      const { items } = ownSessionsSchema.parse(await (await read(cookies[role])).json());
      expect(items.filter(({ isThis }) => isThis)).toHaveLength(1);
      expect(JSON.stringify(items)).not.toMatch(/127\.0\.0\.1|token/);
    }
  },
  async endSessions(url, cookies) {
    const [phone, foreign] = [await cookieOf(url, users.person), await cookieOf(url, 'jan.deboer@example.test')];
    const end = (cookie: string, id: string | null, origin = url) =>
      request(url, otherRoutes.endSessions, { id }, { cookie, origin });
    const listed = await (await request(url, otherRoutes.sessions, {}, { cookie: phone })).json();
    const own = ownSessionsSchema.parse(listed).items.find(({ isThis }) => isThis)?.id ?? '';
    const session = (cookie: string) => status(request(url, api.session, {}, { cookie }));
    expect(await status(end('', own))).toBe(401);
    expect(await status(end(phone, own, 'https://evil.example'))).toBe(403);
    await end(foreign, own);
    expect(await session(phone)).toBe(200);
    await end(cookies.person, own);
    expect([await session(phone), await session(cookies.person)]).toEqual([401, 200]);
  },
  async accountSound(url, cookies) {
    const account = await accountOf(url, cookies.person);
    const headers = { cookie: cookies.supervisor, origin: url };
    const keep = async () => {
      const answer = await request(url, api.keepSound, {}, headers, { accountId: account });
      return api.keepSound.output.parse(await answer.json()).recordingId;
    };
    const [named, unnamed] = [await keep(), await keep()];
    const max = await signInByHttp(url, users.supervisor);
    const said = (reception: MutationArgs<'setReception'>['reception']) =>
      max.change('setReception', { accountId: account, reception });
    await said({ welcome: null, questionRecordingId: named, choices: [] }); // callers meet nothing
    const read = (cookie: string, id: string) => status(fetch(`${url}${accountSoundPath(account, id)}`, { headers: { cookie } }));
    await expect.poll(() => read(cookies.supervisor, named), { timeout: 10_000 }).toBe(200);
    for (const role of roles) expect([role, await read(cookies[role], named)]).toEqual([role, 200]);
    const foreign = await cookieOf(url, 'jan.deboer@example.test');
    expect([await read(foreign, named), await read(cookies.supervisor, unnamed), await read('', named)]).toEqual([404, 404, 401]);
    await said(null);
  },
  async smsHook(url, cookies) {
    const receipt = { id: 'no-such-id', status: 'delivered' };
    const strangers = [{}, { authorization: 'Bearer wrong' }, { authorization: smsToken }, { cookie: cookies.supervisor }];
    for (const stranger of strangers) expect(await status(request(url, otherRoutes.smsHook, receipt, stranger))).toBe(401);
    expect(await status(request(url, otherRoutes.smsHook, receipt, { authorization: `Bearer ${smsToken}` }))).toBe(200);
  },
  async healthz(url) {
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ ok: true, calls: expect.any(Number) });
    expect(await (await fetch(`${url}/healthz`, { headers: fromOutside })).json()).toEqual({ ok: true });
  },
  async readyz(url) {
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ready: true, children: expect.any(Object) });
    expect(await (await fetch(`${url}/readyz`, { headers: fromOutside })).json()).toEqual({ ready: true, missing: [] });
  },
  async metrics(url) {
    const own = await fetch(`${url}/metrics`);
    expect(own.status).toBe(200);
    expect(await own.text()).toContain('permanence_calls');
    expect(await status(fetch(`${url}/metrics`, { headers: fromOutside }))).toBe(403);
  },
  async openApi(url) {
    const described = await (await fetch(`${url}/api/openapi.json`)).json();
    expect(described).toMatchObject({ openapi: '3.1.1', paths: { '/api/sync/pull': { post: { operationId: 'pull' } } } });
  },
};

test('[F4] every other route answers those it is for, and says no more than it must', async ({ world }) => {
  const { url } = world.instance;
  const cookies = await cookiesOf(url);
  for (const walk of Object.values(walks)) await walk(url, cookies);
});

test('nothing else of the sign-in library is reachable: no sign-up, no list of users, no administration', async ({ world }) => {
  const { url } = world.instance;
  const { supervisor } = await cookiesOf(url);
  const paths = [
    'sign-up/email',
    'list-sessions',
    'revoke-sessions',
    'update-user',
    'delete-user',
    'change-email',
    'change-password',
  ];
  const others = ['request-password-reset', 'sign-in/social', 'admin/list-users', 'admin/set-role', 'ok', 'error', 'reference'];
  for (const path of [...paths, ...others]) {
    for (const method of ['GET', 'POST'] as const) {
      const input = { email: 'new@example.test', password: 'x'.repeat(16), name: 'New', role: 'supervisor' };
      const answer = await request(url, { method, path: `/api/auth/${path}` }, input, { cookie: supervisor, origin: url });
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
  }
});

test('[F4] an operator’s own telephone is his and the supervisor’s, and only he can choose that it rings', async ({ world }) => {
  const { url } = world.instance;
  const cookies = await cookiesOf(url);
  const sofie = await cookieOf(url, 'sofie@permanence.test');
  const operatorId = await operatorOf(url, cookies.operator);
  const telephone = { number: '+33639980201', use: true };
  const keep = async (cookie: string, input: object) => {
    const answer = await request(url, api.keepTelephone, input, { cookie, origin: url }, { operatorId });
    return [answer.status, answer.ok ? api.keepTelephone.output.parse(await answer.json()) : null];
  };
  const read = (cookie: string) => request(url, api.telephone, {}, { cookie }, { operatorId });
  expect(await keep(cookies.supervisor, { telephone })).toEqual([
    200,
    { telephone: { ...telephone, use: false }, refused: null },
  ]);
  expect(await keep(cookies.operator, { telephone })).toEqual([200, { telephone, refused: null }]);
  expect(await keep(sofie, { telephone: null })).toEqual([404, null]);
  expect(await status(read(sofie))).toBe(404);
  const premium = { telephone: { number: '+33899123456', use: true } };
  expect(await keep(cookies.operator, premium)).toEqual([200, { telephone, refused: 'premium' }]);
  expect(api.telephone.output.parse(await (await read(cookies.supervisor)).json())).toEqual({ telephone });
  expect(await keep(cookies.supervisor, { telephone: null })).toEqual([200, { telephone: null, refused: null }]);
});

test('[S07] what is the office’s of a client, its other people neither see nor change', async ({ world }) => {
  const { url } = world.instance;
  const [claire, nadia] = [await signInByHttp(url, users.person), await signInByHttp(url, 'nadia.benali@example.test')];
  const { accountId, id: personId } = await nadia.person('Nadia Benali');
  const team = api.team.path.replace(':accountId', accountId);
  const asked = async (who: typeof claire, path = team) => (await who.request('GET', path)).status;
  const elsewhere = await signInByHttp(url, 'jan.deboer@example.test');
  expect([await asked(claire), await asked(nadia), await asked(elsewhere)]).toEqual([200, 403, 404]);
  expect((await nadia.request('POST', team, { personId })).status).toBe(403);
  const gone = { personId: '0199a000-0000-7000-8000-00000000dead' };
  expect((await claire.request('POST', team, gone)).status).toBe(404);
  await claire.change('setUsageAlerts', { accountId, alertTo: [personId] });
  expect(await claire.rowsOf('contract', contractSchema)).toMatchObject([{ alertTo: [personId] }]);
  expect(await nadia.rowsOf('contract', contractSchema)).toEqual([]);
  await expect(nadia.change('setUsageAlerts', { accountId, alertTo: null })).rejects.toThrow('forbidden');
  await expect(nadia.change('setAccess', { accountId, personId, access: 'office' })).rejects.toThrow('forbidden');
  await expect(claire.change('setPlan', { accountId, plan: 3 })).rejects.toThrow('forbidden');
  await claire.change('setUsageAlerts', { accountId, alertTo: null });
});

test('a pull never carries a row of another account, nor desk rows to a client', async ({ world }) => {
  const { url } = world.instance;
  const lea = await signInByHttp(url, 'lea@permanence.test');
  const claire = await lea.person('Claire Martin');
  const about = { name: 'Paul Durand', company: '', number: null, matter: '' };
  const asked = { id: randomUUID(), accountId: claire.accountId, callId: randomUUID(), to: null, about };
  await lea.change('askQuestion', asked);
  const pulled = async (email: string) => {
    const input = { ...inputs.pull, protocol: PROTOCOL_VERSION, limit: 10_000 };
    const response = await request(url, api.pull, input, { cookie: await cookieOf(url, email), origin: url });
    return api.pull.output.parse(await response.json());
  };
  const [own, foreign] = [await pulled(users.person), await pulled('jan.deboer@example.test')];
  expect(own.rows.length).toBeGreaterThan(10);
  expect(own.rows.find((r) => r.kind === 'question')).toMatchObject({ id: asked.id });
  const ids = new Set(own.rows.map((r) => r.id));
  expect(foreign.rows.filter((r) => ids.has(r.id))).toEqual([]);
  expect(own.rows.filter((r) => !/:(shared|office|callers|alarms|questions|calls)$/.test(r.space))).toEqual([]);
  await lea.change('closeQuestion', { accountId: claire.accountId, questionId: asked.id });
});

/** Who may open each socket; the compiler names a missing path. */
const opens: { readonly [K in keyof typeof sockets]: Readonly<Record<(typeof roles)[number], Outcome>> } = {
  '/live': { operator: 'open', person: 'open', supervisor: 'open' },
  '/janus': { operator: 'open', person: 401, supervisor: 'open' },
};

test('[F4] a socket opens for those it is for, from our own pages only, and for nobody else', async ({ world }) => {
  const { url } = world.instance;
  const cookies = await cookiesOf(url);
  for (const path of Object.keys(opens) as (keyof typeof opens)[]) {
    const attempt = async (headers: Record<string, string>, query = '') => {
      const { outcome, close } = await openSocket(`${url}${path}${query}`, headers);
      close();
      return outcome;
    };
    for (const role of roles) {
      const cookie = cookies[role];
      expect([path, role, await attempt({ cookie, origin: url })]).toEqual([path, role, opens[path][role]]);
      expect([path, role, await attempt({ cookie, origin: 'https://evil.example' })]).toEqual([path, role, 403]);
      expect([path, role, await attempt({ cookie })]).toEqual([path, role, 403]);
    }
    expect([path, await attempt({ origin: url })]).toEqual([path, 401]);
    const forged = cookies.operator.replaceAll(/=../g, '=xx');
    expect([path, 'forged', await attempt({ origin: url, cookie: forged })]).toEqual([path, 'forged', 401]);
    const { token } = api.boothToken.output.parse(await (await request(url, api.boothToken, { caller: null }, {})).json());
    const booth = path === '/janus' ? 'open' : 401;
    expect([path, 'booth', await attempt({ origin: url }, `?booth=${token}`)]).toEqual([path, 'booth', booth]);
    expect([path, 'forged', await attempt({ origin: url }, `?booth=${token.slice(0, -2)}AA`)]).toEqual([path, 'forged', 401]);
  }
  expect((await openSocket(`${url}/elsewhere`, { cookie: cookies.supervisor, origin: url })).outcome).toBe('cut');
});

test('sign-out closes the pages of that sign-in at once, and a kept copy of its cookie opens nothing, restarts included', async ({
  world,
}) => {
  const { url } = world.instance;
  const [phone, laptop] = [await cookieOf(url, users.person), await cookieOf(url, users.person)];
  const [onPhone, onLaptop] = await Promise.all(
    [phone, laptop].map((cookie) => openSocket(`${url}/live`, { cookie, origin: url })),
  );
  expect(await status(request(url, otherRoutes.signOut, {}, { cookie: phone, origin: url }))).toBe(200);
  expect(await onPhone?.closed).toBe(4401);
  const outcomes = async () => [
    (await openSocket(`${url}/live`, { cookie: phone, origin: url })).outcome,
    await status(request(url, api.session, {}, { cookie: phone })),
    await status(request(url, api.session, {}, { cookie: laptop })),
  ];
  expect(await outcomes()).toEqual([401, 401, 200]);
  onLaptop?.close();
  await world.instance.kill('server');
  await world.instance.untilReady();
  expect(await outcomes()).toEqual([401, 401, 200]);
});

test('while the database is away the signed copy in the cookie is believed, and nothing else', async ({ world }) => {
  const { instance } = world;
  const { url } = instance;
  const cookie = await cookieOf(url, users.person);
  const withoutCopy = cookie
    .split('; ')
    .filter((one) => !one.includes('session_data'))
    .join('; ');
  const live = async (headers: Record<string, string>) => {
    const { outcome, close } = await openSocket(`${url}/live`, { origin: url, ...headers });
    close();
    return outcome;
  };
  expect(await live({ cookie: withoutCopy })).toBe('open');
  instance.supervisor.signal('SIGSTOP'); // nobody starts it anew
  await instance.kill('postgres');
  expect(await status(request(url, api.session, {}, { cookie }))).toBe(200);
  expect(await live({ cookie })).toBe('open');
  expect(await live({ cookie: withoutCopy })).toBe(503);
  expect(await live({ cookie: cookie.replaceAll(/=../g, '=xx') })).toBe(401);
  expect(await status(request(url, otherRoutes.renewCookie, {}, { cookie }))).toBeGreaterThanOrEqual(500);
  expect(await status(request(url, api.session, {}, { cookie }))).toBe(200);
  instance.supervisor.signal('SIGCONT');
  await instance.untilReady();
  expect(await live({ cookie: withoutCopy })).toBe('open');
});

/** The notary is closed: a caller leaves a voicemail. Resolves with its recording and its note. */
async function leaveVoicemail(world: World): Promise<{ readonly recordingId: string; readonly noteId: string }> {
  const caller = await world.call(lines.petit, { from: '+33639980002', toneHz: 700 });
  await caller.answered;
  const beep = await caller.beep();
  await expect.poll(() => Date.now() - beep, { timeout: 10_000 }).toBeGreaterThan(2_000); // the caller speaks
  caller.hangUp();
  const max = await signInByHttp(world.instance.url, users.supervisor);
  const recorded = async () => (await max.rowsOf('note', noteSchema)).find((note) => note.voicemail !== null);
  await expect.poll(recorded, { timeout: 30_000 }).toBeDefined();
  const note = await recorded();
  return { recordingId: note?.voicemail?.recordingId ?? '', noteId: note?.id ?? '' };
}

test('[F4] a recording is heard by those of its account only; pokes of a space reach only its audience', async ({ world }) => {
  const { url } = world.instance;
  const may = {
    'lea@permanence.test': 200,
    'max@permanence.test': 200,
    'luc.petit@example.test': 200,
    'kenji@permanence.test': 404, // speaks no French: not trained for the notary
    'claire.martin@example.test': 404,
    'jan.deboer@example.test': 404,
  } as const;
  const emails = Object.keys(may) as (keyof typeof may)[];
  const cookies = new Map(await Promise.all(emails.map(async (email) => [email, await cookieOf(url, email)] as const)));
  const pages = new Map(
    await Promise.all(
      emails.map(async (email) => {
        const page = await openSocket(`${url}/live`, { cookie: cookies.get(email) ?? '', origin: url });
        page.hello();
        return [email, page] as const;
      }),
    ),
  );
  const { recordingId } = await leaveVoicemail(world);
  const sofie = await signInByHttp(url, 'sofie@permanence.test');
  await sofie.lockNote(await sofie.person('Jan de Boer'), 'Kanarie.');

  for (const email of emails) {
    const answer = await request(
      url,
      { method: 'GET', path: recordingPath(recordingId) },
      {},
      { cookie: cookies.get(email) ?? '' },
    );
    expect([email, answer.status]).toEqual([email, may[email]]);
    if (answer.ok) expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  }
  expect(await status(fetch(`${url}${recordingPath(recordingId)}`))).toBe(401);
  const none = recordingPath('0199a000-0000-7000-8000-00000000dead');
  expect(await status(fetch(`${url}${none}`, { headers: { cookie: cookies.get('max@permanence.test') ?? '' } }))).toBe(404);

  const poked = (email: keyof typeof may) => pokedSpaces(pages.get(email));
  await expect.poll(() => poked('jan.deboer@example.test')).toHaveLength(1);
  const [deBoer] = poked('jan.deboer@example.test');
  await expect.poll(() => poked('luc.petit@example.test')).toHaveLength(2);
  const [petitCalls, petit] = poked('luc.petit@example.test').toSorted();
  const petitDesk = petit?.replace(/shared$/, 'desk') ?? '';
  expect([deBoer, petit, petitCalls]).toEqual([/:shared$/, /:shared$/, /:calls$/].map((space) => expect.stringMatching(space)));
  expect(poked('lea@permanence.test')).toEqual([petit, petitDesk].toSorted());
  expect(poked('claire.martin@example.test')).toEqual([]);
  expect(poked('kenji@permanence.test')).toEqual([]);
  await expect.poll(() => poked('max@permanence.test')).toEqual([deBoer, petit, petitDesk].toSorted());
  for (const page of pages.values()) page.close();
});

test('[F4] an operator’s own texts and keys reach his devices and nobody else’s, and nobody else changes them', async ({
  world,
}) => {
  const { url } = world.instance;
  const lea = await signInByHttp(url, users.operator);
  const { subjectId } = api.session.output.parse(await (await lea.request('GET', api.session.path)).json());
  const operatorId = subjectId ?? '';
  const blocks = [{ short: 'kanarie', text: 'Kanarieblok' }];
  await lea.change('setOwnBlocks', { operatorId, blocks });
  expect(await lea.rowsOf('preferences', preferencesSchema)).toEqual([{ id: operatorId, keys: {}, blocks }]);
  for (const email of ['sofie@permanence.test', users.supervisor, users.person]) {
    const other = await signInByHttp(url, email);
    expect(await other.rowsOf('preferences', preferencesSchema)).toEqual([]);
    await expect(other.change('setOwnBlocks', { operatorId, blocks: [] })).rejects.toThrow('forbidden');
  }
  await lea.change('setOwnBlocks', { operatorId, blocks: [] });
});

test('the pages are the same for everybody, and nothing else of the disk is served', async ({ world }) => {
  const { url } = world.instance;
  const { supervisor } = await cookiesOf(url);
  for (const path of ['/', '/desk', '/portal', '/floor', '/booth', '/join', '/portal/notes/x']) {
    const [nobody, somebody] = await Promise.all([
      fetch(`${url}${path}`),
      fetch(`${url}${path}`, { headers: { cookie: supervisor } }),
    ]);
    expect([path, nobody.status, await nobody.text()]).toEqual([path, 200, await somebody.text()]);
    expect(nobody.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(nobody.headers.get('x-content-type-options')).toBe('nosniff');
  }
  for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/.env', '/_app/../../../package.json']) {
    const body = await rawGet(url, path);
    expect([path, body.includes('"devDependencies"')]).toEqual([path, false]);
  }
});

/** The path as it is written: `fetch` would resolve its dots. */
const rawGet = (url: string, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    rawRequest({ hostname, port, path }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => resolve(body));
    })
      .on('error', reject)
      .end();
  });

test('[P02] the form of who becomes a client is answered alike for an address that signs in, is limited, and takes no flood', async ({
  world,
}) => {
  const { url } = world.instance;
  const apply = (email: string, from: string, more = {}) =>
    request(
      url,
      api.joinApply,
      { id: randomUUID(), form: aForm({ person: { ...aForm().person, email }, ...more }) },
      { 'x-forwarded-for': from },
    );
  const [known, unknown] = await Promise.all([
    apply('luc.petit@example.test', '203.0.113.20'),
    apply('nobody.yet@example.test', '203.0.113.20'),
  ]);
  expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
  const outcomes = [];
  for (let i = 0; i < 4; i++) outcomes.push((await (await apply('often@example.test', `203.0.113.${30 + i}`)).json()).outcome);
  expect(outcomes).toEqual(['sent', 'sent', 'sent', 'too-many']);
  expect((await apply('big@example.test', '203.0.113.40', { firm: 'x'.repeat(70_000) })).status).toBe(413);
});

test('after five failures the right password is refused too, from that address', async ({ world }) => {
  const { url } = world.instance;
  const attempt = (password: string, headers: Record<string, string> = {}) =>
    request(url, otherRoutes.signIn, { email: 'hanako.sato@example.test', password }, { origin: url, ...headers });
  for (let i = 0; i < 5; i++) expect((await attempt(`wrong-password-${i}`)).status).toBe(401);
  const limited = await attempt(demoPassword);
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await attempt(demoPassword, fromOutside)).status).toBe(200);
});

test('the greeting of another account is answered like that of none, its sounds too', async ({ world }) => {
  const { url } = world.instance;
  const own = await accountOf(url, await cookieOf(url, users.person));
  const none = '0199a000-0000-7000-8000-00000000dead';
  for (const user of ['foreign', 'person'] as const) {
    const headers = { cookie: await cookieOf(url, user === 'foreign' ? 'jan.deboer@example.test' : users.person), origin: url };
    const answers = async (account: string) => {
      const [told, sent] = await Promise.all(
        [api.voicemailGreeting, api.recordGreeting].map((endpoint) =>
          request(url, endpoint, {}, headers, { accountId: account }),
        ),
      );
      const sounds = await Promise.all(
        greetingSounds.map((which) => fetch(`${url}${greetingSoundPath(account, which)}`, { headers })),
      );
      return Promise.all(
        [told, sent, ...sounds].map(async (answer) => `${answer?.status} ${(await answer?.text())?.slice(0, 60)}`),
      );
    };
    const [ofOwn, ofNone] = [await answers(own), await answers(none)];
    expect(ofNone).toEqual(Array(5).fill('404 {"code":"account.not_found"}'));
    if (user === 'foreign') expect(ofOwn).toEqual(ofNone);
    else expect(ofOwn.map((answer) => answer.slice(0, 3))).toEqual(Array(5).fill('200'));
  }
});

test('[F4] directory, files and versions of another account are answered like those of none', async ({ world }) => {
  const { url } = world.instance;
  const own = await cookieOf(url, users.person);
  const accountId = await accountOf(url, own);
  const importId = await importOf(url, own, accountId);
  const headers = { cookie: await cookieOf(url, 'jan.deboer@example.test'), origin: url };
  for (const name of ['findContacts', 'beginImport', 'importPart', 'finishImport', 'instructionVersions'] as const) {
    const of = (account: string) => request(url, api[name], inputs[name], headers, { accountId: account, importId });
    const [foreign, none] = await Promise.all([of(accountId), of(randomUUID())]);
    expect([name, foreign.status, await foreign.text()]).toEqual([name, 404, await none.text()]);
  }
});
