import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';
import type { Draft } from '#shared/notes/note.ts';
import type { Store } from '../../../server/ports/store.ts';
import { pull } from '../../../server/sync/pull.ts';
import { push } from '../../../server/sync/push.ts';
import type { Device, SyncStatus } from '../../../web/ports/device.ts';
import type { LocalStore, SyncWire } from '../../../web/ports/sync.ts';
import { createDevice } from '../../../web/sync/device.ts';
import { fakeContactSearch } from '../../fakes/contact-search.ts';
import { fakeMarker } from '../../fakes/device-marker.ts';
import { plainDigest } from '../../fakes/digest.ts';
import { fakeKeptApart } from '../../fakes/kept-apart.ts';
import { openFakeLocalStore } from '../../fakes/local-store.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { ACCOUNT, aContact, aNoteContent, anAccount, anId, anInstruction } from '../../fixtures/rows.ts';

const sofie: Identity = { role: 'operator', userId: 'sofie', name: 'Sofie', operatorId: anId(), accountIds: [ACCOUNT] };
const max: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [ACCOUNT] };
const now = () => '2026-11-19T10:00:00.000Z';

/** A wire that can be cut, before the server or on the way back. */
function wireTo(store: Store, who: () => Identity) {
  const cut = { before: null as string | null, after: false };
  const guarded = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (cut.before !== null) throw new CodedError(cut.before, 'cut');
    const answer = await ask();
    if (cut.after) throw new CodedError('http.offline', 'the answer was lost');
    return answer;
  };
  const deps = { store, clock: now, afterMutation: async () => {}, digest: plainDigest, poke: () => {} };
  const wire: SyncWire = {
    push: (request) => guarded(() => push(deps)(who(), request)),
    pull: (request) => guarded(() => pull(deps)(who(), request)),
  };
  return { wire, cut };
}

function deviceOf(local: LocalStore, wire: SyncWire, userName = 'Sofie', marker = fakeMarker()) {
  const unexpected: unknown[] = [];
  const device = createDevice({
    local,
    contacts: fakeContactSearch(),
    wire,
    marker,
    userName,
    clock: now,
    after: () => () => {},
    random: () => 0.5,
    exclusive: (run) => run(),
    onError: (error) => unexpected.push(error),
  });
  return { device, unexpected };
}

const seen = (device: Device, wanted: (status: SyncStatus) => boolean) =>
  new Promise<SyncStatus>((resolve) => {
    device.onStatus((status) => {
      if (wanted(status)) resolve(status);
    });
  });
const synced = (device: Device) => seen(device, (s) => s.state === 'idle' && s.unsent === 0 && s.lastPulledAt !== null);

async function serverWith(rows: (tx: Parameters<Parameters<Store['transact']>[0]>[0]) => Promise<void>) {
  const store = createMemoryStore();
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ id: ACCOUNT }));
    await rows(tx);
  });
  return store;
}

const aNote = () => ({
  id: anId(),
  accountId: ACCOUNT,
  callId: null,
  content: aNoteContent(),
  handledBy: 'Sofie',
  operatorId: sofie.role === 'operator' ? sofie.operatorId : null,
});

const aFinishedDraft = ({ id, content }: ReturnType<typeof aNote>): Draft => ({
  id,
  accountId: ACCOUNT,
  callId: null,
  state: 'finished',
  finishedAt: now(),
  ...content,
  forWhomText: '',
  number: content.number ?? '',
  changedAt: now(),
});

test('[MU1] a note locked without a network is shown at once, counted as unsent, and sent when the network is back', async () => {
  const store = await serverWith(async () => {});
  const { wire, cut } = wireTo(store, () => sofie);
  const { device } = deviceOf(await openFakeLocalStore('sofie'), wire);
  await synced(device);
  cut.before = 'http.offline';
  const note = aNote();
  await device.mutate('lockNote', note);
  expect((await device.read((rows) => rows.latestNotes(5))).map((n) => n.id)).toEqual([note.id]);
  expect((await seen(device, (s) => s.state === 'offline' && s.unsent > 0)).unsent).toBe(1);
  cut.before = null;
  device.sync();
  await synced(device);
  expect((await store.get('note', note.id))?.content).toEqual(note.content);
});

