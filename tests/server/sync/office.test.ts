import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import type { MutationArgs, MutationName } from '#shared/sync/mutations.ts';
import { PROTOCOL_VERSION, readsSpace } from '#shared/sync/protocol.ts';
import { identityOf } from '../../../server/accounts/identify.ts';
import { push } from '../../../server/sync/push.ts';
import { plainDigest } from '../../fakes/digest.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { ACCOUNT, anAccount, anId, aPerson } from '../../fixtures/rows.ts';

const [jan, sanne] = [aPerson({ access: 'office' }), aPerson({ position: 2, name: 'Sanne', email: 'sanne@example.test' })];
const as = ({ id, name }: typeof jan, office: boolean): Identity => ({
  role: 'person',
  userId: name,
  name,
  personId: id,
  accountId: ACCOUNT,
  office,
});

async function client() {
  const store = createMemoryStore();
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ id: ACCOUNT }));
    await tx.put('person', jan);
    await tx.put('person', sanne);
  });
  const after = { afterMutation: async () => {}, poke: () => undefined };
  const deps = { store, clock: () => '2026-11-19T10:00:00.000Z', digest: plainDigest, ...after };
  const send = async <N extends MutationName>(who: Identity, name: N, args: MutationArgs<N>) => {
    const saw = Object.fromEntries([jan, sanne].map(({ id }) => [`person/${id}`, 99]));
    const mutations = [{ seq: 1, name, args, saw: { ...saw, [`contract/${ACCOUNT}`]: 99 }, at: deps.clock() }];
    const { refused } = await push(deps)(who, { protocol: PROTOCOL_VERSION, deviceId: anId(), mutations });
    return refused[0]?.code ?? 'applied';
  };
  return { send, access: async (id: string) => (await store.get('person', id))?.access, store };
}

const access = (personId: string, to: 'office' | 'member' | 'none') => ({ accountId: ACCOUNT, personId, access: to });
const { access: _, ...janWritten } = jan;

test.each<[string, MutationName, MutationArgs<MutationName>, string, string]>([
  ['gives himself the office', 'setAccess', access(sanne.id, 'office'), 'forbidden', 'applied'],
  ['writes his address over the office’s', 'savePerson', { ...janWritten, email: 'mine@example.test' }, 'forbidden', 'applied'],
  ['takes the office off the roster', 'removePerson', { accountId: ACCOUNT, personId: jan.id }, 'forbidden', 'forbidden'],
  ['says who is told about use', 'setUsageAlerts', { accountId: ACCOUNT, alertTo: [sanne.id] }, 'forbidden', 'applied'],
  [
    'moves himself to the top, as he may',
    'movePerson',
    { accountId: ACCOUNT, personId: sanne.id, position: 1 },
    'applied',
    'applied',
  ],
])('[S07] a person who %s', async (_, name, args, forMember, forOffice) => {
  expect(await (await client()).send(as(sanne, false), name, args as never)).toBe(forMember);
  expect(await (await client()).send(as(jan, true), name, args as never)).toBe(forOffice);
});

test('[S07] the place on the roster gives no access', async () => {
  const { send, access: of } = await client();
  await send(as(sanne, false), 'movePerson', { accountId: ACCOUNT, personId: sanne.id, position: 1 });
  expect([await of(sanne.id), await of(jan.id)]).toEqual([undefined, 'office']);
});

test('saving a person keeps his access, and somebody of the office stays', async () => {
  const { send, access: of } = await client();
  const { access: _, ...written } = jan;
  await send(as(jan, true), 'savePerson', { ...written, name: 'Jan' });
  expect(await of(jan.id)).toBe('office');
  expect(await send(as(jan, true), 'setAccess', access(jan.id, 'member'))).toBe('forbidden');
  await send(as(jan, true), 'setAccess', access(sanne.id, 'office'));
  expect(await send(as(jan, true), 'setAccess', access(jan.id, 'member'))).toBe('applied');
});

test('the first person of a new roster is its office', async () => {
  const { store, send } = await client();
  const account = anAccount();
  await store.transact((tx) => tx.put('account', account));
  const max: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [account.id] };
  const { access: _, ...first } = aPerson({ accountId: account.id });
  await send(max, 'savePerson', first);
  expect((await store.get('person', first.id))?.access).toBe('office');
});

test('[S07] who has no access is nobody, and the office is who was given it', () => {
  const signedIn = { userId: 'u', name: 'n', role: 'person' as const, subjectId: jan.id, sessionToken: 't' };
  const of = (given: typeof jan) => identityOf({ operator: () => undefined, person: () => given, accounts: () => [] }, signedIn);
  expect(of({ ...jan, access: 'none' })).toBeNull();
  expect(of(jan)).toMatchObject({ office: true });
  expect(of(sanne)).toMatchObject({ office: false });
});

test('[AC2] devices of before know neither calls nor contract, and get them from their beginning once they are new', () => {
  const spaces = [`account:${ACCOUNT}:calls`, `account:${ACCOUNT}:office`, `account:${ACCOUNT}:shared`];
  expect(spaces.map((space) => [readsSpace(6, space), readsSpace(7, space)])).toEqual([
    [false, true],
    [false, true],
    [true, true],
  ]);
});
