import { expect, test } from 'vitest';
import type { Delivery, DeliveryState } from '#shared/delivery/delivery.ts';
import type { Climb } from '#shared/delivery/ladder.ts';
import { ageOf, boardOrder, countsOf, isThere, mayLeaveAgain, repetitionOf } from '../../../web/delivery/board.ts';
import { boardActs } from '../../../web/delivery/board-acts.ts';
import { byDay } from '../../../web/delivery/local-time.ts';
import { aNote } from '../../fixtures/delivery.ts';

const at = '2026-11-19T09:42:00.000Z';
const delivery = (state: DeliveryState): Delivery & { person: string } => ({
  id: `d-${state}`,
  accountId: 'a',
  noteId: 'n',
  personId: 'p',
  person: 'Jan',
  channel: 'email',
  key: 'k',
  state,
  attempts: 1,
  problem: null,
  queuedAt: at,
  sentAt: null,
  deliveredAt: null,
});
const row = (
  id: string,
  over: Parameters<typeof aNote>[1],
  content: Parameters<typeof aNote>[0],
  ...states: DeliveryState[]
) => ({
  note: aNote(content, { id, ...over }),
  account: undefined,
  deliveries: states.map(delivery),
  toCall: null,
});
const mark = { at, by: 'Jan' };

test('urgent notes without acknowledgement come first, then what is not there, then the rest', () => {
  const rows = [
    row('there', {}, {}, 'sent'),
    row('failed', {}, {}, 'failed', 'queued'),
    row('urgent', {}, { urgent: true }, 'delivered'),
    row('urgent, taken on', { acknowledged: mark, read: mark }, { urgent: true }, 'delivered'),
  ];
  expect(boardOrder(rows, at).map((r) => r.note.id)).toEqual(['urgent', 'failed', 'there', 'urgent, taken on']);
});

const climb = (over: Partial<Climb>): { climb: Climb } => ({
  climb: { state: 'climbing', step: 1, steps: 8, nextAt: at, alerted: [], toCall: null, telephoning: null, ...over },
});

test('[S14] among urgent ones, those past their time come first, the oldest before the newer ones', () => {
  const urgent = { urgent: true };
  const rows = [
    row('new', { lockedAt: '2026-11-19T09:41:00.000Z', ...climb({}) }, urgent, 'sent'),
    row('call is due', { lockedAt: '2026-11-19T09:32:00.000Z', ...climb({ step: 4, toCall: 'p' }) }, urgent, 'sent'),
    row('older', { lockedAt: '2026-11-19T09:39:00.000Z', ...climb({ step: 2 }) }, urgent, 'sent'),
    row('exhausted', { lockedAt: '2026-11-19T08:42:00.000Z', ...climb({ state: 'exhausted', nextAt: null }) }, urgent, 'sent'),
    row('not there', {}, {}, 'queued'),
  ];
  expect(boardOrder(rows, at).map((r) => r.note.id)).toEqual(['exhausted', 'call is due', 'older', 'new', 'not there']);
});

test('a supervisor acknowledges for the client: the reason stands on the note first', async () => {
  const made: [string, unknown][] = [];
  const acts = boardActs({ device: { mutate: async (name, args) => void made.push([name, args]) }, newId: () => 'new' });
  const ref = { accountId: aNote().accountId, noteId: aNote().id };
  await acts.acknowledge(aNote(), 'Jan op het toestel gehad');
  await acts.telephone(aNote());
  expect(made).toEqual([
    ['addAddendum', { ...ref, id: 'new', text: 'Jan op het toestel gehad' }],
    ['acknowledgeNote', ref],
    ['telephoneAboutNote', ref],
  ]);
});

test('a note without any channel is not there', () => {
  expect(isThere(row('n', {}, {}))).toBe(false);
});

test('a note that the client has read is there, whatever the channels say', () => {
  expect(isThere(row('n', { read: mark }, {}, 'failed'))).toBe(true);
});

test('a wrong number is not waited for', () => {
  expect(isThere(row('n', {}, { disposition: 'wrong-number' }))).toBe(true);
});

test('the counts include each further step', () => {
  expect(countsOf([row('a', { read: mark }, {}, 'read'), row('b', {}, {}, 'sent'), row('c', {}, {}, 'queued')])).toEqual({
    delivered: 2,
    read: 1,
    acknowledged: 0,
  });
});

test.each([
  [59_000, 'min', 0],
  [119 * 60_000, 'min', 119],
  [120 * 60_000, 'h', 2],
  [48 * 3_600_000, 'd', 2],
])('%i ms is an age of %s %i', (ms, unit, count) => {
  expect(ageOf(ms)).toEqual({ unit, count });
});

test('days are those of the account, not of the device', () => {
  const notes = [
    aNote({}, { id: 'b', lockedAt: '2026-11-19T23:30:00.000Z' }),
    aNote({}, { id: 'a', lockedAt: '2026-11-19T22:30:00.000Z' }),
  ];
  expect(byDay(notes, 'Europe/Paris').map((day) => [day.date, day.items.map((n) => n.id)])).toEqual([
    ['2026-11-20', ['b']],
    ['2026-11-19', ['a']],
  ]);
});

test('what has reached nobody can leave once more, unless something is on its way or somebody knows of it', () => {
  const rows = [
    row('failed', {}, {}, 'failed', 'expired'),
    row('no channel', {}, {}),
    row('waits', {}, {}, 'failed', 'queued'),
    row('there', {}, {}, 'failed', 'sent'),
    row('read', { read: mark }, {}, 'failed'),
    row('wrong number', {}, { disposition: 'wrong-number' }),
  ];
  expect(rows.filter(mayLeaveAgain).map((r) => r.note.id)).toEqual(['failed', 'no channel']);
});

test('asked for twice it leaves once more only once; what failed again can leave again', () => {
  const failed = { ...row('n', {}, {}), deliveries: [delivery('failed'), delivery('expired')] };
  const turned = { ...failed, deliveries: failed.deliveries.toReversed() };
  expect(repetitionOf(turned)).toBe(repetitionOf(failed));
  const later = { ...delivery('failed'), id: 'again', queuedAt: '2026-11-19T10:00:00.000Z' };
  expect(repetitionOf({ ...failed, deliveries: [later, ...failed.deliveries] })).toBe('again');
  expect(repetitionOf(row('no channel', {}, {}))).toBe('no channel');
});
