import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '../../server/accounts/sign-in.ts';
import { createAuth } from '../../server/adapters/auth/auth.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createSignInFailures } from '../../server/adapters/postgres/sign-in-failures.ts';
import { type PostgresInstance, startPostgres } from './postgres-instance.ts';

let postgres: PostgresInstance;
let pool: pg.Pool;
beforeAll(async () => {
  postgres = await startPostgres();
  pool = createPool({ connectionString: postgres.url, max: 8, onError: () => undefined });
  await migrate(pool);
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

test('one failure per key of that moment is taken back, others of the same moment stay', async () => {
  const failures = createSignInFailures(pool);
  await failures.add(['a', 'b'], 1000);
  await failures.add(['a'], 1000);
  await failures.add(['a'], 2000);
  await failures.takeBack(['a', 'b'], 1000);
  expect([(await failures.of('a', 0)).toSorted(), await failures.of('b', 0)]).toEqual([[1000, 2000], []]);
  await failures.clear(['a', 'b']);
  expect(await failures.of('a', 0)).toEqual([]);
});

test('thirty guesses at the same moment are five at most, and the owner elsewhere gets in', async () => {
  const deps = { failures: createSignInFailures(pool), nowMs: () => Date.now() };
  let tried = 0;
  const guess = async () => {
    tried += 1;
    return { succeeded: false, value: 'out' };
  };
  const guesses = Array.from({ length: 30 }, () => signIn(deps, { email: 'a@example.test', address: '192.0.2.1' }, guess));
  await Promise.all(guesses);
  expect(tried).toBeLessThanOrEqual(5);
  const owner = signIn(deps, { email: 'a@example.test', address: '192.0.2.2' }, async () => ({ succeeded: true, value: 'in' }));
  expect(await owner).toEqual({ value: 'in' });
});

const settings = () => ({ pool, secret: 'x'.repeat(40), publicUrl: 'http://localhost:8080' });
const user = { email: 'lea@example.test', name: 'Léa', password: 'demo-permanence', role: 'operator', subjectId: null } as const;
const credentials = (email: string, password: string) =>
  new Request('http://localhost:8080/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:8080' },
    body: JSON.stringify({ email, password }),
  });

test('an address that nobody has costs the same work as a wrong password, and gets the same answer', async () => {
  const auth = await createAuth(settings());
  await auth.addUser(user);
  const took: Record<string, number[]> = { [user.email]: [], 'nobody@example.test': [] };
  const answers = new Set<string>();
  for (let round = 0; round < 9; round++) {
    for (const [email, times] of Object.entries(took)) {
      const startedAt = performance.now();
      const response = await auth.handle(credentials(email, 'x'.repeat(16)));
      times.push(performance.now() - startedAt);
      answers.add(`${response.status} ${await response.text()}`);
    }
  }
  const [known = 0, unknown = 0] = Object.values(took).map((times) => times.toSorted((a, b) => a - b)[4]);
  expect(answers.size).toBe(1);
  expect(unknown / known).toBeGreaterThan(0.5); // without the hash it would be a twentieth
  expect(unknown / known).toBeLessThan(2);
});

test('a session signed out is refused by a server started later too, without its token being kept', async () => {
  const auth = await createAuth(settings());
  await auth.addUser(user);
  const answer = await auth.handle(credentials(user.email, user.password));
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const headers = new Headers({ cookie: cookies.join('; ') });
  const signedIn = await auth.signedIn(headers);
  const token = signedIn?.sessionToken ?? '';
  expect(signedIn).toMatchObject({ name: 'Léa', role: 'operator' });
  await auth.revoke(token);
  for (const server of [auth, await createAuth(settings())]) expect(await server.signedIn(headers)).toBeNull();
  const { rows } = await pool.query<{ digest: string }>('select digest from signed_out');
  expect([rows.length, rows[0]?.digest === token]).toEqual([1, false]);
});
