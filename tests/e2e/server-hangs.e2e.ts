import { signInByHttp } from './api-user.ts';
import { expect, lines, test } from './world.ts';

/** The longest time that a caller may hear nothing, ms [F2]. */
const longestSilenceMs = 5_000;
const spokenMs = 2_000;

test('the server hangs for over a minute: a conversation goes on, who waits or dials is never in silence and leaves a message, once', async ({
  world,
}) => {
  test.setTimeout(240_000);
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const talking = await world.call(lines.martin, { from: '+33639980021', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await talking.hears(1000);
  const waiting = await world.call(lines.martin, { from: '+33639980022', toneHz: 700 });
  await waiting.answered;
  await expect.poll(() => waiting.heard().level, { timeout: 20_000 }).toBeGreaterThan(0.002);

  await world.instance.kill('server', 'SIGSTOP');
  const stoppedAt = Date.now();
  const dialling = await world.call(lines.martin, { from: '+33639980023', toneHz: 800 });
  await dialling.ringing;
  const answeredAt = await dialling.answered;
  expect(answeredAt - stoppedAt).toBeLessThanOrEqual(15_000);
  const beeps = [dialling, waiting].map(async (caller) => {
    const beep = await caller.beep(100_000, 950);
    const silence = caller.longestSilence(caller === dialling ? answeredAt : stoppedAt);
    await expect.poll(() => Date.now() - beep).toBeGreaterThan(spokenMs); // the caller speaks
    caller.hangUp();
    return silence;
  });
  const [silenceOfDialling = 0, silenceOfWaiting = 0] = await Promise.all(beeps);
  const hung = Date.now() - stoppedAt;
  expect(await lea.heardHz()).toBeCloseTo(600, -2);
  await talking.hears(1000);
  const silence = { talking: talking.longestSilence(stoppedAt), waiting: silenceOfWaiting, dialling: silenceOfDialling };
  test.info().annotations.push({ type: 'milliseconds', description: JSON.stringify({ hung, silence }) });
  for (const ms of Object.values(silence)) expect(ms).toBeLessThanOrEqual(longestSilenceMs);

  await world.instance.kill('server', 'SIGCONT');
  await world.instance.untilReady();
  await lea.state('talking', 30_000);
  talking.hangUp();
  await lea.dismiss();
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const ends = async (caller: string) => (await max.callsFrom(caller)).map(({ outcome }) => outcome);
  await expect.poll(() => ends('+33639980022'), { timeout: 20_000 }).toEqual(['voicemail']);
  await expect.poll(() => ends('+33639980023')).toEqual(['voicemail']);
  expect(await ends('+33639980021')).toEqual(['handled']);
  const next = await world.call(lines.martin, { from: '+33639980024', toneHz: 900 });
  await lea.state('offered');
  await lea.press('F2');
  await next.hears(1000);
  next.hangUp();
  await lea.dismiss();
  await lea.close();
});
