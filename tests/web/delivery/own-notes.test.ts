import { expect, test } from 'vitest';
import { OwnNotes } from '../../../web/delivery/own-notes.svelte.ts';
import type { Device, Reader } from '../../../web/ports/device.ts';
import { aNote, aRoster } from '../../fixtures/delivery.ts';

const jan = aRoster()[1]?.id ?? '';

async function search(
  notes = [aNote(), aNote({ fromWhom: 'Anna Bakker', matter: 'Nieuwe banden', urgent: true }, { id: 'second' })],
) {
  let shown: Promise<void> = Promise.resolve();
  let asked = 0;
  const rows = { latestNotes: async () => notes, all: async () => aRoster() } as unknown as Reader;
  const watch: Device['watch'] = (query, onValue) => {
    asked++;
    shown = query(rows).then(onValue);
    return () => undefined;
  };
  const found = new OwnNotes({ device: { watch }, personId: jan });
  return { found, shown: () => shown, asked: () => asked };
}

test('the device is read only when something is looked for', async () => {
  const { found, asked } = await search();
  expect([found.isNarrowed, asked()]).toEqual([false, 0]);
  found.typed = 'vos';
  found.toggle('urgent');
  expect([found.isNarrowed, found.isReading, asked()]).toEqual([true, true, 1]);
});

test('words and filters narrow together, and all comes back', async () => {
  const { found, shown } = await search();
  found.typed = 'banden bakker';
  await shown();
  expect(found.found.map(({ id }) => id)).toEqual(['second']);
  found.typed = '';
  found.toggle('mine');
  expect(found.count).toBe(2);
  found.toggle('urgent');
  expect(found.count).toBe(1);
  found.toggle('done');
  expect(found.count).toBe(0);
  found.showAll();
  expect([found.isNarrowed, found.count]).toEqual([false, 2]);
});
