import { expect, test } from 'vitest';
import { clientCallOf } from '#shared/calls/client-call.ts';
import { phoneNumberSchema } from '#shared/calls/phone-number.ts';
import { deskSpace, sharedSpace } from '#shared/sync/rows.ts';
import type { Store } from '../../server/ports/store.ts';
import { aNote, anEndpoint, aPerson } from '../fixtures/delivery.ts';
import { ACCOUNT, aCall, aContact, aNoteContent, anId, aTask } from '../fixtures/rows.ts';

const space = sharedSpace(ACCOUNT);
const at = '2026-11-19T09:42:00.000Z';
const ask = (store: Store, given: { after?: number; limit?: number; deviceId?: string } = {}) =>
  store.changesSince({
    spaces: [space],
    cursors: { [space]: given.after ?? 0 },
    limit: given.limit ?? 100,
    deviceId: given.deviceId ?? anId(),
    userId: 'u1',
  });

const aStrayNote = () => ({
  id: anId(),
  accountId: anId(),
  callId: null,
  content: aNoteContent(),
  handledBy: 'Léa',
  operatorId: null,
});

/** What push and pull rely on. `open` gives an empty store. */
export function storeContract(open: () => Promise<Store>): void {
  test('[VE1] every changed row has the next versions of its space, in order of ids', async () => {
    const store = await open();
    const [a, b] = [aContact(), aContact()].sort((x, y) => (x.id < y.id ? -1 : 1));
    if (!a || !b) throw new Error('two contacts');
    const { changed } = await store.transact(async (tx) => {
      await tx.put('contact', b);
      await tx.put('contact', a);
    });
    expect(changed).toEqual([space]);
    const pulled = await ask(store);
    expect(pulled.rows.map(({ id, version }) => ({ id, version }))).toEqual([
      { id: a.id, version: 1 },
      { id: b.id, version: 2 },
    ]);
    expect(pulled.cursors).toEqual({ [space]: 2 });
  });

  test('[PL1][PL3] a pull cut by its limit goes on where it ended', async () => {
    const store = await open();
    for (let i = 0; i < 5; i++) await store.transact((tx) => tx.put('contact', aContact()));
    const first = await ask(store, { limit: 3 });
    const second = await ask(store, { limit: 3, after: first.cursors[space] ?? 0 });
    expect([first.rows.length, first.more, second.rows.length, second.more]).toEqual([3, true, 2, false]);
  });

  test('[PL4] a removed row is pulled as null by who has seen the space', async () => {
    const store = await open();
    const contact = aContact();
    await store.transact((tx) => tx.put('contact', contact));
    await store.transact((tx) => tx.remove('contact', contact.id));
    const pulled = await ask(store, { after: 1 });
    expect(pulled.rows).toEqual([{ space, kind: 'contact', id: contact.id, version: 2, row: null }]);
  });

  test('[PL5] a cursor from before a restored backup starts again', async () => {
    const store = await open();
    await store.transact((tx) => tx.put('contact', aContact()));
    expect((await ask(store, { after: 900 })).rows).toHaveLength(1);
  });

  test("[PL2][PU2] the device's last mutation is seen in the same snapshot", async () => {
    const store = await open();
    const device = { deviceId: anId(), userId: 'u1' };
    await store.transact(async (tx) => {
      expect(await tx.lastSeq(device)).toBe(0);
      await tx.setLastSeq(device, 7);
      await tx.addHistory({ ...device, seq: 7, name: 'saveContact', args: { text: 'a\u0000b' }, refused: 'invalid', at });
    });
    expect((await ask(store, device)).lastSeq).toBe(7);
    expect(await store.transact((tx) => tx.refusedEarlier(device, 7))).toMatchObject({ result: 'invalid' });
  });

  test('[CO3] the last writer of a row is the device that the transaction serves, or the server', async () => {
    const store = await open();
    const device = { deviceId: anId(), userId: 'u1' };
    const contact = aContact();
    await store.transact((tx) => tx.put('contact', contact));
    expect((await store.transact((tx) => tx.lastWriter('contact', contact.id))).result).toBeNull();
    await store.transact(async (tx) => {
      await tx.lastSeq(device);
      await tx.put('contact', contact);
    });
    expect((await store.transact((tx) => tx.lastWriter('contact', contact.id))).result).toBe(device.deviceId);
    expect((await store.transact((tx) => tx.version('contact', contact.id))).result).toBe(2);
  });

  test('[VE3] two changes of one row at the same time are both kept', async () => {
    const store = await open();
    const contact = aContact({ numbers: [] });
    await store.transact((tx) => tx.put('contact', contact));
    const add = (number: string) =>
      store.transact(async (tx) => {
        const now = await tx.get('contact', contact.id);
        if (now) await tx.put('contact', { ...now, numbers: [...now.numbers, number] });
      });
    const numbers = Array.from({ length: 6 }, (_, i) => `+3363998010${i}`);
    await Promise.all(numbers.map(add));
    expect((await store.get('contact', contact.id))?.numbers.toSorted()).toEqual(numbers);
  });

  test('some rows are read at once: those that there are', async () => {
    const store = await open();
    const [one, other, removed] = [aContact(), aContact({ name: 'U+0000: \u0000' }), aContact()];
    await store.transact(async (tx) => {
      for (const contact of [one, other, removed]) await tx.put('contact', contact);
    });
    await store.transact((tx) => tx.remove('contact', removed.id));
    const found = await store.some('contact', [one.id, anId(), other.id, removed.id]);
    expect(found.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(
      [one, other].toSorted((a, b) => a.name.localeCompare(b.name)),
    );
    expect(await store.some('call', [one.id])).toEqual([]);
  });

  test('rows that were read at once are as when they are read one by one, within the change too', async () => {
    const store = await open();
    const [one, unknown] = [aContact(), aContact()];
    await store.transact((tx) => tx.put('contact', one));
    const refs = [one, unknown].map(({ id }) => ({ kind: 'contact' as const, id }));
    const { result } = await store.transact(async (tx) => {
      await tx.load(refs);
      const before = [await tx.get('contact', one.id), await tx.get('contact', unknown.id), await tx.version('contact', one.id)];
      await tx.put('contact', { ...one, name: 'Changed' });
      await tx.put('contact', unknown);
      return [...before, (await tx.get('contact', one.id))?.name, await tx.get('contact', unknown.id)];
    });
    expect(result).toEqual([one, undefined, 1, 'Changed', unknown]);
  });

  test('two changes at the same time of rows that were read at once are both kept', async () => {
    const store = await open();
    const contacts = [aContact({ numbers: [] }), aContact({ numbers: [] })];
    const refs = contacts.map(({ id }) => ({ kind: 'contact' as const, id }));
    await store.transact(async (tx) => {
      for (const contact of contacts) await tx.put('contact', contact);
    });
    const add = (number: string) =>
      store.transact(async (tx) => {
        await tx.load(refs);
        for (const { id } of contacts) {
          const now = await tx.get('contact', id);
          if (now) await tx.put('contact', { ...now, numbers: [...now.numbers, number] });
        }
      });
    const numbers = Array.from({ length: 5 }, (_, i) => `+3363998010${i}`);
    await Promise.all(numbers.map(add));
    for (const { id } of contacts) expect((await store.get('contact', id))?.numbers.toSorted()).toEqual(numbers);
  });

  test('[VE2] transactions that change many spaces at the same time pass without waiting for each other in a ring', async () => {
    const store = await open();
    const accounts = Array.from({ length: 8 }, anId);
    const change = (order: readonly string[]) =>
      store.transact(async (tx) => {
        for (const accountId of order) await tx.put('contact', aContact({ accountId }));
      });
    const orders = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? accounts : accounts.toReversed()));
    const outcomes = await Promise.all(orders.map(change));
    for (const { changed } of outcomes) expect(changed).toEqual(accounts.map((id) => sharedSpace(id)).sort());
    expect(await store.all('contact')).toHaveLength(12 * 8);
  });

  test('persons are found by their mobile number, in all rosters', async () => {
    const store = await open();
    const mobile = phoneNumberSchema.parse('+33639980111');
    const [jan, elsewhere, other] = [
      aPerson({ id: anId(), mobile, name: 'U+0000: \u0000' }),
      aPerson({ id: anId(), accountId: anId(), mobile }),
      aPerson({ id: anId(), mobile: phoneNumberSchema.parse('+33639980112'), name: '"mobile":"+33639980111"' }),
    ];
    await store.transact(async (tx) => {
      for (const person of [jan, elsewhere, other, aPerson({ id: anId(), mobile: null })]) await tx.put('person', person);
    });
    const ids = (await store.personsAt(mobile)).map(({ id }) => id).toSorted();
    expect(ids).toEqual([jan.id, elsewhere.id].toSorted());
    await store.transact((tx) => tx.remove('person', jan.id));
    expect(await store.personsAt(mobile)).toEqual([elsewhere]);
  });

  test('calls without an end are found, whatever else there is', async () => {
    const store = await open();
    const up = aCall();
    await store.transact(async (tx) => {
      for (const call of [up, aCall({ endedAt: '2026-11-19T09:05:00.000Z' }), aCall()]) await tx.put('call', call);
    });
    await store.transact((tx) => tx.put('contact', aContact()));
    expect((await store.unfinishedCalls()).filter((call) => call.id === up.id)).toEqual([up]);
    expect(await store.unfinishedCalls()).toHaveLength(2);
  });

  test('who keeps his place in the queue is found among all tasks, until he is done', async () => {
    const store = await open();
    const since = '2026-11-19T09:00:00.000Z';
    const over = { at: since, by: 'Léa', how: 'ticked' } as const;
    const kept = aTask({ place: { since }, name: 'U+0000: \u0000' });
    const others = [aTask({ place: { since }, done: over }), aTask({ about: '"place":{"since":' }), aTask({ done: over })];
    await store.transact(async (tx) => {
      for (const task of [kept, ...others]) await tx.put('task', task);
    });
    expect(await store.keptPlaces()).toEqual([kept]);
    await store.transact((tx) => tx.put('task', { ...kept, done: over }));
    expect(await store.keptPlaces()).toEqual([]);
  });

  test('an account’s calls and notes are read from an instant on, notes also while their callers wait to be called', async () => {
    const store = await open();
    const [older, newer] = ['2026-11-18T09:00:00.000Z', '2026-11-19T09:00:00.000Z'];
    const by = { at: newer, by: 'Jan' };
    const note = (...[content, over]: Parameters<typeof aNote>) => aNote(content, { id: anId(), accountId: ACCOUNT, ...over });
    const [waits, done, calledBack, today] = [
      note({ matter: 'U+0000: \u0000' }, { lockedAt: older }),
      note({}, { lockedAt: older, done: by }),
      note({}, { lockedAt: older, callingBack: by }),
      note({}, { lockedAt: newer, done: by }),
    ];
    const calls = [older, newer].map((arrivedAt) => clientCallOf(aCall({ arrivedAt })));
    const elsewhere = anId();
    await store.transact(async (tx) => {
      for (const one of [waits, done, calledBack, today, note({}, { accountId: elsewhere })]) await tx.put('note', one);
      for (const call of [...calls, clientCallOf(aCall({ accountId: elsewhere }))]) await tx.put('clientCall', call);
    });
    const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).toSorted();
    const { result } = await store.transact(async (tx) => ({
      notes: await tx.notesSince(waits.accountId, newer),
      calls: await tx.clientCallsSince(waits.accountId, newer),
    }));
    expect(ids(result.notes)).toEqual(ids([waits, today]));
    expect(ids(result.calls)).toEqual(ids(calls.slice(1)));
  });

  test('how many notes of a person’s account are new: unread or urgent ones that nobody has taken or done', async () => {
    const store = await open();
    const person = aPerson({ id: anId(), accountId: ACCOUNT });
    const by = { at: '2026-11-19T09:00:00.000Z', by: 'Jan' };
    const note = (...[content, over]: Parameters<typeof aNote>) => aNote(content, { id: anId(), accountId: ACCOUNT, ...over });
    const notes = [
      note({ matter: 'U+0000: \u0000, \\"urgent\\":true' }),
      note({ urgent: true }, { read: by }),
      note({ matter: '"urgent":true' }, { read: by }),
      note({ urgent: true }, { acknowledged: by }),
      note({}, { done: by }),
      note({}, { accountId: anId() }),
    ];
    const before = await store.newNotesOf(person.id);
    await store.transact(async (tx) => {
      await tx.put('person', person);
      for (const one of notes) await tx.put('note', one);
    });
    expect([before, await store.newNotesOf(person.id)]).toEqual([0, 2]);
    expect(await store.newNotesOf(anId())).toBe(0);
  });

  test('[VE2] a reader in the middle of many writers never misses a row', async () => {
    const store = await open();
    let cursor = 0;
    const seen = new Set<string>();
    const read = async () => {
      const pulled = await ask(store, { after: cursor });
      for (const row of pulled.rows) seen.add(row.id);
      cursor = pulled.cursors[space] ?? cursor;
    };
    const contacts = Array.from({ length: 60 }, () => aContact());
    const writers = contacts.map(async (contact, i) => {
      await store.transact((tx) => tx.put('contact', contact));
      if (i % 5 === 0) await read();
    });
    await Promise.all(writers);
    await read();
    expect(seen.size).toBe(contacts.length);
  });

  test('[NO2] a note kept for the supervisor waits, with its author’s instant, until it is settled', async () => {
    const store = await open();
    const [first, second] = [aStrayNote(), aStrayNote()];
    const entry = { deviceId: anId(), userId: 'u1', name: 'lockNote', refused: 'for-supervisor', at };
    await store.transact(async (tx) => {
      await tx.addHistory({ ...entry, seq: 1, args: first });
      await tx.addHistory({ ...entry, seq: 2, args: second });
      await tx.addHistory({ ...entry, seq: 3, args: {}, refused: 'forbidden' });
    });
    const waiting = await store.strayNotes(10);
    expect(waiting.map(({ at, note }) => ({ at, note }))).toEqual([
      { at, note: first },
      { at, note: second },
    ]);
    const id = waiting[0]?.id ?? '';
    await store.transact(async (tx) => {
      expect(await tx.strayNote(id)).toEqual(waiting[0]);
      await tx.settleStrayNote(id, { kind: 'put-aside', reason: 'tried', userId: 'max', at });
    });
    expect((await store.transact((tx) => tx.strayNote(id))).result).toBeNull();
    expect((await store.strayNotes(10)).map((stray) => stray.note.id)).toEqual([second.id]);
  });

  test('what is asked once is new once; a transaction that is undone has not asked', async () => {
    const store = await open();
    const [kept, undone] = [`once:${anId()}`, `once:${anId()}`];
    const ask = (key: string) => store.transact((tx) => tx.once(key)).then(({ result }) => result);
    const failed = store.transact(async (tx) => {
      await tx.once(undone);
      throw new Error('cut off');
    });
    await expect(failed).rejects.toThrow('cut off');
    expect([await ask(kept), await ask(kept), await ask(undone)]).toEqual([true, false, true]);
  });

  test('[ER1] an erased row is pulled as what stays of it, said to be erased; the rest of its kind stays', async () => {
    const store = await open();
    const [gone, other, contact] = [aCall(), aCall(), aContact()];
    await store.transact(async (tx) => {
      for (const call of [gone, other]) await tx.put('call', call);
      await tx.put('contact', contact);
    });
    const erased = await store.transact(async (tx) => [
      await tx.erase('call', gone.id),
      await tx.erase('contact', contact.id),
      await tx.erase('call', anId()),
    ]);
    expect(erased.result).toEqual([true, true, false]);
    const deskAsk = { spaces: [deskSpace(ACCOUNT), space], cursors: { [space]: 1 }, limit: 10, deviceId: anId(), userId: 'u1' };
    const { rows } = await store.changesSince(deskAsk);
    expect(rows.find(({ id }) => id === gone.id)).toMatchObject({
      erased: true,
      row: { caller: null, arrivedAt: gone.arrivedAt },
    });
    expect(rows.find(({ id }) => id === contact.id)).toMatchObject({ erased: true, row: null });
    expect(rows.find(({ id }) => id === other.id)).toEqual({
      ...{ space: deskSpace(ACCOUNT), kind: 'call', id: other.id, version: expect.any(Number), row: other },
    });
  });

  test('[ER2] whatever is written to an erased row later stays out of it, and out of the history of who wrote it', async () => {
    const store = await open();
    const [call, contact] = [aCall(), aContact()];
    await store.transact(async (tx) => {
      await tx.put('call', call);
      await tx.put('contact', contact);
    });
    await store.transact(async (tx) => {
      await tx.erase('call', call.id);
      await tx.erase('contact', contact.id);
    });
    const device = { deviceId: anId(), userId: 'u1' };
    await store.transact(async (tx) => {
      await tx.put('call', { ...call, endedAt: at }); // without having read it
      await tx.put('contact', contact);
      await tx.addHistory({ ...device, seq: 1, name: 'lockNote', args: aStrayNote(), refused: 'for-supervisor', at });
    });
    expect(await store.get('call', call.id)).toMatchObject({ caller: null, endedAt: at, erased: expect.any(String) });
    expect(await store.get('contact', contact.id)).toBeUndefined();
    expect(await store.strayNotes(10)).toEqual([]);
  });

  test('[ER3] an erasure is known by ids for ever, by digests to what was written before it, and in its account only', async () => {
    const store = await open();
    const [id, other] = [anId(), anId()];
    const knows = async (accountId: string, marks: { ids?: string[]; digests?: string[] }, writtenAt = at) =>
      (await store.transact((tx) => tx.knowsErased(accountId, { ids: [], digests: [], ...marks }, writtenAt))).result;
    await store.transact((tx) => tx.rememberErased(ACCOUNT, { ids: [id], digests: ['d'] }, at));
    const later = '2026-11-20T00:00:00.000Z';
    expect([await knows(ACCOUNT, { ids: [id] }, later), await knows(ACCOUNT, { digests: ['d'] })]).toEqual([true, true]);
    expect([await knows(ACCOUNT, { digests: ['d'] }, later), await knows(other, { ids: [id], digests: ['d'] })]).toEqual([
      false,
      false,
    ]);
  });

  test('[ER5] the record of an erasure has its newest state', async () => {
    const store = await open();
    const erasure = { id: anId(), accountId: anId(), at, by: 'Claire', rows: 3, done: 0, failed: false };
    await store.transact((tx) => tx.noteErasure(erasure));
    await store.transact((tx) => tx.noteErasure({ ...erasure, done: 3 }));
    const { accountId, ...state } = erasure;
    expect(await store.erasures(accountId, 10)).toEqual([{ ...state, done: 3 }]);
  });

  test('webhooks that are off, and erasures that were given up and not made up for since, are troubles of their accounts, newest first', async () => {
    const store = await open();
    const [early, late, latest] = ['2026-11-19T10:00:00.000Z', '2026-11-20T10:00:00.000Z', '2026-11-21T10:00:00.000Z'];
    const [off, given, madeUp] = [anId(), anId(), anId()];
    const erasure = (accountId: string, when: string, failed: boolean) =>
      store.transact((tx) => tx.noteErasure({ id: anId(), accountId, at: when, by: 'Claire', rows: 3, done: 1, failed }));
    await erasure(given, late, true);
    await erasure(given, early, false);
    await erasure(madeUp, late, true);
    await erasure(madeUp, latest, false);
    await store.transact(async (tx) => {
      await tx.webhooks.saveEndpoint(anEndpoint({ id: anId(), accountId: off, off: { at: latest, why: 'gone' } }));
      await tx.webhooks.saveEndpoint(anEndpoint({ id: anId(), accountId: off }));
    });
    expect((await store.accountTroubles()).filter(({ accountId }) => [off, given, madeUp].includes(accountId))).toEqual([
      { accountId: off, kind: 'webhook-off', at: latest },
      { accountId: given, kind: 'erasure-failed', at: late },
    ]);
  });
}
