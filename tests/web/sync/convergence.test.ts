import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Identity, readableSpaces } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';
import { type MutationName, parseChange } from '#shared/sync/mutations.ts';
import { type Kind, kinds, spaceOf } from '#shared/sync/rows.ts';
import { fromMs, toMs } from '#shared/time.ts';
import { pull } from '../../../server/sync/pull.ts';
import { push } from '../../../server/sync/push.ts';
import type { LocalStore, SyncWire } from '../../../web/ports.ts';
import { syncRound } from '../../../web/sync/round.ts';
import { openFakeLocalStore } from '../../fakes/local-store.ts';
import { createMemoryStore, type MemoryStore } from '../../fakes/memory-store.ts';
import { ACCOUNT, aContact, aNoteContent, anAccount, anId, anInstruction, aPerson } from '../../fixtures/rows.ts';

const ids = {
  contact: [anId(), anId()],
  instruction: [anId(), anId()],
  person: [anId(), anId(), anId()],
  note: [anId(), anId()],
};
const users: Identity[] = [
  { role: 'operator', userId: 'lea', name: 'Léa', operatorId: anId(), accountIds: [ACCOUNT] },
  { role: 'person', userId: 'jan', name: 'Jan', personId: anId(), accountId: ACCOUNT, office: false },
  { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [ACCOUNT] },
];

type Network = 'good' | 'no answer to push' | 'no answer to pull' | 'down';
type Step =
  | { readonly do: 'sync'; readonly device: number; readonly network: Network }
  | {
      readonly do: 'change';
      readonly device: number;
      readonly name: MutationName;
      readonly which: number;
      readonly text: string;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sync' as const), device: fc.nat(2), network: networks() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      device: fc.nat(2),
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

async function world() {
  const store = createMemoryStore();
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ id: ACCOUNT }));
    for (const [i, id] of ids.person.entries()) await tx.put('person', aPerson({ id, position: i + 1 }));
    for (const id of ids.instruction) await tx.put('instruction', anInstruction({ id }));
  });
  let ms = toMs('2026-11-19T10:00:00.000Z');
  const clock = () => fromMs(++ms);
  const locals = await Promise.all(users.map((who) => openFakeLocalStore(who.userId)));
  return { store, clock, locals };
}
type World = Awaited<ReturnType<typeof world>>;

function wireOf({ store, clock }: World, who: Identity, network: Network): SyncWire {
  const deps = { store, clock, afterMutation: async () => {}, poke: () => {} };
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

async function sync(w: World, device: number, network: Network): Promise<void> {
  const [who, local] = [users[device], w.locals[device]];
  if (!who || !local) return;
  try {
    await syncRound({ local, wire: wireOf(w, who, network), clock: w.clock });
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'http.offline') throw error;
  }
}

/** What the device would not take is still in the form that it was typed in. */
async function change(w: World, { device, name, which, text }: Extract<Step, { do: 'change' }>): Promise<void> {
  const parsed = parseChange(name, argsOf(name, { which, text }));
  if (!parsed) throw new Error(`arguments of ${name}`);
  try {
    await w.locals[device]?.mutate(parsed, { name: users[device]?.name ?? '', at: w.clock() });
  } catch (error) {
    if (!(error instanceof CodedError) || !error.code.startsWith('sync.')) throw error;
  }
}

async function rowsOf(local: LocalStore): Promise<Record<string, unknown[]>> {
  const lists = kinds.map(async (kind) => [kind, await local.read((rows) => rows.all(kind))] as const);
  return Object.fromEntries(await Promise.all(lists));
}

async function readable(store: MemoryStore, who: Identity): Promise<Record<string, unknown[]>> {
  const spaces = readableSpaces(who);
  const list = async <K extends Kind>(kind: K) => (await store.all(kind)).filter((row) => spaces.includes(spaceOf(kind, row)));
  return Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, await list(kind)] as const)));
}

test('[F3] devices with offline histories end with the same rows, and nothing typed is lost from history', {
  timeout: 120_000,
}, async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
    const w = await world();
    const typed = new Map<string, unknown>();
    for (let i = 0; i < 3; i++) await sync(w, i, 'good');
    for (const s of steps) {
      if (s.do === 'sync') await sync(w, s.device, s.network);
      else await change(w, s);
      const local = w.locals[s.device];
      for (const queued of (await local?.unsent(1000)) ?? []) typed.set(`${local?.deviceId}/${queued.seq}`, queued.args);
    }
    for (const i of [0, 1, 2, 0, 1, 2]) await sync(w, i, 'good');
    const history = new Map(w.store.history().map((h) => [`${h.deviceId}/${h.seq}`, h.args]));
    expect(history).toEqual(typed);
    expect(w.store.history()).toHaveLength(typed.size);
    for (const [i, local] of w.locals.entries()) {
      expect(await local.unsent(1)).toEqual([]);
      const who = users[i];
      if (who) expect(await rowsOf(local)).toEqual(await readable(w.store, who));
      local.close();
    }
  });
  await fc.assert(property, { numRuns: 40 });
});
