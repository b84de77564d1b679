import { expect, onTestFinished, test } from 'vitest';
import { Database, keep } from '../../../web/adapters/dexie/database.ts';
import { withRoom } from '../../../web/adapters/dexie/room.ts';
import { aNote } from '../../fixtures/delivery.ts';
import { aCall, anId } from '../../fixtures/rows.ts';

const isFull = () => new DOMException('no room', 'QuotaExceededError');
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T09:00:00.000Z`;

/** A device with four notes of the server and an own one that it has not. */
async function aDevice() {
  const db = new Database(anId());
  onTestFinished(() => db.close());
  const notes = [1, 2, 3, 4].map((n) => aNote({}, { id: anId(), lockedAt: day(n) }));
  for (const note of notes) await db.rowsOf('note').put(keep('note', note, 7));
  const own = aNote({}, { id: anId(), lockedAt: day(1) });
  await db.rowsOf('note').put(keep('note', own, 0));
  return { db, notes, own };
}
const left = async (db: Database) => (await db.rowsOf('note').toArray()).map(({ row }) => row.lockedAt.slice(8, 10)).sort();

test('a full browser: the oldest notes that the server has leave, what was typed is written', async () => {
  const { db, own } = await aDevice();
  let tries = 0;
  const written = await withRoom(db, async () => {
    tries += 1;
    if (tries === 1) throw Object.assign(new Error('AbortError'), { inner: isFull() });
    return 'typed';
  });
  expect([written, await left(db)]).toEqual(['typed', ['01', '03', '04']]);
  expect(await db.rowsOf('note').get(own.id)).toBeDefined();
});

test('what an own change stands on stays, however old it is', async () => {
  const { db, notes } = await aDevice();
  const [first] = notes;
  if (first) await db.shadow.put({ kind: 'note', id: first.id, kept: keep('note', first, 7) });
  let tries = 0;
  await withRoom(db, async () => {
    tries += 1;
    if (tries === 1) throw isFull();
  });
  expect(await db.rowsOf('note').get(first?.id ?? '')).toBeDefined();
});

test('without anything to release it is said, and any other failure is its own', async () => {
  const db = new Database(anId());
  onTestFinished(() => db.close());
  await db.rowsOf('call').put(keep('call', aCall(), 0));
  await expect(withRoom(db, () => Promise.reject(isFull()))).rejects.toMatchObject({ code: 'storage.full' });
  await expect(withRoom(db, () => Promise.reject(new Error('other')))).rejects.toThrow('other');
});
