import { expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import type { Wish } from '#shared/calls/question.ts';
import type { MutationArgs, MutationName } from '#shared/sync/mutations.ts';
import { PROTOCOL_VERSION, servedProtocols } from '#shared/sync/protocol.ts';
import type { Space } from '#shared/sync/rows.ts';
import { pull } from '../../../server/sync/pull.ts';
import { type AfterMutation, push } from '../../../server/sync/push.ts';
import { plainDigest } from '../../fakes/digest.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import {
  ACCOUNT,
  aContact,
  aDelivery,
  aNoteContent,
  anAccount,
  anId,
  anInstruction,
  aPerson,
  aTask,
} from '../../fixtures/rows.ts';

const OTHER = anId();
const operatorId = anId();
const lea: Identity = { role: 'operator', userId: 'lea', name: 'Léa', operatorId, accountIds: [ACCOUNT] };
const jan: Identity = { role: 'person', userId: 'jan', name: 'Jan', personId: anId(), accountId: ACCOUNT, office: false };
const NOW = '2026-11-19T10:00:00.000Z';

async function server(afterMutation: AfterMutation = async () => {}) {
  const store = createMemoryStore();
  const poked: Space[][] = [];
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ id: ACCOUNT }));
    await tx.put('account', anAccount({ id: OTHER }));
  });
  const poke = (spaces: readonly Space[]) => void poked.push([...spaces]);
  const deps = { store, clock: () => NOW, afterMutation, digest: plainDigest, poke };
  const deviceId = anId();
  let seq = 0;
  type Given = { saw?: Record<string, number>; at?: string; deviceId?: string; seq?: number };
  const send = async <N extends MutationName>(who: Identity, name: N, args: MutationArgs<N>, given: Given = {}) => {
    seq = given.seq ?? seq + 1;
    const mutations = [{ seq, name, args, saw: given.saw ?? {}, at: given.at ?? NOW }];
    return push(deps)(who, { protocol: PROTOCOL_VERSION, deviceId: given.deviceId ?? deviceId, mutations });
  };
  return { store, poked, send, deps, deviceId };
}

const aNote = (given: Partial<MutationArgs<'lockNote'>> = {}): MutationArgs<'lockNote'> => ({
  id: anId(),
  accountId: ACCOUNT,
  callId: null,
  content: aNoteContent(),
  handledBy: 'Léa',
  operatorId,
  ...given,
});

const aCall = (given: { id: string; accountId: string; operatorId: string | null }) => ({
  ...given,
  lineId: anId(),
  caller: null,
  diversion: null,
  arrivedAt: NOW,
  offers: [],
  answeredAt: NOW,
  heldSeconds: 0,
  endedAt: null,
  endedBy: null,
  outcome: null,
  waitedSeconds: 3,
  disposition: null,
  billable: null,
});

test('[PU1] a change is applied once, though it is pushed twice, and its followers run in its transaction', async () => {
  const followed: string[] = [];
  const { store, send, poked } = await server(async (tx, change) => {
    followed.push(change.name);
    await tx.addJob({ name: 'deliver', payload: {} });
  });
  const note = aNote();
  await send(lea, 'lockNote', note, { seq: 1 });
  expect(await send(lea, 'lockNote', note, { seq: 1 })).toEqual({ lastSeq: 1, refused: [] });
  expect(followed).toEqual(['lockNote']);
  expect(store.jobs()).toHaveLength(1);
  expect(poked).toEqual([[`account:${ACCOUNT}:shared`]]);
});

test('[NO1] a note locked twice under one id, from two devices, is delivered once', async () => {
  let followed = 0;
  const { send, store } = await server(async () => {
    followed += 1;
  });
  const note = aNote();
  await send(lea, 'lockNote', note);
  await send(lea, 'lockNote', { ...note, content: aNoteContent({ matter: 'other' }) }, { deviceId: anId(), seq: 1 });
  expect(followed).toBe(1);
  expect((await store.get('note', note.id))?.content.matter).toBe(note.content.matter);
  expect(store.history()).toHaveLength(2);
});

