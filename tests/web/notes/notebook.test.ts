import { expect, test } from 'vitest';
import type { LiveCall } from '#shared/live.ts';
import type { Draft } from '#shared/notes/note.ts';
import { Notebook } from '../../../web/notes/notebook.svelte.ts';
import { plainNumbers } from '../../../web/ui/phone-number.ts';
import { settled, virtualTime } from '../../fakes/virtual-time.ts';
import { draftDevice } from './device.ts';

const start = '2026-11-19T09:42:00.000Z';
const accountId = '00000000-0000-4000-8000-000000000001';
const person = (n: number, name: string) => ({
  id: `00000000-0000-4000-8000-00000000002${n}`,
  accountId,
  position: n,
  name,
  role: '',
  email: null,
  mobile: null,
  channels: { email: true, sms: true, push: true },
  availability: { state: 'free' as const, text: '', until: null },
});
const claire = person(1, 'Claire Martin');
const nadia = person(2, 'Nadia Benali');

const callOf = (n: number, state: LiveCall['state'] = 'offered'): LiveCall => ({
  callId: `00000000-0000-4000-8000-00000000050${n}`,
  accountId,
  lineId: '00000000-0000-4000-8000-000000000011',
  caller: '+33639980001',
  diversion: null,
  arrivedAt: start,
  state,
  answeredAt: null,
  heldSince: null,
  endedAt: null,
  endedBy: null,
});

function aNotebook(kept = draftDevice(), time = virtualTime(start)) {
  const finished: string[] = [];
  const copies: string[] = [];
  let ids = 0;
  const notebook = new Notebook({
    device: kept.device,
    operator: { id: '00000000-0000-4000-8000-000000000900', name: 'Léa' },
    now: time.clock,
    later: time.after,
    newId: () => `00000000-0000-4000-8000-0000000007${String(++ids).padStart(2, '0')}`,
    numbers: () => plainNumbers,
    onFinished: (callId) => finished.push(callId),
    onDraft: (_, draft) => copies.push(draft.matter),
  });
  return { notebook, time, finished, copies, ...kept };
}

async function written(urgent = false) {
  const all = aNotebook();
  await all.notebook.open(callOf(1), null);
  const form = all.notebook.form;
  form?.informPeople([claire, nadia]);
  form?.typeForWhom('2');
  form?.typeFromWhom('Paul Durand');
  form?.typeMatter('Demande ses résultats.');
  form?.setUrgent(urgent);
  return all;
}

test('[J10] Enter in an empty For whom: nobody is named', async () => {
  const { notebook } = aNotebook();
  await notebook.open(callOf(1), null);
  notebook.form?.informPeople([claire, nadia]);
  expect(notebook.form?.confirmForWhom('nobody named')).toBe(true);
  expect(notebook.form?.draft.forWhom).toEqual({ kind: 'nobody-named' });
});

test.each([
  ['2', nadia.id],
  ['claire martin', claire.id],
  ['CLAIRE MARTIN', claire.id],
])('[J11] %s in For whom is that person', async (typed, personId) => {
  const { notebook } = aNotebook();
  await notebook.open(callOf(1), null);
  notebook.form?.informPeople([claire, nadia]);
  notebook.form?.typeForWhom(typed);
  expect(notebook.form?.draft.forWhom).toEqual({ kind: 'person', personId });
});

test('[J11] Enter takes the only person whose name begins so', async () => {
  const { notebook } = aNotebook();
  await notebook.open(callOf(1), null);
  notebook.form?.informPeople([claire, nadia]);
  notebook.form?.typeForWhom('ben');
  notebook.form?.confirmForWhom('nobody named');
  expect(notebook.form?.draft.forWhomText).toBe('Nadia Benali');
});

test('[J16] what is missing is named, and nothing is sent', async () => {
  const { notebook, finished } = aNotebook();
  await notebook.open(callOf(1), null);
  notebook.form?.typeNumber('');
  expect(await notebook.finish()).toBe(false);
  expect(notebook.form?.problems).toEqual({
    'for-whom': 'for-whom-missing',
    'from-whom': 'from-whom-missing',
    number: 'number-missing',
    matter: 'matter-missing',
  });
  expect(finished).toEqual([]);
});

