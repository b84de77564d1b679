import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { brokenOn, liveDays } from './live-days.ts';

const count = 100;

test('[F1] every promise holds on a hundred fresh days', async () => {
  const first = randomInt(2 ** 31 - count);
  console.log(`${count} fresh days from seed ${first}`);
  const told: string[] = [];
  let lived = 0;
  await liveDays({ count, first, trace: false }, (day) => {
    lived += 1;
    const again = `live it again: npm run simulate -- --days 1 --seed ${day.seed} --trace`;
    if (day.violations.length > 0) told.push(...brokenOn(day), again);
  });
  expect(told).toEqual([]);
  expect(lived).toBe(count);
}, 600_000);