test('a push whose answer was lost is applied once', async () => {
  const store = await serverWith(async () => {});
  const { wire, cut } = wireTo(store, () => sofie);
  const { device } = deviceOf(await openFakeLocalStore('sofie'), wire);
  await synced(device);
  cut.after = true;
  await device.mutate('saveContact', aContact());
  await seen(device, (s) => s.state === 'offline');
  cut.after = false;
  device.sync();
  await synced(device);
  expect(store.history()).toHaveLength(1);
});

test('[PU6] a refusal whose answer was lost still comes to "needs your attention", with both texts', async () => {
  const instruction = anInstruction();
  const store = await serverWith((tx) => tx.put('instruction', instruction));
  const { wire, cut } = wireTo(store, () => max);
  const { device } = deviceOf(await openFakeLocalStore('max'), wire, 'Max');
  await synced(device);
  cut.before = 'http.offline';
  const { changedAt: _, ...mine } = { ...instruction, text: 'mine' };
  await device.mutate('saveInstruction', mine);
  await store.transact((tx) => tx.put('instruction', { ...instruction, text: 'theirs' }));
  cut.before = null;
  cut.after = true;
  device.sync();
  await vi.waitFor(() => expect(store.history()).toHaveLength(1));
  await seen(device, (s) => s.state === 'offline');
  cut.after = false;
  device.sync();
  const status = await seen(device, (s) => s.refused.length === 1 && s.unsent === 0);
  expect(status.refused[0]).toMatchObject({ code: 'conflict', args: { text: 'mine' } });
  expect(JSON.stringify(status.refused[0]?.theirs)).toContain('theirs');
  await vi.waitFor(async () => expect((await device.read((r) => r.get('instruction', instruction.id)))?.text).toBe('theirs'));
  await device.dismissRefused(1);
  await seen(device, (s) => s.refused.length === 0);
});

test('[CO3] two own changes of one instruction made offline do not conflict with each other', async () => {
  const instruction = anInstruction();
  const store = await serverWith((tx) => tx.put('instruction', instruction));
  const { wire, cut } = wireTo(store, () => max);
  const { device } = deviceOf(await openFakeLocalStore('max'), wire, 'Max');
  await synced(device);
  cut.before = 'http.offline';
  const { changedAt: _, ...mine } = instruction;
  await device.mutate('saveInstruction', { ...mine, text: 'first' });
  await device.mutate('saveInstruction', { ...mine, text: 'second' });
  cut.before = null;
  device.sync();
  const status = await synced(device);
  expect(status.refused).toEqual([]);
  expect((await store.get('instruction', instruction.id))?.text).toBe('second');
});

test('a finished draft becomes the locked note in one change, and only once', async () => {
  const store = await serverWith(async () => {});
  const { wire } = wireTo(store, () => sofie);
  const { device } = deviceOf(await openFakeLocalStore('sofie'), wire);
  await synced(device);
  const note = aNote();
  const draft = aFinishedDraft(note);
  await device.saveDraft(draft);
  await Promise.all([device.lockDraft(draft, note), device.lockDraft(draft, note)]);
  await synced(device);
  expect(store.history().map((h) => h.name)).toEqual(['lockNote']);
  expect(await device.read((rows) => rows.drafts())).toEqual([]);
});

test('a draft is shown as what it is when it has been written, not before', async () => {
  const local = await openFakeLocalStore('lea');
  const happened: string[] = [];
  const stop = local.watch(
    (rows) => rows.drafts(),
    (drafts) => happened.push(`${drafts.length} shown`),
  );
  await vi.waitFor(() => expect(happened).toEqual(['0 shown']));
  await local.saveDraft(aFinishedDraft(aNote())).then(() => happened.push('written'));
  await vi.waitFor(() => expect(happened).toEqual(['0 shown', 'written', '1 shown']));
  stop();
  local.close();
});