test('[J16] a number that is none is said so; a dash means that none was given', async () => {
  const { notebook } = await written();
  notebook.form?.typeNumber('0639');
  notebook.form?.typeNumber('12');
  expect(await notebook.finish()).toBe(false);
  expect(notebook.form?.problems.number).toBe('number-unreadable');
  notebook.form?.tickNoneGiven(true);
  expect(await notebook.finish()).toBe(true);
});

test('each change is kept on the device', async () => {
  const { notebook, drafts } = aNotebook();
  await notebook.open(callOf(1), null);
  notebook.form?.typeMatter('D');
  notebook.form?.typeMatter('De');
  expect([...drafts.values()].map((d) => d.matter)).toEqual(['De']);
});

/** A device whose disk is slow: each draft is kept when the test says so. */
function slowDevice() {
  const kept = draftDevice();
  const writes: (() => void)[] = [];
  const saveDraft = (draft: Draft) => new Promise<void>((resolve) => writes.push(() => resolve(kept.device.saveDraft(draft))));
  return { ...kept, device: { ...kept.device, saveDraft }, writes };
}

test('what was typed is said to be kept when the last of it is on the device, and not before', async () => {
  const { writes, ...kept } = slowDevice();
  const { notebook } = aNotebook(kept);
  await notebook.open(callOf(1), null);
  expect(notebook.keeping).toBe('kept');
  notebook.form?.typeMatter('D');
  notebook.form?.typeMatter('De');
  const said: string[] = [];
  for (const write of writes) {
    said.push(notebook.keeping);
    write();
    await settled();
  }
  expect([...said, notebook.keeping]).toEqual(['keeping', 'keeping', 'kept']);
});

test('a key that comes after Ctrl+Enter, while the note is being kept, leaves it finished', async () => {
  const { writes, ...kept } = slowDevice();
  const { notebook, drafts, finished } = aNotebook(kept);
  await notebook.open(callOf(1), null);
  notebook.form?.chooseDisposition('wrong-number');
  const sending = notebook.finish();
  notebook.form?.typeMatter('x');
  for (const write of writes) write();
  expect(await sending).toBe(true);
  await settled();
  expect([...drafts.values()].map(({ state }) => state)).toEqual(['finished']);
  expect(finished).toEqual([callOf(1).callId]);
});

test('Ctrl+Enter clears the view at once; the note is locked 8 s later', async () => {
  const { notebook, time, finished, locked, drafts } = await written();
  expect(await notebook.finish()).toBe(true);
  expect(notebook.form).toBeNull();
  expect(finished).toEqual([callOf(1).callId]);
  expect([...drafts.values()][0]?.state).toBe('finished');
  await time.pass(7999);
  expect(locked).toEqual([]);
  await time.pass(1);
  expect(locked[0]?.content).toMatchObject({ fromWhom: 'Paul Durand', number: '+33639980001', urgent: false });
  expect(locked[0]?.handledBy).toBe('Léa');
});

test('within the 8 s it comes back into the form, and is not locked', async () => {
  const { notebook, time, locked } = await written();
  await notebook.finish();
  await settled();
  await time.pass(5000);
  await notebook.undo(notebook.finished[0]?.id ?? '');
  await time.pass(20_000);
  expect(notebook.form?.draft.matter).toBe('Demande ses résultats.');
  expect(locked).toEqual([]);
});

test('an urgent note is locked at once', async () => {
  const { notebook, locked } = await written(true);
  await notebook.finish();
  expect(locked).toHaveLength(1);
});

test('[J09, J12] a wrong number or a test call needs no field', async () => {
  const { notebook, time, locked } = aNotebook();
  await notebook.open(callOf(1), null);
  expect(await notebook.finish('wrong-number')).toBe(true);
  await time.pass(8000);
  expect(locked[0]?.content).toMatchObject({ disposition: 'wrong-number', forWhom: { kind: 'nobody-named' } });
});

test('what a killed tab had finished is locked at the next start', async () => {
  const before = await written();
  await before.notebook.finish();
  before.notebook.close();
  const { device, drafts, locked, notes, time } = before;
  await time.pass(60_000);
  const after = aNotebook({ device, drafts, locked, notes }, time);
  await settled();
  after.notebook.start();
  await time.pass(0);
  expect(after.locked).toHaveLength(1);
});

