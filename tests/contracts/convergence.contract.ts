import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Identity, readableSpaces } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';
import { type MutationName, parseChange } from '#shared/sync/mutations.ts';
import { type Kind, kinds, spaceOf } from '#shared/sync/rows.ts';
import { fromMs, toMs } from '#shared/time.ts';
import type { Store } from '../../server/ports/store.ts';
import { pull } from '../../server/sync/pull.ts';
import { push } from '../../server/sync/push.ts';
import type { LocalStore, SyncWire } from '../../web/ports/sync.ts';
import { syncRound } from '../../web/sync/round.ts';
import { plainDigest } from '../fakes/digest.ts';
import { fakeKeptApart } from '../fakes/kept-apart.ts';
import { openFakeLocalStore } from '../fakes/local-store.ts';
import { ACCOUNT, aContact, aNoteContent, anAccount, anId, anInstruction, aPerson } from '../fixtures/rows.ts';

/** An empty store of the server, and everything that was ever pushed to it. */
export type ServerStore = {
  readonly store: Store;
  history(): Promise<readonly { readonly deviceId: string; readonly seq: number; readonly args: unknown }[]>;
};

const ids = {
  contact: [anId(), anId()],
  instruction: [anId(), anId()],
  person: [anId(), anId(), anId()],
  note: [anId(), anId()],
};
const lea: Identity = { role: 'operator', userId: 'lea', name: 'Léa', operatorId: anId(), accountIds: [ACCOUNT] };
const jan: Identity = { role: 'person', userId: 'jan', name: 'Jan', personId: anId(), accountId: ACCOUNT, office: false };
const max: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [ACCOUNT] };
/** Whose the devices are: Léa and Jan may have a second one. */
const users = [lea, jan, max, lea, jan];

const hour = 3_600_000;
type Network = 'good' | 'no answer to push' | 'no answer to pull' | 'down';
type Step =
  /** Everybody is offline for so long. */
  | { readonly do: 'wait'; readonly hours: number }
  | { readonly do: 'sync'; readonly device: number; readonly network: Network }
  /** The browser throws the device's database away; what was kept apart is left. */
  | { readonly do: 'lose'; readonly device: number }
  | {
      readonly do: 'change';
      readonly device: number;
      readonly name: MutationName;
      readonly which: number;
      readonly text: string;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.nat(10 * 24) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), device: fc.nat(4) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('sync' as const), device: fc.nat(4), network: networks() }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      device: fc.nat(4),
      name: fc.constantFrom<MutationName>(
        'lockNote',
        'addAddendum',
        'markNoteRead',
        'callBackNote',
        'markNoteDone',
        'saveContact',
        'removeContact',
        'saveInstruction',
        'removeInstruction',
        'savePerson',
        'movePerson',
        'setGreeting',
      ),
      which: fc.nat(2),
      text: fc.string({ minLength: 1, maxLength: 8 }),
    }),
  },
);

function networks(): fc.Arbitrary<Network> {
  return fc.constantFrom<Network>('good', 'good', 'no answer to push', 'no answer to pull', 'down');
}

const pick = (list: readonly string[], which: number) => list[which % list.length] ?? '';

/** Arguments of any of the mutations above; what a schema does not know it drops. */
function argsOf(name: MutationName, { which, text }: { which: number; text: string }): unknown {
  const rows = {
    lockNote: { ...aNoteContent(), id: pick(ids.note, which), callId: null, content: aNoteContent({ matter: text }) },
    saveContact: aContact({ id: pick(ids.contact, which), name: text }),
    saveInstruction: anInstruction({ id: pick(ids.instruction, which), text }),
    savePerson: aPerson({ id: pick(ids.person, which), name: text, position: which + 1 }),
    addAddendum: { id: anId() },
  };
  return {
    accountId: ACCOUNT,
    noteId: pick(ids.note, which),
    contactId: pick(ids.contact, which),
    instructionId: pick(ids.instruction, which),
    personId: pick(ids.person, which),
    position: which + 1,
    greeting: text,
    text,
    handledBy: 'x',
    operatorId: null,
    ...(name in rows ? rows[name as keyof typeof rows] : {}),
  };
}

/** How far each device's clock is off, ms: 3 to 5 devices, up to two days either way. */
const skews = fc.array(fc.integer({ min: -48 * hour, max: 48 * hour }), { minLength: 3, maxLength: 5 });