test('[PU5] when what must follow fails, nothing of the change is kept and the device may push it again', async () => {
  let broken = true;
  const { store, send } = await server(async () => {
    if (broken) throw new Error('planned');
  });
  const note = aNote();
  await expect(send(lea, 'lockNote', note, { seq: 1 })).rejects.toThrow('planned');
  expect(await store.get('note', note.id)).toBeUndefined();
  broken = false;
  expect(await send(lea, 'lockNote', note, { seq: 1 })).toEqual({ lastSeq: 1, refused: [] });
});

test('[PU3] a gap is not waited for: what a restored server has lost does not hold up the rest', async () => {
  const { store, send } = await server();
  const [before, after] = [aNote(), aNote()];
  await send(lea, 'lockNote', before, { seq: 1 });
  expect(await send(lea, 'lockNote', after, { seq: 7 })).toEqual({ lastSeq: 7, refused: [] });
  expect((await store.get('note', after.id))?.id).toBe(after.id);
});

test.each([
  ['an operator and the greeting', lea, 'setGreeting', { accountId: ACCOUNT, greeting: 'x' }],
  ["another client's account", jan, 'saveContact', aContact({ accountId: OTHER })],
  ['a person who adds to a note', jan, 'addAddendum', { id: anId(), accountId: ACCOUNT, noteId: anId(), text: 'x' }],
] as const)('[AC1] refused and kept in history: %s', async (_, who, name, args) => {
  const { store, send } = await server();
  expect((await send(who, name, args)).refused).toMatchObject([{ code: 'forbidden' }]);
  expect(store.history()).toMatchObject([{ refused: 'forbidden', args }]);
});

test("[AC3] another account's row is neither changed nor shown under the name of the own account", async () => {
  const { store, send } = await server();
  const [theirs, theirContact] = [anInstruction({ accountId: OTHER, text: 'secret' }), aContact({ accountId: OTHER })];
  await store.transact(async (tx) => {
    await tx.put('instruction', theirs);
    await tx.put('contact', theirContact);
  });
  const { changedAt: _, ...mine } = anInstruction({ id: theirs.id });
  const answers = [await send(jan, 'saveInstruction', mine), await send(jan, 'saveContact', aContact({ id: theirContact.id }))];
  expect(answers.map((a) => a.refused[0]?.code)).toEqual(['conflict', 'forbidden']);
  expect(JSON.stringify(answers)).not.toContain('secret');
  expect(await store.get('instruction', theirs.id)).toEqual(theirs);
});

test('[NO2] the operator who handled the call may lock its note after the account was taken from her', async () => {
  const { store, send } = await server();
  const call = aCall({ id: anId(), accountId: OTHER, operatorId });
  await store.transact((tx) => tx.put('call', call));
  const note = aNote({ accountId: OTHER, callId: call.id, content: aNoteContent({ disposition: 'wrong-number' }) });
  expect((await send(lea, 'lockNote', note)).refused).toEqual([]);
  expect(await store.get('note', note.id)).toBeDefined();
  expect(await store.get('call', call.id)).toMatchObject({ disposition: 'wrong-number', billable: false });
});

test('[NO2] a note of an account that is not hers becomes the supervisor’s and reaches no client', async () => {
  const { store, send } = await server();
  const note = aNote({ accountId: OTHER });
  expect((await send(lea, 'lockNote', note)).refused).toEqual([]);
  expect(await store.get('note', note.id)).toBeUndefined();
  expect(store.history()).toMatchObject([{ refused: 'for-supervisor', args: { id: note.id } }]);
});

