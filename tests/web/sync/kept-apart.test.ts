import { expect, test } from 'vitest';
import { keptInFiles } from '../../../web/adapters/opfs/kept-apart.ts';

test('a browser without a place for files keeps nothing apart, and signing out goes on', async () => {
  const told: unknown[] = [];
  const apart = keptInFiles('sofie', (error) => told.push(error)); // this process has no such place
  apart.keep(new Map([['draft:1', { matter: 'half' }]]));
  expect(await apart.all()).toEqual(new Map());
  await apart.forget();
  expect(told).toHaveLength(3);
});
