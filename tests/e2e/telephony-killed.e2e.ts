import { signInByHttp } from './api-user.ts';
import type { Desk } from './desk.ts';
import type { Telephone } from './telephone.ts';
import { expect, lines, test, type World } from './world.ts';

test.describe.configure({ mode: 'serial' });

/** The longest time that a caller may hear nothing, ms [F2]. */
const longestSilenceMs = 5_000;

/** Léa talks with one caller while another waits with music. */
async function talkingAndWaiting(world: World, from: readonly [string, string]) {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const talking = await world.call(lines.martin, { from: from[0], toneHz: 600 });
  await talk(lea, talking);
  const waiting = await world.call(lines.martin, { from: from[1], toneHz: 700 });
  await waiting.answered;
  await expect.poll(() => waiting.heard().level, { timeout: 20_000 }).toBeGreaterThan(0.002);
  return { lea, talking, waiting };
}

async function talk(lea: Desk, caller: Telephone): Promise<void> {
  await lea.state('offered');
  await lea.press('F2');
  await caller.hears(1000);
}

/** Calls that the server believes in. */
async function callsUp(world: World): Promise<unknown> {
  const response = await fetch(`${world.instance.url}/healthz`);
  return Object(await response.json()).calls;
}

function report(what: object): void {
  test.info().annotations.push({ type: 'milliseconds', description: JSON.stringify(what) });
}

/** Runs in the page: resolves as soon as these words stand in it, for however short a time. */
const untilShown = (words: string): Promise<void> =>
  new Promise((resolve) => {
    new MutationObserver(() => document.body.innerText.includes(words) && resolve()).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });

test('kill -9 of Janus while one caller talks and one waits: music, then the same operator again; the waiting one notices nothing', async ({
  world,
}) => {
  const { lea, talking, waiting } = await talkingAndWaiting(world, ['+33639980001', '+33639980002']);
  const killedAt = Date.now();
  await world.instance.kill('janus');
  const backAt = await talking.hears(1000);
  await lea.state('talking');
  await expect.poll(() => lea.heardHz()).toBeCloseTo(600, -2);
  const silence = { talking: talking.longestSilence(killedAt), waiting: waiting.longestSilence(killedAt) };
  report({ backAfter: backAt - killedAt, silence });
  expect(silence.talking).toBeLessThanOrEqual(longestSilenceMs);
  expect(silence.waiting).toBeLessThanOrEqual(1_000);
  waiting.hangUp();
  talking.hangUp();
  await lea.dismiss();
  await lea.close();
});

test('kill -9 of Asterisk: the calls end and are recorded as cut, the operator is told why and is reachable again by himself', async ({
  world,
}) => {
  const kenji = await world.desk('kenji@permanence.test', 1500);
  await kenji.ready();
  const { lea, talking, waiting } = await talkingAndWaiting(world, ['+33639980011', '+33639980012']);
  const killedAt = Date.now();
  const told = kenji.page.evaluate(untilShown, 'The telephone exchange is away'); // it may be back in a quarter of a second
  await Promise.all([told, world.instance.kill('asterisk')]);
  // A dead exchange says no goodbye: to the callers' ears this is the end of the call, which their carrier notices.
  await lea.state('wrap-up');
  const toldAfter = Date.now() - killedAt;
  await expect(lea.page.getByText('The telephone exchange failed and cut the call.')).toBeVisible();
  await expect.poll(() => [talking, waiting].map((caller) => caller.heard().packets)).toEqual([0, 0]);

  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const endOf = async (caller: string) => (await max.callsFrom(caller)).map(({ outcome, endedBy }) => ({ outcome, endedBy }));
  await expect.poll(() => endOf('+33639980011')).toEqual([{ outcome: 'cut', endedBy: 'us' }]);
  await expect.poll(() => endOf('+33639980012')).toEqual([{ outcome: 'cut', endedBy: 'us' }]);

  await Promise.all([lea.dismiss(), kenji.state('ready')]);
  report({ toldAfter, readyAfter: Date.now() - killedAt });
  expect(await callsUp(world)).toBe(0);
  const next = await world.call(lines.martin, { from: '+33639980013', toneHz: 800 });
  await talk(lea, next);
  await expect.poll(() => lea.heardHz()).toBeCloseTo(800, -2);
  next.hangUp();
  await lea.dismiss();
  await Promise.all([lea.close(), kenji.close()]);
});