test('a finished draft that was taken back is not locked, and one that was locked is not taken back', async () => {
  const store = await serverWith(async () => {});
  const { wire } = wireTo(store, () => sofie);
  const { device } = deviceOf(await openFakeLocalStore('sofie'), wire);
  const [first, second] = [aNote(), aNote()];
  await device.saveDraft(aFinishedDraft(first));
  await device.saveDraft(aFinishedDraft(second));
  expect(await device.takeBack(aFinishedDraft(first))).toMatchObject({ id: first.id, state: 'writing', finishedAt: null });
  await device.lockDraft(aFinishedDraft(first), first);
  await device.lockDraft(aFinishedDraft(second), second);
  expect(await device.takeBack(aFinishedDraft(second))).toBeNull();
  expect((await device.read((rows) => rows.drafts())).map((d) => d.id)).toEqual([first.id]);
  expect((await device.read((rows) => rows.all('note'))).map((n) => n.id)).toEqual([second.id]);
});

/** One refused change of an instruction: mine against theirs. */
async function refusedInstruction() {
  const instruction = anInstruction();
  const store = await serverWith((tx) => tx.put('instruction', instruction));
  const { wire, cut } = wireTo(store, () => max);
  const { device } = deviceOf(await openFakeLocalStore('max'), wire, 'Max');
  await synced(device);
  cut.before = 'http.offline';
  const { changedAt: _, ...mine } = { ...instruction, text: 'mine' };
  await device.mutate('saveInstruction', mine);
  await store.transact((tx) => tx.put('instruction', { ...instruction, text: 'theirs' }));
  cut.before = null;
  device.sync();
  const { refused } = await seen(device, (s) => s.refused[0]?.isPulled === true && s.unsent === 0);
  return { device, store, instruction, seq: refused[0]?.seq ?? 0 };
}

test('[CO1] a refused change sent again stands on top of the present version and is taken', async () => {
  const { device, store, instruction, seq } = await refusedInstruction();
  await device.sendAgain(seq);
  await seen(device, (s) => s.refused.length === 0 && s.unsent === 0 && s.state === 'idle');
  expect((await store.get('instruction', instruction.id))?.text).toBe('mine');
});

test('[CO1] both are kept: theirs as it is, mine as an instruction of its own', async () => {
  const { device, store, instruction, seq } = await refusedInstruction();
  await device.keepBoth(seq);
  await seen(device, (s) => s.refused.length === 0 && s.unsent === 0 && s.state === 'idle');
  expect((await store.get('instruction', instruction.id))?.text).toBe('theirs');
  expect((await store.all('instruction')).map(({ text }) => text).sort()).toEqual(['mine', 'theirs']);
});

test('a database that the browser has deleted is noticed, with what had not been sent', async () => {
  const { wire } = wireTo(await serverWith(async () => {}), () => sofie);
  const open = async (marker: ReturnType<typeof fakeMarker>) =>
    deviceOf(await openFakeLocalStore('sofie'), wire, 'Sofie', marker).device;
  const marker = fakeMarker();
  const first = await open(marker);
  await synced(first);
  expect(first.lost).toBeNull();
  await vi.waitFor(() => expect(marker.read()).toEqual({ unsent: 0 }));
  const again = await open(fakeMarker({ unsent: 2 }));
  expect(again.lost).toEqual({ back: 0, gone: 2 });
  expect(await again.wipe({ force: true })).toBe('wiped');
});