test('[CO1] instructions that changed since the device saw them are refused with both texts', async () => {
  const { store, send } = await server();
  const instruction = anInstruction();
  await store.transact((tx) => tx.put('instruction', instruction));
  const seen = await store.transact((tx) => tx.version('instruction', instruction.id));
  await store.transact((tx) => tx.put('instruction', { ...instruction, text: 'theirs' }));
  const { changedAt: _, ...mine } = { ...instruction, text: 'mine' };
  const key = `instruction/${instruction.id}`;
  const answer = await send(jan, 'saveInstruction', mine, { saw: { [key]: seen.result } });
  expect(answer.refused).toMatchObject([{ code: 'conflict', theirs: { [key]: { text: 'theirs' } } }]);
});

test('[CO1] the roster is not reordered over a colleague whom the device has not seen', async () => {
  const { store, send } = await server();
  const [first, second] = [aPerson({ position: 1 }), aPerson({ position: 2 })];
  await store.transact(async (tx) => {
    await tx.put('person', first);
    await tx.put('person', second);
  });
  const move = { accountId: ACCOUNT, personId: second.id, position: 1 };
  expect((await send(jan, 'movePerson', move)).refused).toMatchObject([{ code: 'conflict' }]);
  const saw = { [`person/${first.id}`]: 99, [`person/${second.id}`]: 99 };
  expect((await send(jan, 'movePerson', move, { saw })).refused).toEqual([]);
  expect((await store.get('person', second.id))?.position).toBe(1);
  expect((await store.get('person', first.id))?.position).toBe(2);
});

test('[CO2] of two changes of one contact the later in server order wins', async () => {
  const { store, send } = await server();
  const contact = aContact();
  await send(lea, 'saveContact', contact);
  await send(jan, 'saveContact', { ...contact, name: 'Later' }, { deviceId: anId(), seq: 1 });
  expect((await store.get('contact', contact.id))?.name).toBe('Later');
});

test('[MU3] an instant of the future is bounded by the server, one of the past is kept', async () => {
  const { store, send } = await server();
  const [early, late] = [aNote(), aNote()];
  await send(lea, 'lockNote', early, { at: '2026-11-19T08:00:00.000Z' });
  await send(lea, 'lockNote', late, { at: '2031-01-01T00:00:00.000Z' });
  expect((await store.get('note', early.id))?.lockedAt).toBe('2026-11-19T08:00:00.000Z');
  expect((await store.get('note', late.id))?.lockedAt).toBe(NOW);
});

test('[MU4] “I call back now” acknowledges too, and the first who says it keeps it', async () => {
  const { store, send } = await server();
  const note = aNote();
  await send(lea, 'lockNote', note);
  const args = { accountId: ACCOUNT, noteId: note.id };
  await send(jan, 'callBackNote', args);
  await send({ ...jan, name: 'Sanne', userId: 'sanne' }, 'callBackNote', args, { deviceId: anId(), seq: 1 });
  expect(await store.get('note', note.id)).toMatchObject({
    read: { by: 'Jan' },
    acknowledged: { by: 'Jan' },
    callingBack: { at: NOW, by: 'Jan' },
    done: null,
  });
});

test('[PU4] what nobody understands is refused, kept in history, and does not stop what follows', async () => {
  const { deps, deviceId, store } = await server();
  const mutation = (seq: number, name: string, args: unknown) => ({ seq, name, args, saw: {}, at: NOW });
  const mutations = [
    mutation(2, 'saveContact', { id: 'x' }),
    mutation(1, 'paintItBlack', 7),
    mutation(3, 'saveContact', aContact()),
  ];
  const answer = await push(deps)(lea, { protocol: PROTOCOL_VERSION, deviceId, mutations });
  expect(answer).toMatchObject({
    lastSeq: 3,
    refused: [
      { seq: 1, code: 'unknown' },
      { seq: 2, code: 'invalid' },
    ],
  });
  expect(store.history().map((h) => h.args)).toContain(7);
});

