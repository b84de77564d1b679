import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { cutDeliveries } from '../cuts/cut-deliveries.ts';
import { brokenIn } from '../cuts/judge.ts';
import { aNote } from '../fixtures/delivery.ts';

test('[S14] processes that are killed around an acceptance, and at each step of a ladder: no step is lost, and nothing arrives twice that was not cut', {
  timeout: 120_000,
}, async () => {
  const seed = randomInt(2 ** 31);
  console.log(`cuts from seed ${seed}`);
  const { broken, cuts, doubles } = await cutDeliveries({ cuts: 16, seed });
  expect(broken).toEqual([]);
  expect(cuts).toBeGreaterThanOrEqual(16);
  expect(Object.values(doubles).reduce((sum, count) => sum + count, 0)).toBe(cuts); // no provider here takes the key
});

const delivery = (key: string, state: 'sent' | 'queued') => ({
  ...{ id: '', accountId: '', noteId: '', personId: '', channel: 'sms' as const, key, state, attempts: 1 },
  ...{ problem: null, queuedAt: '', sentAt: null, deliveredAt: null },
});
const climb = { step: 1, steps: 3, nextAt: null, alerted: [], toCall: null, telephoning: null };

test('what would break a promise is seen', () => {
  const broken = brokenIn({
    notes: [
      aNote({}, { id: 'n', climb: { ...climb, state: 'climbing' } }),
      aNote({}, { climb: { ...climb, state: 'exhausted' } }),
    ],
    deliveries: [delivery('lost', 'sent'), delivery('twice', 'sent'), delivery('cut', 'sent'), delivery('unwritten', 'queued')],
    expected: new Map([['n', ['lost', 'twice', 'cut', 'unwritten', 'unplanned']]]),
    accepted: new Map([
      ['twice', 2],
      ['cut', 2],
      ['unwritten', 1],
      ['stranger', 1],
    ]),
    changed: ['cut'],
    cuts: new Map([['cut', 1]]),
  });
  expect(broken).toEqual([
    'unplanned was never planned',
    'lost arrived nowhere, its state is sent',
    'twice arrived 2 times and was cut 0 times',
    'unwritten arrived and is queued',
    'stranger arrived and is no delivery',
    'cut said something else the second time',
    'the ladder of n stands at step 1',
  ]);
});
