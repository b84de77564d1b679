import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delivery } from '#shared/delivery/delivery.ts';
import { advance, type DeliveryEvent, isOver } from '#shared/delivery/progress.ts';

const at = '2026-11-19T09:42:00.000Z';
const queued: Delivery = {
  id: '01900000-0000-7000-8000-000000000061',
  accountId: '01900000-0000-7000-8000-000000000001',
  noteId: '01900000-0000-7000-8000-000000000021',
  personId: '01900000-0000-7000-8000-000000000011',
  channel: 'sms',
  key: 'k',
  state: 'queued',
  attempts: 0,
  problem: null,
  queuedAt: at,
  sentAt: null,
  deliveredAt: null,
};
const after = (...events: DeliveryEvent[]) => events.reduce(advance, queued);

test('a receipt that comes before our own record is not overwritten by it', () => {
  expect(after({ kind: 'delivered', at }, { kind: 'sent', at })).toMatchObject({
    state: 'delivered',
    sentAt: at,
    deliveredAt: at,
  });
});

test('a retry shows its problem, and success clears it', () => {
  expect(after({ kind: 'retrying', problem: 'timeout' })).toMatchObject({ state: 'queued', problem: 'timeout' });
  expect(after({ kind: 'retrying', problem: 'timeout' }, { kind: 'sent', at })).toMatchObject({ state: 'sent', problem: null });
});

test('"failed" after "delivered" changes nothing, "delivered" after "failed" does', () => {
  expect(after({ kind: 'delivered', at }, { kind: 'failed', problem: 'undelivered' }).state).toBe('delivered');
  expect(after({ kind: 'failed', problem: 'undelivered' }, { kind: 'delivered', at }).state).toBe('delivered');
});

test('reading the note elsewhere does not make a failed message a read one', () => {
  expect(after({ kind: 'failed', problem: 'refused' }, { kind: 'read' }).state).toBe('failed');
});

test('events in any order and any number come to the same state', () => {
  const event = fc.constantFrom<DeliveryEvent>(
    { kind: 'sent', at },
    { kind: 'delivered', at },
    { kind: 'read' },
    { kind: 'acknowledged' },
  );
  fc.assert(
    fc.property(fc.array(event, { minLength: 1 }), (events) => {
      expect(after(...events, ...events).state).toBe(after(...[...events].reverse()).state);
    }),
  );
});

test('nothing is sent any more once it is read or given up', () => {
  expect(isOver(after({ kind: 'sent', at }))).toBe(false);
  expect(isOver(after({ kind: 'expired', problem: 'timeout' }))).toBe(true);
});
