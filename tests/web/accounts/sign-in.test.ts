import { expect, test } from 'vitest';
import type { Session } from '#shared/api.ts';
import { type LastUser, SignIn } from '../../../web/accounts/sign-in.svelte.ts';
import type { Identity } from '../../../web/ports.ts';

const start = Date.parse('2026-11-19T09:42:00.000Z');
const session: Session = {
  userId: 'u-lea',
  name: 'Léa',
  role: 'operator',
  subjectId: '00000000-0000-4000-8000-000000000900',
  accountIds: [],
  language: 'fr',
  serverTime: '2026-11-19T09:43:00.000Z',
  leaseSeconds: 600,
  demo: true,
  version: '1',
};

function at(server: { session: Awaited<ReturnType<Identity['session']>>; signIn?: Awaited<ReturnType<Identity['signIn']>> }) {
  const kept: { user: LastUser | null; ms: number } = { user: null, ms: start };
  const signIn = new SignIn({
    identity: {
      session: async () => server.session,
      signIn: async () => server.signIn ?? { kind: 'signed-in' },
      signOut: async () => undefined,
      renew: async () => undefined,
    },
    store: {
      read: () => kept.user,
      write: (user) => {
        kept.user = user;
      },
      forget: () => {
        kept.user = null;
      },
    },
    deviceMs: () => kept.ms,
  });
  return { signIn, kept, server };
}

test('the clock of the rules follows the server’s', async () => {
  const { signIn } = at({ session: { kind: 'session', session } });
  await signIn.check();
  expect(signIn.state).toBe('signed-in');
  expect(signIn.now()).toBe('2026-11-19T09:43:00.000Z');
});

test('without a server the app opens for the last user of the profile', async () => {
  const { signIn, server } = at({ session: { kind: 'session', session } });
  await signIn.check();
  server.session = { kind: 'unreachable' };
  await signIn.check();
  expect(signIn.state).toBe('offline');
  expect(signIn.session?.name).toBe('Léa');
});

test('when the lease is over the data stay closed', async () => {
  const { signIn, server, kept } = at({ session: { kind: 'session', session } });
  await signIn.check();
  server.session = { kind: 'unreachable' };
  kept.ms = start + 600_000;
  await signIn.check();
  expect(signIn.state).toBe('lease-over');
});

test('without a server and without a last user there is only the sign-in', async () => {
  const { signIn } = at({ session: { kind: 'unreachable' } });
  await signIn.check();
  expect(signIn.state).toBe('signed-out');
  expect(signIn.attempt).toBe('unreachable');
});

test.each([
  [{ kind: 'wrong' } as const, 'wrong', 0],
  [{ kind: 'limited', waitSeconds: 61 } as const, 'limited', 2],
])('a refused sign-in says why: %o', async (answer, attempt, minutes) => {
  const { signIn } = at({ session: { kind: 'signed-out' }, signIn: answer });
  await signIn.signIn('lea@permanence.test', 'x');
  expect(signIn.attempt).toBe(attempt);
  expect(signIn.waitMinutes).toBe(minutes);
});

test('signing out forgets the last user', async () => {
  const { signIn, kept } = at({ session: { kind: 'session', session } });
  await signIn.check();
  await signIn.signOut();
  expect(kept.user).toBeNull();
  expect(signIn.state).toBe('signed-out');
});
