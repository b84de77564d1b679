import { api, type Endpoint } from '../../shared/api.ts';
import { demoPassword } from './desk.ts';
import { expect, test } from './world.ts';

const users = {
  operator: 'lea@permanence.test',
  person: 'claire.martin@example.test',
  supervisor: 'max@permanence.test',
  foreign: 'jan.deboer@example.test',
} as const;
type User = keyof typeof users;

async function cookieOf(url: string, user: User): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: users[user], password: demoPassword }),
  });
  expect(response.status).toBe(200);
  return response.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
}

/** A valid input for each endpoint, so that nothing but access can refuse it. */
const inputs: { readonly [K in keyof typeof api]: object } = {
  about: {},
  session: {},
  push: { protocol: 1, deviceId: '0199a000-0000-7000-8000-000000000001', mutations: [] },
  pull: { protocol: 1, deviceId: '0199a000-0000-7000-8000-000000000001', cursors: {}, limit: 1000 },
  pushKey: {},
  pushSubscribe: { endpoint: 'https://push.example.test/1', keys: { p256dh: 'p', auth: 'a' } },
  pushUnsubscribe: { endpoint: 'https://push.example.test/1' },
  outbox: {},
  smsReplies: {},
  boothToken: { caller: null },
};

const request = (url: string, endpoint: Endpoint, input: object, headers: Record<string, string>) =>
  fetch(`${url}${endpoint.path}`, {
    method: endpoint.method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(endpoint.method === 'GET' ? {} : { body: JSON.stringify(input) }),
  });

test('every endpoint answers those it is for, and nobody else', async ({ world }) => {
  const { url } = world.instance;
  const cookies = {
    operator: await cookieOf(url, 'operator'),
    person: await cookieOf(url, 'person'),
    supervisor: await cookieOf(url, 'supervisor'),
  };
  for (const name of Object.keys(api) as (keyof typeof api)[]) {
    const endpoint: Endpoint = api[name];
    const anonymous = await request(url, endpoint, inputs[name], {});
    expect([name, 'nobody', anonymous.status]).toEqual([name, 'nobody', endpoint.who === 'public' ? 200 : 401]);
    for (const role of ['operator', 'person', 'supervisor'] as const) {
      const allowed = endpoint.who === 'public' || endpoint.who === 'signed-in' || endpoint.who.includes(role);
      const response = await request(url, endpoint, inputs[name], { cookie: cookies[role], origin: url });
      expect([name, role, response.status]).toEqual([name, role, allowed ? 200 : 403]);
    }
    if (endpoint.method !== 'GET') {
      const elsewhere = await request(url, endpoint, inputs[name], { cookie: cookies.person, origin: 'https://evil.example' });
      expect([name, 'another origin', elsewhere.status]).toEqual([name, 'another origin', 403]);
    }
  }
});

test('a pull never carries a row of another account, nor desk rows to a client', async ({ world }) => {
  const { url } = world.instance;
  const pulled = async (user: User) => {
    const response = await request(
      url,
      api.pull,
      { ...inputs.pull, limit: 10_000 },
      { cookie: await cookieOf(url, user), origin: url },
    );
    return (await response.json()) as { rows: { space: string; kind: string; id: string }[] };
  };
  const [own, foreign] = [await pulled('person'), await pulled('foreign')];
  expect(own.rows.length).toBeGreaterThan(10);
  const ids = new Set(own.rows.map((r) => r.id));
  expect(foreign.rows.filter((r) => ids.has(r.id))).toEqual([]);
  expect(own.rows.filter((r) => !r.space.endsWith(':shared') && !r.space.endsWith(':office'))).toEqual([]);
});

test('after five failures the right password is refused too', async ({ world }) => {
  const { url } = world.instance;
  const attempt = (password: string) =>
    fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email: 'hanako.sato@example.test', password }),
    });
  for (let i = 0; i < 5; i++) expect((await attempt(`wrong-password-${i}`)).status).toBe(401);
  const limited = await attempt(demoPassword);
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
});
