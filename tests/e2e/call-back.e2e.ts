import { farEnd } from './answering-telephone.ts';
import { expect, lines, test } from './world.ts';

test('[J04][S23] who gave up waiting is called back by keyboard from the task, heard, and noted; a busy line leaves the task', async ({
  world,
}) => {
  const far = await farEnd(world.instance.trunkPort);
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const paul = await world.call(lines.martin, { from: '+33639980001', toneHz: 600 });
  await lea.state('offered');
  paul.hangUp();
  await lea.state('ready');
  const task = lea.page.locator('[data-task]').first();
  await expect(task).toContainText('Cabinet du Dr Martin');

  await lea.press('Alt+c');
  await lea.press('Enter');
  await lea.state('dialling');
  const busy = await far.incoming();
  expect([busy.dialled, busy.shown]).toEqual(['+33639980001', lines.martin]);
  await expect(lea.page.locator('[data-rings=true]')).toBeVisible();
  await expect.poll(() => lea.heardHz(), { timeout: 10_000 }).toBeCloseTo(440, -2);
  busy.refuse(486);
  await lea.state('ready');
  await expect(lea.page.locator('[data-dialled=busy]')).toBeVisible();

  await lea.press('Alt+c');
  await lea.press('Enter');
  const called = await far.incoming();
  called.answer(800);
  await lea.state('talking');
  await expect.poll(() => called.share(1000), { timeout: 10_000 }).toBeGreaterThan(0.5);
  await expect.poll(() => lea.heardHz(), { timeout: 10_000 }).toBeCloseTo(800, -2);
  await lea.writeNote({ forWhom: '1', matter: 'Rappelé : rendez-vous confirmé.' });
  called.hangUp();
  await lea.state('wrap-up');
  await lea.press('Control+Enter');
  await lea.state('ready');
  await expect(lea.page.locator('[data-tasks="0"]')).toBeVisible();
  far.close();
  await lea.close();
});
