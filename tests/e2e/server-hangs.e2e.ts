import { signInByHttp } from './api-user.ts';
import { expect, lines, test } from './world.ts';

/** The longest time that a caller may hear nothing, ms [F2]. */
const longestSilenceMs = 5_000;
const spokenMs = 2_000;

test('the server hangs: a conversation goes on, who waits hears music, who dials leaves a message, once; then all is served', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const talking = await world.call(lines.martin, { from: '+33639980091', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await talking.hears(1000);
  const waiting = await world.call(lines.martin, { from: '+33639980092', toneHz: 700 });
  await waiting.answered;
  await expect.poll(() => waiting.heard().level, { timeout: 20_000 }).toBeGreaterThan(0.002);

  // in the middle of the welcome: nobody is left to put music after it
  await world.instance.kill('server', 'SIGSTOP');
  const stoppedAt = Date.now();
  const dialling = await world.call(lines.martin, { from: '+33639980093', toneHz: 800 });
  await dialling.ringing;
  const answeredAt = await dialling.answered;
  expect(answeredAt - stoppedAt).toBeLessThanOrEqual(15_000);
  const beep = await dialling.beep(60_000, 950);
  const silence = {
    talking: talking.longestSilence(stoppedAt),
    waiting: waiting.longestSilence(stoppedAt),
    dialling: dialling.longestSilence(answeredAt),
  };
  await talking.hears(1000);
  await expect.poll(() => lea.heardHz()).toBeCloseTo(600, -2);
  await expect.poll(() => Date.now() - beep).toBeGreaterThan(spokenMs); // the caller speaks
  dialling.hangUp();
  report({ hung: Date.now() - stoppedAt, silence });
  for (const ms of Object.values(silence)) expect(ms).toBeLessThanOrEqual(longestSilenceMs);

  await world.instance.kill('server', 'SIGCONT');
  await world.instance.untilReady();
  await lea.state('talking', 30_000);
  talking.hangUp();
  await lea.state('wrap-up');
  await lea.press('Alt+w');
  await lea.state('offered');
  await lea.press('F2');
  await waiting.hears(1000);
  waiting.hangUp();
  await lea.dismiss();
  await lea.close();
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const ends = async (caller: string) => (await max.callsFrom(caller)).map(({ outcome }) => outcome);
  await expect.poll(() => ends('+33639980093')).toEqual(['voicemail']);
  expect([await ends('+33639980091'), await ends('+33639980092')]).toEqual([['handled'], ['handled']]);
  expect(await ends('+33639980093'), 'still one row').toEqual(['voicemail']);
});

function report(what: object): void {
  test.info().annotations.push({ type: 'milliseconds', description: JSON.stringify(what) });
}
