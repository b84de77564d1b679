import { expect, test, vi } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import type { Session } from '#shared/api/sync.ts';
import { CodedError } from '#shared/errors.ts';
import { toMs } from '#shared/time.ts';
import { pull } from '../../../server/sync/pull.ts';
import { push } from '../../../server/sync/push.ts';
import { type LastUser, SignIn } from '../../../web/accounts/sign-in.svelte.ts';
import type { Identity as IdentityPort } from '../../../web/ports/identity.ts';
import type { SyncWire } from '../../../web/ports/sync.ts';
import { openDevice } from '../../../web/routes/open-device.ts';
import { createDevice } from '../../../web/sync/device.ts';
import { fakeContactSearch } from '../../fakes/contact-search.ts';
import { fakeMarker } from '../../fakes/device-marker.ts';
import { plainDigest } from '../../fakes/digest.ts';
import { openFakeLocalStore } from '../../fakes/local-store.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { virtualTime } from '../../fakes/virtual-time.ts';
import { ACCOUNT, aNoteContent, anAccount, anId } from '../../fixtures/rows.ts';

/** A short one: away from the server a device tries again every few seconds. */
const shiftSeconds = 600;
const lea: Identity = { role: 'operator', userId: 'lea', name: 'Léa', operatorId: anId(), accountIds: [ACCOUNT] };

/** An operator's page on a real device database; the server can be away, or take her for signed out. */
async function aPage() {
  const time = virtualTime('2026-11-19T08:00:00.000Z');
  const store = createMemoryStore();
  await store.transact((tx) => tx.put('account', anAccount({ id: ACCOUNT })));
  const server = { fails: null as string | null };
  const ask = async <T>(answer: () => Promise<T>): Promise<T> => {
    if (server.fails !== null) throw new CodedError(server.fails, 'cut');
    return answer();
  };
  const deps = { store, clock: time.clock, afterMutation: async () => {}, digest: plainDigest, poke: () => {} };
  const wire: SyncWire = { push: (r) => ask(() => push(deps)(lea, r)), pull: (r) => ask(() => pull(deps)(lea, r)) };
  const session = (): Session => ({
    userId: 'lea',
    name: 'Léa',
    role: 'operator',
    subjectId: anId(),
    accountIds: [ACCOUNT],
    language: 'fr',
    serverTime: time.clock(),
    leaseSeconds: shiftSeconds,
    demo: false,
    version: '1',
  });
  const identity: IdentityPort = {
    async session() {
      if (server.fails === 'http.signed_out') return { kind: 'signed-out' };
      return server.fails === null ? { kind: 'session', session: session() } : { kind: 'unreachable' };
    },
    signIn: async () => ({ kind: 'signed-in' }),
    signOut: async () => undefined,
    renew: async () => undefined,
  };
  let kept: LastUser | null = null;
  const signIn = new SignIn({
    identity,
    store: {
      read: () => kept,
      write: (user) => {
        kept = user;
      },
      forget: () => {
        kept = null;
      },
    },
    deviceMs: () => toMs(time.clock()),
    later: time.after,
  });
  const local = await openFakeLocalStore('lea');
  const random = () => 0.5;
  const exclusive = (run: () => Promise<void>) => run();
  const onError = (error: unknown) => expect(error).toBeUndefined();
  const app = {
    openDevice: async () =>
      createDevice({
        local,
        contacts: fakeContactSearch(),
        wire,
        marker: fakeMarker(),
        userName: 'Léa',
        clock: time.clock,
        after: time.after,
        random,
        exclusive,
        onError,
      }),
  };
  await signIn.check();
  const device = await openDevice(app, signIn, session());
  return { time, store, server, signIn, device };
}

const note = () => ({
  id: anId(),
  accountId: ACCOUNT,
  callId: null,
  content: aNoteContent(),
  handledBy: 'Léa',
  operatorId: lea.role === 'operator' ? lea.operatorId : null,
});

test('rounds go on by themselves: a device that reaches the server never runs out of its lease', async () => {
  const { time, signIn } = await aPage();
  for (let minute = 0; minute < 30; minute += 1) {
    await time.pass(60_000);
    await vi.waitFor(() => expect(signIn.state).toBe('signed-in'));
  }
});

test('when the lease has run out nothing is shown, what waits is still sent, and the pull opens the page again', async () => {
  const { time, store, server, signIn, device } = await aPage();
  server.fails = 'http.offline';
  const pending = note();
  await device.mutate('lockNote', pending);
  await time.pass(shiftSeconds * 1000 + 60_000);
  expect(signIn.state).toBe('lease-over');
  server.fails = null;
  device.sync();
  await vi.waitFor(async () => expect(await store.get('note', pending.id)).toMatchObject({ content: pending.content }));
  await vi.waitFor(() => expect(signIn.state).toBe('signed-in'));
});

test('a 401 shows nothing either, and keeps what waits', async () => {
  const { server, signIn, device } = await aPage();
  server.fails = 'http.signed_out';
  await device.mutate('lockNote', note());
  await vi.waitFor(() => expect(signIn.state).toBe('signed-out'));
  expect(await device.wipe({ force: false })).toBe('unsent');
});
