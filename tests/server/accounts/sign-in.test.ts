import { expect, test } from 'vitest';
import { signIn } from '../../../server/accounts/sign-in.ts';
import type { SignInFailures } from '../../../server/ports/sign-in.ts';

function memoryFailures(): SignInFailures {
  const rows: { key: string; at: number }[] = [];
  return {
    of: async (key, sinceMs) => rows.filter((r) => r.key === key && r.at >= sinceMs).map((r) => r.at),
    add: async (keys, at) => void rows.push(...keys.map((key) => ({ key, at }))),
    clear: async (keys) => {
      const kept = rows.filter((r) => !keys.includes(r.key));
      rows.splice(0, rows.length, ...kept);
    },
    takeBack: async (keys, at) => {
      for (const key of keys) {
        const found = rows.findIndex((r) => r.key === key && r.at === at);
        if (found >= 0) rows.splice(found, 1);
      }
    },
  };
}

const attempt = (succeeded: boolean) => async () => ({ succeeded, value: succeeded ? 'in' : 'out' });

test('after five failures the right password is refused too, until the window has passed', async () => {
  let now = 1_000_000;
  const deps = { failures: memoryFailures(), nowMs: () => now };
  const who = { email: 'a@example.test', address: '192.0.2.1' };
  for (let i = 0; i < 5; i++) expect(await signIn(deps, who, attempt(false))).toEqual({ value: 'out' });
  expect(await signIn(deps, { ...who, email: ' A@Example.test ' }, attempt(true))).toEqual({ waitSeconds: 900 });
  now += 900_001;
  expect(await signIn(deps, who, attempt(true))).toEqual({ value: 'in' });
});

test('many accounts tried from one address are limited by the address', async () => {
  const deps = { failures: memoryFailures(), nowMs: () => 1_000_000 };
  for (let i = 0; i < 20; i++) await signIn(deps, { email: `${i}@example.test`, address: '192.0.2.1' }, attempt(false));
  expect(await signIn(deps, { email: 'other@example.test', address: '192.0.2.1' }, attempt(true))).toHaveProperty('waitSeconds');
  expect(await signIn(deps, { email: 'other@example.test', address: '192.0.2.2' }, attempt(true))).toEqual({ value: 'in' });
});

test('a stranger who fails on purpose shuts out himself, not the account’s owner at another address', async () => {
  const deps = { failures: memoryFailures(), nowMs: () => 1_000_000 };
  const [stranger, owner] = ['192.0.2.1', '192.0.2.2'].map((address) => ({ email: 'a@example.test', address }));
  if (!stranger || !owner) throw new Error('two addresses');
  for (let i = 0; i < 15; i++) await signIn(deps, stranger, attempt(false));
  expect(await signIn(deps, stranger, attempt(true))).toHaveProperty('waitSeconds');
  expect(await signIn(deps, owner, attempt(true))).toEqual({ value: 'in' });
});

test('guesses from many addresses are limited by the account, and not for longer than a window after the last one', async () => {
  let now = 1_000_000;
  const deps = { failures: memoryFailures(), nowMs: () => now };
  const from = (n: number) => ({ email: 'a@example.test', address: `192.0.2.${n}` });
  for (let i = 0; i < 50; i++) expect(await signIn(deps, from(i), attempt(false))).toEqual({ value: 'out' });
  for (let i = 0; i < 50; i++) expect(await signIn(deps, from(100 + i), attempt(true))).toEqual({ waitSeconds: 900 });
  now += 900_001;
  expect(await signIn(deps, from(200), attempt(true))).toEqual({ value: 'in' });
});

test('guesses made at the same moment see each other', async () => {
  const deps = { failures: memoryFailures(), nowMs: () => 1_000_000 };
  let tried = 0;
  const guess = async () => {
    tried += 1;
    return { succeeded: false, value: 'out' };
  };
  const who = { email: 'a@example.test', address: '192.0.2.1' };
  await Promise.all(Array.from({ length: 30 }, () => signIn(deps, who, guess)));
  expect(tried).toBeLessThanOrEqual(5);
});

test('an attempt that was not made is not counted, so waiting is not prolonged by asking', async () => {
  let now = 1_000_000;
  const deps = { failures: memoryFailures(), nowMs: () => now };
  const who = { email: 'a@example.test', address: '192.0.2.1' };
  for (let i = 0; i < 5; i++) await signIn(deps, who, attempt(false));
  for (let i = 0; i < 100; i++) {
    now += 8000;
    expect(await signIn(deps, who, attempt(true))).toHaveProperty('waitSeconds');
  }
  now += 101_000;
  expect(await signIn(deps, who, attempt(true))).toEqual({ value: 'in' });
});

test('successes are not counted, and a success forgets the failures of the account', async () => {
  const deps = { failures: memoryFailures(), nowMs: () => 1_000_000 };
  const who = { email: 'a@example.test', address: '192.0.2.1' };
  for (let i = 0; i < 4; i++) await signIn(deps, who, attempt(false));
  await signIn(deps, who, attempt(true));
  for (let i = 0; i < 4; i++) await signIn(deps, who, attempt(false));
  expect(await signIn(deps, who, attempt(true))).toEqual({ value: 'in' });
});
