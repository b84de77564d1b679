import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

/** The longest time that a caller may hear nothing, ms [F2]. */
const longestSilenceMs = 5_000;

test('kill -9 of Janus while one caller talks and one waits: music, then the same operator again; the waiting one notices nothing', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const talking = await world.call(lines.martin, { from: '+33639980001', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await talking.hears(1000);
  const waiting = await world.call(lines.martin, { from: '+33639980002', toneHz: 700 });
  await waiting.answered;
  await expect.poll(() => waiting.heard().level, { timeout: 20_000 }).toBeGreaterThan(0.002);

  const killedAt = Date.now();
  await world.instance.kill('janus');
  await talking.hears(1000);
  const backAfterMs = Date.now() - killedAt;
  await lea.state('talking');
  await expect.poll(() => lea.heardHz()).toBeCloseTo(600, -2);
  const silence = { talking: talking.longestSilence(killedAt), waiting: waiting.longestSilence(killedAt) };
  test.info().annotations.push({ type: 'Janus killed, ms', description: JSON.stringify({ backAfterMs, ...silence }) });
  expect(silence.talking).toBeLessThanOrEqual(longestSilenceMs);
  expect(silence.waiting).toBeLessThanOrEqual(1_000);

  talking.hangUp();
  await lea.state('wrap-up');
  waiting.hangUp();
  await lea.close();
});
