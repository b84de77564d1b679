import { expect, test } from 'vitest';
import { placesIn } from '../../../server/supervisor/places.ts';
import { socketFolder } from '../../../server/supervisor/postgres.ts';

test("the database's socket stands in the data folder", () => {
  expect(socketFolder(placesIn('/srv/permanence'))).toBe('/srv/permanence/run/postgres');
});

test('a data folder whose path is too long for a socket gets a short one, always the same', () => {
  const deep = `/srv/${'a'.repeat(80)}`;
  const folder = socketFolder(placesIn(deep));
  expect(folder).toMatch(/^\/tmp\/permanence-[0-9a-f]{16}$/);
  expect(socketFolder(placesIn(deep))).toBe(folder);
  expect(socketFolder(placesIn(`${deep}b`))).not.toBe(folder);
});