test('[AC2] a pull gives the spaces of the identity and no other, whatever cursors it names', async () => {
  const { deps, store, deviceId } = await server();
  await store.transact(async (tx) => {
    await tx.put('contact', aContact({ accountId: OTHER }));
    await tx.put('call', aCall({ id: anId(), accountId: ACCOUNT, operatorId: null }));
  });
  const cursors = { [`account:${OTHER}:shared`]: 0, [`account:${ACCOUNT}:desk`]: 0, bureau: 0 };
  const answer = await pull(deps)(jan, { protocol: PROTOCOL_VERSION, deviceId, cursors, limit: 100 });
  expect(Object.keys(answer.cursors)).toEqual(
    ['shared', 'callers', 'alarms', 'questions', 'calls'].map((of) => `account:${ACCOUNT}:${of}`),
  );
  expect(answer.rows.map((r) => r.kind)).toEqual(['account']);
});

test('[P08] a card is kept by the client, finished by the operator, and no longer waits', async () => {
  const { store, send } = await server();
  const card = {
    id: anId(),
    accountId: ACCOUNT,
    kind: 'message' as const,
    name: 'Paul Durand',
    numbers: [],
    text: '',
    say: 'The order is ready.',
    personId: null,
    until: null,
  };
  expect((await send(jan, 'saveCard', card)).refused).toEqual([]);
  expect((await send(jan, 'finishCard', { accountId: ACCOUNT, cardId: card.id })).refused).toMatchObject([{ code: 'forbidden' }]);
  expect((await send(lea, 'finishCard', { accountId: ACCOUNT, cardId: card.id }, { deviceId: anId(), seq: 1 })).refused).toEqual(
    [],
  );
  expect(await store.get('card', card.id)).toMatchObject({ say: 'The order is ready.', done: { by: lea.name } });
  expect((await send(jan, 'saveCard', { ...card, accountId: OTHER })).refused).toMatchObject([{ code: 'forbidden' }]);
});

test('[SP2] a device of protocol 4 gets no cards, and all of them when it has become one of 5', async () => {
  const { deps, store, deviceId } = await server();
  const card = {
    id: anId(),
    accountId: ACCOUNT,
    kind: 'wrong-number',
    name: 'x',
    numbers: [],
    text: '',
    say: '',
    personId: null,
  };
  await store.transact((tx) => tx.put('card', { ...card, kind: 'wrong-number', until: null, done: null }));
  const ask = (protocol: number, cursors: Record<string, number>) => pull(deps)(jan, { protocol, deviceId, cursors, limit: 100 });
  const old = await ask(4, {});
  expect(old.rows.map(({ kind }) => kind)).not.toContain('card');
  expect((await ask(5, old.cursors)).rows).toMatchObject([{ kind: 'card', id: card.id }]);
});

test('devices of an earlier protocol are served, those of an unknown one are told to renew', async () => {
  const { deps, deviceId } = await server();
  for (const protocol of servedProtocols) {
    expect(await push(deps)(lea, { protocol, deviceId, mutations: [] })).toMatchObject({ refused: [] });
  }
  const unknown = push(deps)(lea, { protocol: PROTOCOL_VERSION + 1, deviceId, mutations: [] });
  await expect(unknown).rejects.toMatchObject({ code: 'protocol.too_old' });
});

test('[S23] a promise is a task from the moment the note is locked, and the client who calls back keeps it', async () => {
  const { store, send } = await server();
  const promised = aNote({ content: { ...aNoteContent(), number: '+33639980001', promisedBy: '2026-11-19T16:00:00.000Z' } });
  await send(lea, 'lockNote', promised);
  expect(await store.get('task', promised.id)).toMatchObject({
    origin: 'promise',
    dueAt: '2026-11-19T16:00:00.000Z',
    done: null,
  });
  await send(jan, 'callBackNote', { accountId: ACCOUNT, noteId: promised.id }, { deviceId: anId(), seq: 1 });
  expect(await store.get('task', promised.id)).toMatchObject({ done: { how: 'client', by: 'Jan' } });
});

