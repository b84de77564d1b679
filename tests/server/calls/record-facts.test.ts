import { expect, test } from 'vitest';
import { createFactsWriter } from '../../../server/calls/record-facts.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { createFakeOutboundLedger } from '../../fakes/outbound-ledger.ts';
import { createFakeUnwrittenCalls } from '../../fakes/unwritten-calls.ts';
import { aCall } from '../../fixtures/rows.ts';

test('a call of ours stays one in the books when a later server, without the database, does not know that it was', async () => {
  const store = createMemoryStore();
  const facts = createFactsWriter({
    store,
    unwrittenCalls: createFakeUnwrittenCalls(),
    outboundLedger: createFakeOutboundLedger().ledger,
    live: { poke: () => undefined },
    after: () => () => undefined,
    log: () => undefined,
  });
  const { outbound: _, ...found } = aCall({ answeredAt: '2026-11-19T09:00:05.000Z', endedAt: '2026-11-19T09:02:00.000Z' });
  const price = { cents: 5, currency: 'EUR', class: 'mobile' } as const;
  const dialled = { taskId: found.id, shown: '+33199000101', price, result: null };
  await store.transact((tx) => tx.put('call', { ...found, answeredAt: null, endedAt: null, outbound: dialled }));
  facts.write(found);
  await expect
    .poll(() => store.get('call', found.id))
    .toMatchObject({ endedAt: found.endedAt, outbound: { result: 'answered' } });
});