async function world({ store }: ServerStore, skew: readonly number[]) {
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ id: ACCOUNT }));
    for (const [i, id] of ids.person.entries()) await tx.put('person', aPerson({ id, position: i + 1 }));
    for (const id of ids.instruction) await tx.put('instruction', anInstruction({ id }));
  });
  let ms = toMs('2026-11-19T10:00:00.000Z');
  const clock = () => fromMs(++ms);
  const devices = await Promise.all(
    users.slice(0, skew.length).map(async (who, i) => {
      const apart = fakeKeptApart();
      const open = () => openFakeLocalStore(who.userId, undefined, apart);
      return { who, open, local: await open(), clock: () => fromMs(toMs(clock()) + (skew[i] ?? 0)) };
    }),
  );
  const wait = (hours: number) => {
    ms += hours * hour;
  };
  return { store, clock, devices, wait };
}
type World = Awaited<ReturnType<typeof world>>;
type Device = World['devices'][number];

function wireOf({ store, clock }: World, who: Identity, network: Network): SyncWire {
  const deps = { store, clock, afterMutation: async () => {}, digest: plainDigest, poke: () => {} };
  const offline = () => new CodedError('http.offline', network);
  return {
    async push(request) {
      if (network === 'down') throw offline();
      const answer = await push(deps)(who, request);
      if (network === 'no answer to push') throw offline();
      return answer;
    },
    async pull(request) {
      if (network !== 'good') throw offline();
      return pull(deps)(who, { ...request, limit: 3 });
    },
  };
}

async function sync(w: World, { who, local, clock }: Device, network: Network): Promise<void> {
  try {
    await syncRound({ heed: () => undefined, onFetching: () => undefined, local, wire: wireOf(w, who, network), clock });
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'http.offline') throw error;
  }
}

/** What the device would not take is still in the form that it was typed in. */
async function change({ who, local, clock }: Device, { name, which, text }: Extract<Step, { do: 'change' }>): Promise<void> {
  const parsed = parseChange(name, argsOf(name, { which, text }));
  if (!parsed) throw new Error(`arguments of ${name}`);
  try {
    await local.mutate(parsed, { name: who.name, at: clock() });
  } catch (error) {
    if (!(error instanceof CodedError) || !error.code.startsWith('sync.')) throw error;
  }
}

async function lose(device: Device): Promise<void> {
  device.local.close();
  device.local = await device.open();
}

async function rowsOf(local: LocalStore): Promise<Record<string, unknown[]>> {
  const lists = kinds.map(async (kind) => [kind, await local.read((rows) => rows.all(kind))] as const);
  return Object.fromEntries(await Promise.all(lists));
}

async function readable(store: Store, who: Identity): Promise<Record<string, unknown[]>> {
  const spaces = readableSpaces(who);
  const list = async <K extends Kind>(kind: K) => (await store.all(kind)).filter((row) => spaces.includes(spaceOf(kind, row)));
  return Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, await list(kind)] as const)));
}

type Typed = Map<string, unknown>;

/** One step of a history; a device that the bureau does not have does nothing. */
async function take(w: World, s: Step, typed: Typed): Promise<void> {
  if (s.do === 'wait') return w.wait(s.hours);
  const device = w.devices[s.device % w.devices.length];
  if (!device) return;
  if (s.do === 'sync') await sync(w, device, s.network);
  else if (s.do === 'lose') await lose(device);
  else await change(device, s);
  const { local } = device;
  for (const queued of await local.unsent(1000)) typed.set(`${local.deviceId}/${queued.seq}`, queued.args);
}

/** F3, with devices on Dexie and the server on what `open` gives. */
export function convergenceContract(open: () => Promise<ServerStore>, histories: number): void {
  test(`[F3] ${histories} offline histories of 3 to 5 devices with wrong clocks end with the same rows, nothing typed is lost`, {
    timeout: 60_000 + histories * 1000,
  }, async () => {
    const property = fc.asyncProperty(skews, fc.array(step, { minLength: 5, maxLength: 30 }), async (skew, steps) => {
      const server = await open();
      const w = await world(server, skew);
      const typed: Typed = new Map();
      for (const device of w.devices) await sync(w, device, 'good');
      for (const s of steps) await take(w, s, typed);
      await Promise.all(w.devices.map((device) => sync(w, device, 'good'))); // everybody is back in the same moment
      for (const device of [...w.devices, ...w.devices]) await sync(w, device, 'good');
      const history = await server.history();
      expect(new Map(history.map((h) => [`${h.deviceId}/${h.seq}`, h.args]))).toEqual(typed);
      expect(history).toHaveLength(typed.size);
      for (const { who, local } of w.devices) {
        expect(await local.unsent(1)).toEqual([]);
        expect(await rowsOf(local)).toEqual(await readable(w.store, who));
        local.close();
      }
    });
    await fc.assert(property, { numRuns: histories });
  });
}