test('a task is written down, ticked off and taken back by operators; the client may do none of it', async () => {
  const { store, send } = await server();
  const task = { id: anId(), accountId: ACCOUNT, name: 'Paul', number: '+33639980001', about: '', dueAt: NOW };
  await send(lea, 'addTask', task);
  await send(lea, 'finishTask', { accountId: ACCOUNT, taskId: task.id });
  expect(await store.get('task', task.id)).toMatchObject({ origin: 'by-hand', createdBy: 'Léa', done: { how: 'ticked' } });
  await send(lea, 'reopenTask', { accountId: ACCOUNT, taskId: task.id });
  expect((await store.get('task', task.id))?.done).toBeNull();
  const refused = await send(jan, 'finishTask', { accountId: ACCOUNT, taskId: task.id }, { deviceId: anId(), seq: 1 });
  expect(refused.refused).toMatchObject([{ code: 'forbidden' }]);
});

test('[AC2] tasks reach operators only, and no device that cannot read them', async () => {
  const { deps, deviceId, store } = await server();
  await store.transact((tx) => tx.put('task', aTask({ accountId: ACCOUNT })));
  const kinds = async (who: Identity, protocol: number) =>
    (await pull(deps)(who, { protocol, deviceId, cursors: {}, limit: 100 })).rows.map((r) => r.kind);
  expect(await kinds(lea, PROTOCOL_VERSION)).toContain('task');
  expect(await kinds(jan, PROTOCOL_VERSION)).not.toContain('task');
  expect(await kinds(lea, 4)).not.toContain('task');
});

test('[AC1] an operator’s preferences are his alone: nobody else changes or pulls them, nor does a device that cannot read them', async () => {
  const { store, send, deviceId, poked } = await server();
  const blocks = [{ short: 'rdv', text: 'rendez-vous' }];
  expect((await send(lea, 'setOwnBlocks', { operatorId, blocks })).refused).toEqual([]);
  expect((await send(lea, 'setOwnKeys', { operatorId, keys: { hold: ['F6'] } })).refused).toEqual([]);
  expect(poked.flat()).toEqual([`operator:${operatorId}`, `operator:${operatorId}`]);
  const sofie: Identity = { ...lea, userId: 'sofie', operatorId: anId() };
  const max: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [ACCOUNT] };
  for (const who of [sofie, max, jan]) {
    const { refused } = await send(who, 'setOwnKeys', { operatorId, keys: {} }, { deviceId: anId(), seq: 1 });
    expect(refused).toMatchObject([{ code: 'forbidden' }]);
  }
  const pulled = async (who: Identity, protocol: number) => {
    const { rows } = await pull({ store })(who, { protocol, deviceId, cursors: {}, limit: 1000 });
    return rows.flatMap(({ kind, row }) => (kind === 'preferences' ? [row] : []));
  };
  expect(await pulled(lea, PROTOCOL_VERSION)).toEqual([{ id: operatorId, keys: { hold: ['F6'] }, blocks }]);
  for (const who of [sofie, max, jan]) expect(await pulled(who, PROTOCOL_VERSION)).toEqual([]);
  expect(await pulled(lea, 5)).toEqual([]);
});

test('[SP2] a device of protocol 5 gets neither automatic calls nor questions, and all of them when it has become one of 6', async () => {
  const { deps, store, deviceId } = await server();
  const about = { name: 'Paul', company: '', number: null, matter: '' };
  const asked = { callId: anId(), askedAt: NOW, askedBy: 'Léa', to: null, about, answer: null, closedAt: null };
  await store.transact(async (tx) => {
    await tx.put('delivery', aDelivery({ channel: 'telephone' }));
    await tx.put('delivery', aDelivery());
    await tx.put('question', { id: anId(), accountId: ACCOUNT, ...asked });
  });
  const ask = (protocol: number, cursors: Record<string, number>) => pull(deps)(jan, { protocol, deviceId, cursors, limit: 100 });
  const kinds = ({ rows }: { rows: readonly { kind: string }[] }) => rows.map(({ kind }) => kind).sort();
  const old = await ask(5, {});
  expect(kinds(old)).toEqual(['account', 'delivery']);
  expect(kinds(await ask(6, old.cursors))).toEqual(['delivery', 'question']);
});

