import { signInByHttp } from './api-user.ts';
import type { Desk } from './desk.ts';
import { sippCalls } from './sipp.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

/** Signed in but on pause: callers ring and wait, and are offered to nobody. */
let sofie: Desk;
test.beforeAll(async ({ world }) => {
  sofie = await world.desk('sofie@permanence.test');
  await sofie.ready();
  await sofie.page.click('[data-act=pause]');
  await sofie.state('pause');
});

test('callers who give up, while it rings or while they wait, are recorded as abandoned with how long they waited', async ({
  world,
}) => {
  const { sipPort, url } = world.instance;
  const [ringing, waiting] = ['+33639981001', '+33639981002'];
  await Promise.all([
    sippCalls('gives-up-ringing', { sipPort, calls: [{ did: lines.deBoer, from: ringing }] }),
    sippCalls('gives-up-waiting', { sipPort, calls: [{ did: lines.deBoer, from: waiting }] }),
  ]);
  const max = await signInByHttp(url, 'max@permanence.test');
  const rowOf = async (caller: string) => (await max.callsFrom(caller)).find((call) => call.endedAt !== null);
  await expect.poll(() => rowOf(waiting)).toBeDefined();
  const gaveUp = { outcome: 'abandoned', endedBy: 'caller', answeredAt: null, operatorId: null, offers: [] };
  const [first, second] = [await rowOf(ringing), await rowOf(waiting)];
  expect(first).toMatchObject(gaveUp);
  expect(first?.waitedSeconds).toBeGreaterThanOrEqual(3);
  expect(first?.waitedSeconds).toBeLessThanOrEqual(5);
  expect(second).toMatchObject(gaveUp);
  expect(second?.waitedSeconds).toBeGreaterThanOrEqual(17); // 15 s of ringing, then 2 s
  expect(second?.waitedSeconds).toBeLessThanOrEqual(20);
});

test('a caller who is tired of waiting presses 1, and his message becomes a note', async ({ world }) => {
  const from = '+33639981003';
  const caller = await world.call(lines.deBoer, { from, toneHz: 700 });
  await caller.answered;
  await expect.poll(() => caller.heard().level, { timeout: 10_000 }).toBeGreaterThan(0.002);
  await caller.press('1');
  const beep = await caller.beep();
  await expect.poll(() => Date.now() - beep, { timeout: 10_000 }).toBeGreaterThan(3_000); // the caller speaks
  caller.hangUp();
  const mail = await world.post.mail('the voicemail mail', (m) => m.at > beep && m.text?.includes(from) === true, 30_000);
  expect(mail.recipients).toEqual(['jan.deboer@example.test']);
  expect(mail.attachments).toHaveLength(1);
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  await expect.poll(async () => (await max.callsFrom(from))[0]?.outcome).toBe('voicemail');
  await sofie.close();
});
