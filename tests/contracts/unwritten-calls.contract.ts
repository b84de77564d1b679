import { expect, test } from 'vitest';
import type { UnwrittenCalls } from '../../server/ports/store.ts';
import { aCall } from '../fixtures/rows.ts';

/** What keeps the facts of calls while the database is away. `open` gives an empty one, `again` the same after a kill. */
export function unwrittenCallsContract(places: () => { open(): UnwrittenCalls; again(): UnwrittenCalls }): void {
  test('facts are there again after a kill, in their order', async () => {
    const { open, again } = places();
    const [first, second] = [aCall({ diversion: { number: null, reason: 'un"\nconditional' } }), aCall()];
    const calls = open();
    for (const record of [first, second, { ...first, endedAt: '2026-11-19T09:05:00.000Z' }]) await calls.add(record);
    expect(await again().load()).toEqual([first, second, { ...first, endedAt: '2026-11-19T09:05:00.000Z' }]);
  });

  test('nothing is left once they are cleared, also twice', async () => {
    const { open, again } = places();
    const calls = open();
    expect(await calls.load()).toEqual([]);
    await calls.add(aCall());
    await calls.clear();
    await calls.clear();
    expect(await again().load()).toEqual([]);
  });
}