test('a live question: the first of the client’s people who answers is heard, later answers change nothing', async () => {
  const { store, send } = await server();
  const [claire, marc] = [aPerson(), aPerson({ name: 'Marc' })];
  await store.transact(async (tx) => {
    await tx.put('person', claire);
    await tx.put('person', marc);
  });
  const about = { name: 'Paul', company: '', number: null, matter: '' };
  const question = { id: anId(), accountId: ACCOUNT, callId: anId(), to: null, about };
  const answer = (personId: string, wish: Wish) => ({ accountId: ACCOUNT, questionId: question.id, personId, wish });
  expect((await send(jan, 'askQuestion', question)).refused).toMatchObject([{ code: 'forbidden' }]);
  await send(lea, 'askQuestion', question, { deviceId: anId(), seq: 1 });
  expect(await store.get('question', question.id)).toMatchObject({ askedBy: lea.name, answer: null });
  const stranger = await send(jan, 'answerQuestion', answer(anId(), { kind: 'message' }), { deviceId: anId(), seq: 1 });
  expect(stranger.refused).toMatchObject([{ code: 'forbidden' }]);
  await send(jan, 'answerQuestion', answer(claire.id, { kind: 'put-through' }), { deviceId: anId(), seq: 1 });
  const late = await send(jan, 'answerQuestion', answer(marc.id, { kind: 'message' }), { deviceId: anId(), seq: 1 });
  expect(late.refused).toEqual([]);
  expect((await store.get('question', question.id))?.answer).toMatchObject({
    personId: claire.id,
    wish: { kind: 'put-through' },
  });
  await send(lea, 'closeQuestion', { accountId: ACCOUNT, questionId: question.id }, { deviceId: anId(), seq: 1 });
  expect((await store.get('question', question.id))?.closedAt).not.toBeNull();
});

test('[ER3] what a device wrote before an erasure and hands in after it comes without contents, and leaves none in history', async () => {
  const delivered: string[] = [];
  const { store, send } = await server(async (tx, change) => {
    if (change.name === 'lockNote') delivered.push((await tx.get('note', change.args.id))?.content.matter ?? '');
  });
  const erasedAt = '2026-11-19T09:00:00.000Z';
  const [before, after] = ['2026-11-19T08:00:00.000Z', '2026-11-19T09:30:00.000Z'];
  const callId = anId();
  await store.transact((tx) =>
    tx.rememberErased(ACCOUNT, { ids: [callId], digests: [plainDigest(ACCOUNT, '+33639980001')] }, erasedAt),
  );
  const canary = (given: Partial<MutationArgs<'lockNote'>['content']>) => aNoteContent({ matter: 'canary', ...given });
  const byNumber = aNote({ content: canary({}) });
  const byCall = aNote({ callId, content: canary({ number: null }) });
  const [known, other] = [aContact({ handling: 'canary' }), aContact({ numbers: ['+33639980002'], handling: 'stays' })];
  await send(lea, 'lockNote', byNumber, { at: before });
  await send(lea, 'lockNote', byCall, { at: after });
  await send(lea, 'addTask', { ...aTask({ about: 'canary' }) }, { at: before });
  await send(jan, 'importContacts', { accountId: ACCOUNT, contacts: [known, other] }, { at: before });
  expect(
    JSON.stringify([await store.all('note'), await store.all('task'), await store.all('contact'), store.history()]),
  ).not.toContain('canary');
  expect((await store.all('note')).map(({ id }) => id).sort()).toEqual([byNumber.id, byCall.id].sort()); // no note is lost
  expect((await store.all('contact')).map(({ handling }) => handling)).toEqual(['stays']);
  expect(delivered).toEqual(['', '']);
  await send(lea, 'lockNote', aNote({ content: canary({}) }), { at: after }); // he has called again
  expect(delivered[2]).toBe('canary');
});