test('[PU8] what was typed comes back into a database that the browser has lost, and is sent once though the server had it', async () => {
  const store = await serverWith(async () => {});
  const { wire, cut } = wireTo(store, () => sofie);
  const apart = fakeKeptApart();
  const marker = fakeMarker();
  const open = async () => deviceOf(await openFakeLocalStore('sofie', undefined, apart), wire, 'Sofie', marker).device;
  const first = await open();
  await synced(first);
  cut.after = true; // the server takes it, its answer is lost
  const [sent, kept] = [aNote(), aFinishedDraft(aNote())];
  await first.mutate('lockNote', sent);
  await first.saveDraft(kept);
  await first.keepForm('addendum', { text: 'half' });
  await vi.waitFor(async () => expect(await store.get('note', sent.id)).toBeDefined());
  await vi.waitFor(() => expect(marker.read()).toEqual({ unsent: 2 }));
  await first.close();

  const second = await open();
  expect([second.deviceId, second.lost]).toEqual([first.deviceId, { back: 2, gone: 0 }]);
  expect(await second.read((rows) => rows.drafts())).toEqual([kept]);
  expect(await second.readForm('addendum')).toEqual({ text: 'half' });
  cut.after = false;
  await second.lockDraft(kept, { ...sent, id: kept.id });
  await second.keepForm('addendum', undefined);
  await synced(second);
  expect((await store.all('note')).map(({ id }) => id).sort()).toEqual([sent.id, kept.id].sort());
  expect(store.history().map(({ seq }) => seq)).toHaveLength(2);
  await second.close();

  const third = await open();
  expect([third.lost, await third.read((rows) => rows.drafts())]).toEqual([{ back: 0, gone: 0 }, []]);
  expect(await third.wipe({ force: false })).toBe('wiped');
  expect(await apart.all()).toEqual(new Map());
});

test('a first pull says how far it is, and what has come is there before its end', async () => {
  const store = await serverWith(async (tx) => {
    for (let i = 0; i < 2100; i++) await tx.put('contact', aContact());
  });
  const { wire } = wireTo(store, () => sofie);
  let pulls = 0;
  const pull: SyncWire['pull'] = async (request) => {
    pulls += 1;
    if (pulls !== 2) return wire.pull(request);
    await seen(device, ({ fetching }) => fetching?.got === 2000 && fetching.left === 101); // the account is one of them
    throw new CodedError('http.offline', 'interrupted');
  };
  const local = await openFakeLocalStore('sofie');
  const { device } = deviceOf(local, { ...wire, pull });
  await seen(device, (s) => s.state === 'offline');
  expect(await local.read((rows) => rows.all('contact'))).toHaveLength(1999);
  device.sync();
  await seen(device, (s) => s.state === 'idle' && s.fetching === null);
  expect(await local.read((rows) => rows.all('contact'))).toHaveLength(2100);
});

test('[PU7] a device that is too old hands in what it has, and is then told to update', async () => {
  const store = await serverWith(async () => {});
  const { wire } = wireTo(store, () => sofie);
  const note = aNote();
  const mutations = [
    { seq: 1, name: 'lockNote', args: note, saw: {}, at: now() },
    { seq: 2, name: 'whatever', args: { typed: 'kept' }, saw: {}, at: now() },
  ];
  const { refused } = await wire.push({ protocol: 0, deviceId: anId(), mutations });
  expect(refused).toMatchObject([{ seq: 2, code: 'unknown' }]);
  expect((await store.get('note', note.id))?.id).toBe(note.id);
  await expect(wire.pull({ protocol: 0, deviceId: anId(), cursors: {}, limit: 10 })).rejects.toMatchObject({
    code: 'protocol.too_old',
  });
});

test.each([
  ['[PU7] too old', 'http.outdated', 'outdated'],
  ['without room for what a pull brings', 'storage.full', 'full'],
] as const)(
  'a device that is %s has handed in what was typed when it says so, and goes on showing what it has',
  async (_, code, state) => {
    const store = await serverWith(async () => {});
    const { wire } = wireTo(store, () => sofie);
    let refuses = false;
    const pull: SyncWire['pull'] = (request) => (refuses ? Promise.reject(new CodedError(code, 'planned')) : wire.pull(request));
    const { device } = deviceOf(await openFakeLocalStore('sofie'), { ...wire, pull });
    await synced(device);
    refuses = true;
    const note = aNote();
    await device.mutate('lockNote', note);
    await seen(device, (s) => s.state === state);
    expect((await store.get('note', note.id))?.id).toBe(note.id);
    expect((await device.read((rows) => rows.all('note'))).map(({ id }) => id)).toEqual([note.id]);
  },
);

