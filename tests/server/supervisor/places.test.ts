import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closedFolder, isRoot, makeFolders, placesIn, reachableDataDir } from '../../../server/supervisor/places.ts';
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

test('a data folder where only root may enter becomes a link to one that every child reaches, once', () => {
  const closed = mkdtempSync(join(tmpdir(), 'permanence-closed-'));
  const dataDir = join(closed, 'clone/data');
  const told: string[] = [];
  const folder = reachableDataDir(dataDir, (line) => told.push(line));
  makeFolders(placesIn(folder));
  expect(reachableDataDir(dataDir, (line) => told.push(line))).toBe(folder);
  // As an ordinary user every child is that user.
  expect({ closed: isRoot() && closedFolder(folder), told: told.length, same: folder === dataDir }).toEqual({
    closed: isRoot() ? null : false,
    told: isRoot() ? 1 : 0,
    same: !isRoot(),
  });
  for (const made of [folder, closed]) rmSync(made, { recursive: true, force: true });
});

test('a data folder with something in it is never replaced: under root the start says what to do', () => {
  const closed = mkdtempSync(join(tmpdir(), 'permanence-closed-'));
  mkdirSync(join(closed, 'data'));
  const reach = () => reachableDataDir(join(closed, 'data'), () => undefined);
  if (isRoot()) expect(reach).toThrow(/which only root may enter/);
  else expect(reach()).toBe(join(closed, 'data'));
  rmSync(closed, { recursive: true });
});
