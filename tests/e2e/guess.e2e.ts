import { randomInt } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { attack } from '../guess/attack.ts';

test('[F4] guessed and broken SIP requests and frames bring about nothing, and ordinary calls are answered meanwhile', async () => {
  test.setTimeout(180_000);
  const seed = randomInt(2 ** 31);
  await test.step(`seed ${seed}`, async () => {
    const attacked = await attack({ guesses: 4_000, perSecond: 400, seed });
    expect(attacked).toMatchObject({ outbound: 0, restarts: 0, answered: attacked.calls, arrived: attacked.calls });
    expect(attacked.sip + attacked.frames).toBe(4_000);
    expect(attacked.sipAnswers).toBeGreaterThan(attacked.sip / 4);
    expect(attacked.frames).toBeGreaterThan(100);
  });
});