test('signing out does not wipe a refused change that nobody has decided about', async () => {
  const { device, seq } = await refusedInstruction();
  expect(await device.wipe({ force: false })).toBe('refused');
  await device.dismissRefused(seq);
  expect(await device.wipe({ force: false })).toBe('wiped');
});

test('what is no longer there cannot be sent again, and the refused change stays', async () => {
  const note = aNote();
  const store = await serverWith(async () => {});
  const { wire, cut } = wireTo(store, () => max);
  const { device } = deviceOf(await openFakeLocalStore('max'), wire, 'Max');
  await synced(device);
  await device.mutate('lockNote', note);
  await synced(device);
  cut.before = 'http.offline';
  await device.mutate('acknowledgeNote', { accountId: ACCOUNT, noteId: note.id });
  await store.transact((tx) => tx.remove('note', note.id));
  cut.before = null;
  device.sync();
  const { refused } = await seen(device, (s) => s.refused[0]?.isPulled === true);
  expect(refused).toMatchObject([{ code: 'not-found', name: 'acknowledgeNote' }]);
  await expect(device.sendAgain(refused[0]?.seq ?? 0)).rejects.toMatchObject({ code: 'sync.not-found' });
  expect(await device.wipe({ force: false })).toBe('refused');
});

test('[PL7] a space that the user may no longer read is wiped, but a note waiting for the network is still sent', async () => {
  const contact = aContact();
  const store = await serverWith((tx) => tx.put('contact', contact));
  let who: Identity = sofie;
  const { wire, cut } = wireTo(store, () => who);
  const { device } = deviceOf(await openFakeLocalStore('sofie'), wire);
  await synced(device);
  expect(await device.read((rows) => rows.contactsByNumber(ACCOUNT, '+33639980001'))).toEqual([contact]);
  cut.before = 'http.offline';
  const note = aNote();
  await device.mutate('lockNote', note);
  who = { ...sofie, accountIds: [] };
  cut.before = null;
  device.sync();
  await synced(device);
  await vi.waitFor(async () => expect(await device.read((rows) => rows.all('contact'))).toEqual([]));
  expect(await device.read((rows) => rows.all('note'))).toEqual([]);
  expect(store.history()).toMatchObject([{ name: 'lockNote', refused: 'for-supervisor', args: { id: note.id } }]);
});

test('a 401 keeps the queue for the same user, also over a reload', async () => {
  const store = await serverWith(async () => {});
  const { wire, cut } = wireTo(store, () => sofie);
  const disk = new IDBFactory();
  const { device } = deviceOf(await openFakeLocalStore('sofie', disk), wire);
  await synced(device);
  cut.before = 'http.signed_out';
  await device.mutate('saveContact', aContact());
  expect((await seen(device, (s) => s.state === 'signed-out' && s.unsent > 0)).unsent).toBe(1);
  expect(await device.wipe({ force: false })).toBe('unsent');
  await device.close();
  cut.before = null;
  const again = deviceOf(await openFakeLocalStore('sofie', disk), wire).device;
  expect(again.deviceId).toBe(device.deviceId);
  await synced(again);
  expect(await store.all('contact')).toHaveLength(1);
  expect(await again.wipe({ force: false })).toBe('wiped');
});

test('a query is called again after every change that it touched', async () => {
  const store = await serverWith(async () => {});
  const { wire } = wireTo(store, () => sofie);
  const { device, unexpected } = deviceOf(await openFakeLocalStore('sofie'), wire);
  await synced(device);
  const values: number[] = [];
  const stop = device.watch(
    (rows) => rows.list('contact', ACCOUNT),
    (contacts) => values.push(contacts.length),
  );
  await vi.waitFor(() => expect(values.at(-1)).toBe(0));
  await device.mutate('saveContact', aContact());
  await vi.waitFor(() => expect(values.at(-1)).toBe(1));
  stop();
  expect(unexpected).toEqual([]);
});
