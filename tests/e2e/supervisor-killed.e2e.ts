import { expect, lines, test } from './world.ts';

const children = ['postgres', 'asterisk', 'janus', 'server'] as const;

test('kill -9 of the supervisor: the conversation goes on, and the next supervisor adopts every part as it is', async ({
  world,
}) => {
  const { instance } = world;
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const caller = await world.call(lines.martin, { from: '+33639981021', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await caller.hears(1000);
  const before = children.map((name) => [name, instance.pid(name)]);

  const killedAt = Date.now();
  await instance.killSupervisor();
  await caller.hears(1000);
  await instance.startSupervisor();
  expect(children.map((name) => [name, instance.pid(name)])).toEqual(before);
  for (const name of children) {
    expect(instance.output()).toContain(`${name}: adopted`);
    expect(instance.status().children[name]).toMatchObject({ state: 'running', restarts: 0 });
  }
  await lea.state('talking');
  await caller.hears(1000);
  await expect.poll(() => lea.heardHz()).toBeCloseTo(600, -2);
  const silence = caller.longestSilence(killedAt);
  test.info().annotations.push({ type: 'longest silence, ms', description: String(silence) });
  expect(silence).toBeLessThanOrEqual(1_000);

  await instance.kill('janus'); // adopted children are kept alive too
  await instance.untilReady();
  expect(instance.status().children.janus).toMatchObject({ restarts: 1 });
  caller.hangUp();
  await lea.close();
});
