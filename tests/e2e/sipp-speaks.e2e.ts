import { signInByHttp } from './api-user.ts';
import { sippCalls } from './sipp.ts';
import { expect, lines, test } from './world.ts';

test('two callers of SIPp at once: each of two operators hears one, and both calls are in the books', async ({ world }) => {
  const [lea, sofie] = await Promise.all([world.desk('lea@permanence.test'), world.desk('sofie@permanence.test')]);
  await Promise.all([lea.ready(), sofie.ready()]);
  const { sipPort, url } = world.instance;
  const calls = [
    { did: lines.martin, from: '+33639981031' },
    { did: lines.deBoer, from: '+33639981032' },
  ];
  const over = sippCalls('speaks', { sipPort, calls, toneHz: 500 });
  await Promise.all([lea.state('offered'), sofie.state('offered')]);
  await Promise.all([lea.press('F2'), sofie.press('F2')]);
  await Promise.all([lea.state('talking'), sofie.state('talking')]);
  await expect.poll(() => lea.heardHz()).toBeCloseTo(500, -2);
  await expect.poll(() => sofie.heardHz()).toBeCloseTo(500, -2);
  await over;
  await Promise.all([lea.dismiss(), sofie.dismiss()]);
  const max = await signInByHttp(url, 'max@permanence.test');
  const ours = async () => (await Promise.all(calls.map(({ from }) => max.callsFrom(from)))).flat();
  await expect.poll(async () => (await ours()).map((c) => c.outcome)).toEqual(['handled', 'handled']);
  expect(new Set((await ours()).map((c) => c.operatorId)).size).toBe(2);
  await Promise.all([lea.close(), sofie.close()]);
});