/** Two tabs of one operator; the first has just finished a note. */
async function twoTabs() {
  const first = await written();
  const { device, drafts, locked, notes, time } = first;
  await first.notebook.finish();
  await time.pass(2000);
  const second = aNotebook({ device, drafts, locked, notes }, time);
  second.notebook.start();
  await settled();
  return { first, second, time, locked };
}

test('a second tab that starts leaves the first its 8 s to undo, and the note is locked once', async () => {
  const { time, locked } = await twoTabs();
  await time.pass(5999);
  expect(locked).toEqual([]);
  await time.pass(10_000);
  expect(locked).toHaveLength(1);
});

test('a second tab does not lock what the first has taken back, nor too early what it has finished anew', async () => {
  const { first, time, locked } = await twoTabs();
  await time.pass(3000);
  await first.notebook.undo(first.notebook.finished[0]?.id ?? '');
  await time.pass(20_000);
  expect(locked).toEqual([]);
  await first.notebook.finish();
  await time.pass(7999);
  expect(locked).toEqual([]);
  await time.pass(1);
  expect(locked).toHaveLength(1);
});

test('when the first tab is killed within the 8 s the second locks its note', async () => {
  const { first, time, locked } = await twoTabs();
  first.notebook.close();
  await time.pass(6000);
  expect(locked).toHaveLength(1);
});

test('what another tab has locked cannot be taken back any more', async () => {
  const { first, second, time, locked } = await twoTabs();
  const id = first.notebook.finished[0]?.id ?? '';
  await time.pass(6000);
  await second.notebook.undo(id);
  expect([first.notebook.form, second.notebook.form]).toEqual([null, null]);
  expect(locked).toHaveLength(1);
});

test('after a reload the draft of the running call is in the form again', async () => {
  const before = await written();
  const after = aNotebook({ device: before.device, drafts: before.drafts, locked: before.locked, notes: before.notes });
  await after.notebook.open(callOf(1, 'talking'), null);
  expect(after.notebook.form?.draft.matter).toBe('Demande ses résultats.');
});

test('an offer does not take the form from somebody who writes; the answer does, and lays the other aside', async () => {
  const { notebook } = await written();
  await notebook.open(callOf(2), null);
  expect(notebook.form?.draft.callId).toBe(callOf(1).callId);
  notebook.answered(callOf(2).callId);
  await settled();
  expect(notebook.form?.draft.callId).toBe(callOf(2).callId);
  expect(notebook.aside.map((d) => d.callId)).toEqual([callOf(1).callId]);
});

test('an offer that goes elsewhere leaves no empty draft', async () => {
  const { notebook, drafts } = aNotebook();
  await notebook.open(callOf(1), null);
  notebook.withdraw(callOf(1).callId);
  expect(notebook.form).toBeNull();
  expect(drafts.size).toBe(0);
});

test('a colleague’s copy is sent at most every 2 s', async () => {
  const { notebook, time, copies } = aNotebook();
  await notebook.open(callOf(1), null);
  for (const text of ['a', 'ab', 'abc']) notebook.form?.typeMatter(text);
  await time.pass(2000);
  expect(copies).toEqual(['abc']);
});

test('the server gets its copy of the note at once when it has none, but not of one that nobody has touched', async () => {
  const { notebook, copies } = aNotebook();
  await notebook.open(callOf(1, 'talking'), null);
  notebook.tellDraft(callOf(1).callId);
  expect(copies).toEqual([]);
  notebook.form?.typeMatter('Rendez-vous');
  notebook.tellDraft(callOf(1).callId);
  notebook.tellDraft(callOf(2).callId);
  expect(copies).toEqual(['Rendez-vous']);
});

test.each([
  ['here while the server heard nothing', '2026-11-19T09:41:00.000Z', 'Rappeler avant midi.'],
  ['by the colleague who had the call meanwhile', '2026-11-19T09:43:00.000Z', 'Rappeler demain.'],
])('a call that is offered again has its note as it was written last, %s', async (_, handedAt, matter) => {
  const { notebook } = aNotebook();
  await notebook.open(callOf(1, 'talking'), null);
  notebook.form?.typeMatter('Rappeler avant midi.');
  await settled();
  const here = notebook.form?.draft;
  if (here === undefined) throw new Error('no form');
  await notebook.open(callOf(1), { ...here, matter: 'Rappeler demain.', changedAt: handedAt });
  expect(notebook.form?.draft.matter).toBe(matter);
});
