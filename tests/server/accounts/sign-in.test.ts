import { expect, test } from 'vitest';
import { signIn } from '../../../server/accounts/sign-in.ts';
import type { SignInFailures } from '../../../server/ports.ts';

function memoryFailures(): SignInFailures {
  const rows: { key: string; at: number }[] = [];
  return {
    of: async (key, sinceMs) => rows.filter((r) => r.key === key && r.at >= sinceMs).map((r) => r.at),
    add: async (keys, at) => void rows.push(...keys.map((key) => ({ key, at }))),
    clear: async (key) => {
      const kept = rows.filter((r) => r.key !== key);
      rows.splice(0, rows.length, ...kept);
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

test('successes are not counted, and a success forgets the failures of the account', async () => {
  const deps = { failures: memoryFailures(), nowMs: () => 1_000_000 };
  const who = { email: 'a@example.test', address: '192.0.2.1' };
  for (let i = 0; i < 4; i++) await signIn(deps, who, attempt(false));
  await signIn(deps, who, attempt(true));
  for (let i = 0; i < 4; i++) await signIn(deps, who, attempt(false));
  expect(await signIn(deps, who, attempt(true))).toEqual({ value: 'in' });
});
