import { expect, test } from 'vitest';
import { type Retention, retentionOf, retentionSchema } from '#shared/accounts/retention.ts';
import { dueRows, type RowsOfCallers } from '#shared/sync/due-rows.ts';
import { erasableKinds, erasedRow } from '#shared/sync/erasure.ts';
import { type DataSubject, findPerson, tracesIn } from '#shared/sync/person-data.ts';
import { type Kind, type Rows, rowSchemas } from '#shared/sync/rows.ts';
import { uuidv7 } from '#shared/uuid.ts';
import { aNote } from '../../fixtures/delivery.ts';
import { ACCOUNT, aCall, aContact, aDelivery, anId, aTask } from '../../fixtures/rows.ts';

const now = '2026-11-19T10:00:00.000Z';
const daysAgo = (days: number) => new Date(Date.parse(now) - days * 24 * 3600_000).toISOString();
const mark = { at: now, by: 'canary' };
const number = '+33639980001';

/** Each kind about callers with a canary in every place where something personal can stand. */
const full: { readonly [K in (typeof erasableKinds)[number]]: Rows[K] } = {
  note: {
    ...aNote({ fromWhom: 'canary', company: 'canary', number, matter: 'canary', criteria: ['canary'], promisedBy: now }),
    addenda: [{ id: anId(), at: now, by: 'canary', text: 'canary' }],
    ...{ read: mark, acknowledged: mark, callingBack: mark, done: mark },
    voicemail: { recordingId: anId(), seconds: 4 },
  },
  call: aCall({
    caller: number,
    diversion: { number, reason: 'busy' },
    transfers: [{ number, personId: null, dialledAt: now, answeredAt: null, outcome: 'busy' }],
  }),
  delivery: aDelivery({ address: 'canary@example.test', state: 'queued' }),
  contact: aContact({ name: 'canary' }),
  card: {
    ...{ id: anId(), accountId: ACCOUNT, kind: 'message', name: 'canary', numbers: [number], text: 'canary', say: 'canary' },
    ...{ personId: null, until: null, done: null },
  },
  task: aTask({ name: 'canary', number, about: 'canary' }),
  question: {
    ...{ id: anId(), accountId: ACCOUNT, callId: anId(), askedAt: now, askedBy: 'Léa', to: null, answer: null, closedAt: null },
    about: { name: 'canary', company: 'canary', number, matter: 'canary' },
  },
};

test.each(erasableKinds)(
  '[ER1] nothing personal stays of a %s, what stays is a row, and erasing it again changes nothing',
  (kind) => {
    const erased = erasedRow<Kind>(kind, full[kind], now);
    expect(JSON.stringify(erased)).not.toMatch(/canary|39980001/);
    if (erased === null) return;
    expect(rowSchemas[kind].safeParse(erased).success).toBe(true);
    expect(erasedRow<Kind>(kind, erased, '2027-01-01T00:00:00.000Z')).toEqual(erased);
  },
);

test('[ER1] ids, instants, what it came to and what it is billed as stay', () => {
  const call = { ...full.call, disposition: 'message', billable: true } as const;
  expect(erasedRow('call', call, now)).toMatchObject({
    id: call.id,
    arrivedAt: call.arrivedAt,
    disposition: 'message',
    billable: true,
  });
  const note = erasedRow('note', full.note, now);
  expect(note).toMatchObject({
    id: full.note.id,
    lockedAt: full.note.lockedAt,
    content: { disposition: 'message' },
    erased: now,
  });
  expect(note?.acknowledged).toEqual({ at: now, by: '' });
  expect(erasedRow('delivery', full.delivery, now)).toMatchObject({ state: 'expired', problem: 'erased' });
});

const keep: Retention = { notes: 90, voicemail: 30, calls: 365, contacts: 200 };
const none: RowsOfCallers = { note: [], call: [], contact: [], card: [], task: [], question: [] };
const due = (rows: Partial<RowsOfCallers>, retention = keep) => dueRows({ ...none, ...rows }, retention, now);

