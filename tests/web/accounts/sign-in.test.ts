import { expect, test } from 'vitest';
import type { Session } from '#shared/api/sync.ts';
import { fromMs, toMs } from '#shared/time.ts';
import { type LastUser, SignIn } from '../../../web/accounts/sign-in.svelte.ts';
import type { Identity } from '../../../web/ports/identity.ts';
import { virtualTime } from '../../fakes/virtual-time.ts';

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
  const time = virtualTime(fromMs(start));
  const kept: { user: LastUser | null } = { user: null };
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
    deviceMs: () => toMs(time.clock()),
    later: time.after,
  });
  return { signIn, kept, server, time };
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
  const { signIn, server, time } = at({ session: { kind: 'session', session } });
  await signIn.check();
  server.session = { kind: 'unreachable' };
  await time.pass(600_000);
  await signIn.check();
  expect(signIn.state).toBe('lease-over');
});

test('a lease that runs out closes an open page', async () => {
  const { signIn, time } = at({ session: { kind: 'session', session } });
  await signIn.check();
  await time.pass(599_999);
  expect(signIn.state).toBe('signed-in');
  await time.pass(1);
  expect(signIn.state).toBe('lease-over');
});

test('every pull begins the lease anew, by the server’s clock', async () => {
  const { signIn, kept, time } = at({ session: { kind: 'session', session } });
  await signIn.check();
  await time.pass(590_000);
  signIn.renewed(signIn.now());
  expect(kept.user?.seenAtMs).toBe(start + 590_000);
  await time.pass(599_999);
  expect(signIn.state).toBe('signed-in');
  await time.pass(1);
  expect(signIn.state).toBe('lease-over');
});

test('an old pull renews nothing, nor one that the device’s clock has not reached', async () => {
  const { signIn, kept, time } = at({ session: { kind: 'session', session } });
  const before = signIn.now();
  await signIn.check();
  await time.pass(120_000);
  signIn.renewed(before);
  signIn.renewed(fromMs(toMs(signIn.now()) + 1));
  expect(kept.user?.seenAtMs).toBe(start);
});

test('when the server answers again the page opens by itself', async () => {
  const { signIn, server, time } = at({ session: { kind: 'session', session } });
  await signIn.check();
  server.session = { kind: 'unreachable' };
  await time.pass(600_000);
  expect(signIn.state).toBe('lease-over');
  server.session = { kind: 'session', session: { ...session, serverTime: '2026-11-19T09:53:00.000Z' } };
  signIn.renewed(signIn.now());
  await time.pass(0);
  expect(signIn.state).toBe('signed-in');
});

test('another user who signs in on another page closes this one, and is not taken for its user', async () => {
  const { signIn, server } = at({ session: { kind: 'session', session } });
  await signIn.check();
  server.session = { kind: 'session', session: { ...session, userId: 'u-sofie', name: 'Sofie' } };
  await signIn.expired();
  expect([signIn.state, signIn.session?.userId]).toEqual(['other-user', 'u-lea']);
  await signIn.check();
  expect(signIn.state).toBe('other-user');
  await signIn.goOn();
  expect([signIn.state, signIn.session?.userId]).toEqual(['signed-in', 'u-sofie']);
});

test('after a 401 nothing is shown without a network either, before the next sign-in', async () => {
  const { signIn, server } = at({ session: { kind: 'session', session } });
  await signIn.check();
  server.session = { kind: 'signed-out' };
  await signIn.expired();
  expect(signIn.state).toBe('signed-out');
  server.session = { kind: 'unreachable' };
  await signIn.check();
  expect(signIn.state).toBe('lease-over');
  server.session = { kind: 'session', session };
  await signIn.signIn('lea@permanence.test', 'x');
  expect(signIn.state).toBe('signed-in');
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
