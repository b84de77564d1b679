import { expect, test } from 'vitest';
import { noContract } from '#shared/billing/contract.ts';
import { runChange } from '#shared/sync/mutations.ts';
import { watchUsage } from '../../../server/billing/watch-usage.ts';
import { createFactsWriter } from '../../../server/calls/record-facts.ts';
import { showCallOf, usageJobName } from '../../../server/calls/show-call.ts';
import { notifyJobName } from '../../../server/delivery/notify-question.ts';
import { digestMailJobName } from '../../../server/delivery/send-digest.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { createFakeOutboundLedger } from '../../fakes/outbound-ledger.ts';
import { createFakeUnwrittenCalls } from '../../fakes/unwritten-calls.ts';
import { aNote, anAccount, aRoster } from '../../fixtures/delivery.ts';
import { aCall, anId } from '../../fixtures/rows.ts';

const accountId = anAccount().id;

async function bureau() {
  const store = createMemoryStore();
  await store.transact(async (tx) => {
    await tx.put('account', anAccount());
    for (const person of aRoster()) await tx.put('person', { ...person, channels: { ...person.channels, push: true } });
  });
  const writer = createFactsWriter({
    store,
    unwrittenCalls: createFakeUnwrittenCalls(),
    outboundLedger: createFakeOutboundLedger().ledger,
    live: { poke: () => undefined },
    after: () => () => undefined,
    log: () => undefined,
  });
  let at = '2026-11-20T14:00:00.000Z';
  const look = watchUsage({ store, clock: () => at, publicUrl: 'https://notes.example.test/' });
  const told = () =>
    store
      .jobs()
      .flatMap(({ name, payload }) => (name === digestMailJobName ? [(payload as { text: string }).text.split('\n')[0]] : []));
  return {
    store,
    told,
    pushes: () => store.jobs().filter(({ name }) => name === notifyJobName).length,
    jobs: () => store.jobs().filter(({ name }) => name === usageJobName),
    look: () => look({ accountId }),
    setNow: (now: string) => {
      at = now;
    },
    async calls(count: number, given: Parameters<typeof aCall>[0] = {}) {
      const ids = Array.from({ length: count }, anId);
      for (const id of ids) {
        const ended = {
          answeredAt: '2026-11-19T09:00:05.000Z',
          endedAt: '2026-11-19T09:02:00.000Z',
          outcome: 'handled',
        } as const;
        writer.write(aCall({ id, accountId, ...ended, ...given }));
      }
      await expect.poll(async () => (await store.all('clientCall')).filter(({ id }) => ids.includes(id)).length).toBe(count);
      return ids;
    },
  };
}

test('[I08] at 80, 95 and 100 % whoever is named is told, once in the month', async () => {
  const { calls, look, told, pushes } = await bureau();
  await calls(39);
  await look();
  expect(told()).toEqual([]);
  await calls(1);
  await look();
  await look();
  expect(told()).toEqual(['40 van 50 gesprekken: 80 % van de bundel.']);
  await calls(10);
  await look();
  expect(told()).toEqual(['40 van 50 gesprekken: 80 % van de bundel.', '50 gesprekken: de bundel van 50 is bereikt.']);
  expect(pushes()).toBe(2);
});

test('[I08] what was passed over is not told when the counter falls back', async () => {
  const { calls, look, told, store } = await bureau();
  const [first = ''] = await calls(48);
  await look();
  await store.transact(async (tx) => {
    const call = await tx.get('clientCall', first);
    if (call) await tx.put('clientCall', { ...call, billable: false, disposition: 'wrong-number' });
  });
  await look();
  expect(told()).toEqual(['48 van 50 gesprekken: 95 % van de bundel.']);
});

test('[I09] the next month begins anew', async () => {
  const { calls, look, told, setNow } = await bureau();
  await calls(50);
  await look();
  setNow('2026-12-20T14:00:00.000Z');
  await look();
  expect(told()).toHaveLength(1);
  const at = '2026-12-19T09:00:00.000Z';
  await calls(40, { arrivedAt: at, answeredAt: '2026-12-19T09:00:05.000Z', endedAt: '2026-12-19T09:02:00.000Z' });
  await look();
  expect(told()).toEqual(['50 gesprekken: de bundel van 50 is bereikt.', '40 van 50 gesprekken: 80 % van de bundel.']);
});

test('everybody whom the client named is told, by the channels that are on', async () => {
  const { calls, look, told, pushes, store } = await bureau();
  const [sanne, jan] = aRoster();
  await store.transact(async (tx) => {
    await tx.put('contract', { ...noContract(accountId), alertTo: [sanne?.id ?? '', jan?.id ?? ''] });
    if (sanne) await tx.put('person', { ...sanne, channels: { email: false, sms: true, push: true } });
  });
  await calls(40);
  await look();
  expect([told().length, pushes()]).toEqual([1, 2]);
});

test('an answered call that ends asks for one look, however many end meanwhile; one that nobody answered asks for none', async () => {
  const { calls, jobs, store } = await bureau();
  await calls(3, { answeredAt: null, outcome: 'abandoned' });
  expect(jobs()).toEqual([]);
  await calls(3);
  expect(jobs()).toHaveLength(1);
  expect((await store.all('clientCall')).map(({ outcome }) => outcome).sort()).toEqual([
    ...Array(3).fill('abandoned'),
    ...Array(3).fill('handled'),
  ]);
});

test('[P25] what the call came to stands on the client’s row once its note is locked', async () => {
  const { calls, store } = await bureau();
  const [callId = ''] = await calls(1);
  const note = aNote({ disposition: 'wrong-number' });
  await store.transact(async (tx) => {
    const args = { id: note.id, accountId, callId, content: note.content, handledBy: 'Sofie', operatorId: null };
    await runChange(tx, { name: 'lockNote', args }, { name: 'Sofie', at: '2026-11-19T09:03:00.000Z' });
    await showCallOf(tx, note.id);
  });
  expect(await store.get('clientCall', callId)).toMatchObject({ disposition: 'wrong-number', billable: false });
});