test.each([
  [89, null, false],
  [91, null, true],
  [91, daysAgo(1), false],
] as const)('a note of %i days ago, erased %s, is due: %s', (days, erased, expected) => {
  const note = { ...aNote({}, { lockedAt: daysAgo(days) }), ...(erased === null ? {} : { erased }) };
  expect(due({ note: [note] }).erase.length > 0).toBe(expected);
  expect(due({ note: [note] }, { ...keep, notes: null }).erase).toEqual([]);
});

test('a voicemail falls silent before its note goes, and once only', () => {
  const spoken = (days: number) => aNote({}, { lockedAt: daysAgo(days), voicemail: { recordingId: anId(), seconds: 3 } });
  const [young, middle, old] = [spoken(29), spoken(31), spoken(91)];
  expect(due({ note: [young] }).silence).toEqual([]);
  expect(due({ note: [middle] })).toEqual({ erase: [], silence: [middle.id] });
  expect(due({ note: [old] })).toEqual({ erase: [{ kind: 'note', id: old.id }], silence: [] });
  expect(due({ note: [{ ...middle, voicemail: null }] }).silence).toEqual([]);
});

test('a contact goes when it is old and no call came from any of its numbers since', () => {
  const made = (days: number) =>
    aContact({ id: uuidv7(Date.parse(daysAgo(days)), new Uint8Array(10)), numbers: [number, '+33639980002'] });
  const call = (days: number) => aCall({ caller: '+33639980002', arrivedAt: daysAgo(days), endedAt: daysAgo(days) });
  expect(due({ contact: [made(201)] }).erase).toHaveLength(1);
  expect(due({ contact: [made(199)] }).erase).toEqual([]);
  expect(due({ contact: [made(300)], call: [call(150)] }).erase).toEqual([]);
  expect(due({ contact: [made(300)], call: [call(250)] }).erase).toHaveLength(1);
  expect(retentionSchema.safeParse({ ...keep, calls: 100 }).success).toBe(false);
});

test('what nobody has decided follows from the trade', () => {
  expect(retentionOf({ trade: 'medical' }).notes).toBe(90);
  expect(retentionOf({ trade: 'craft' }).notes).toBe(365);
  expect(retentionOf({ trade: 'medical', retention: keep })).toBe(keep);
});

const called = aCall({ caller: '+33639980009' });
const rows = {
  ...{ delivery: [], card: [], question: [] },
  note: [
    aNote({ fromWhom: 'Hélène Lefèvre', number: null, matter: 'x' }, { id: anId(), callId: called.id }),
    aNote({ fromWhom: 'Marie', number: null, matter: 'Rappeler au 06 39 98 00 01' }, { id: anId(), callId: null }),
    aNote({ fromWhom: 'Helenius', number: null, matter: 'x' }, { id: anId(), callId: null }),
  ],
  call: [called, aCall({ caller: '+33639980001' })],
  contact: [aContact({ name: 'Lefèvre Hélène', numbers: ['+33639980002'] })],
  task: [aTask({ id: called.id, name: '', number: '+33639980009' })],
};
const foundBy = (subject: DataSubject) => findPerson(rows, subject).map(({ kind }) => kind);

test('[ER6] a person is found by name in any order and accents, with the call of the note and what was left to do about it', () => {
  expect(foundBy({ name: 'helene LEFEVRE', number: null })).toEqual(['note', 'call', 'contact', 'task']);
  expect(foundBy({ name: 'helen', number: null })).toEqual([]);
});

test('[ER6] a person is found by number, however it is written in a text', () => {
  expect(foundBy({ name: '', number: '+33639980001' })).toEqual(['note', 'call']);
  expect(foundBy({ name: '', number: '+33639980003' })).toEqual([]);
});

test('ids, numbers and names are found at any depth of a change', () => {
  const args = {
    accountId: ACCOUNT,
    contacts: [{ id: full.call.id, name: 'Hélène', numbers: [number] }],
    content: { fromWhom: 'Luc' },
  };
  expect(tracesIn(args)).toEqual({ ids: [ACCOUNT, full.call.id], numbers: [number], names: ['helene', 'luc'] });
});
