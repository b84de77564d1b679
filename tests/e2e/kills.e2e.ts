import { randomInt } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { killInMidNote } from '../kills/run.ts';

test('[NO3] a browser killed in mid-note keeps what it showed as saved, and each note reaches PostgreSQL exactly once', async () => {
  test.setTimeout(180_000);
  const seed = randomInt(2 ** 31);
  await test.step(`seed ${seed}`, async () => {
    const killed = await killInMidNote({ kills: 3, seed, tell: () => undefined });
    expect(killed).toMatchObject({ notes: 3, broken: [] });
  });
});

test('[PU8] a browser that has lost its database over a kill has the words that nobody else has', async () => {
  test.setTimeout(180_000);
  const seed = randomInt(2 ** 31);
  await test.step(`seed ${seed}`, async () => {
    const killed = await killInMidNote({ kills: 2, seed, only: 'losing', tell: () => undefined });
    expect(killed).toMatchObject({ notes: 2, broken: [] });
  });
});
