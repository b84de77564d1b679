import { farEnd } from './answering-telephone.ts';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test('"put through?": asked with one key, answered in the open portal in seconds, colleagues see by whom; the same key calls her', async ({
  world,
}) => {
  const far = await farEnd(world.instance.trunkPort);
  const claire = await Portal.open(world.instance.url, 'claire.martin@example.test');
  const nadia = await Portal.open(world.instance.url, 'nadia.benali@example.test');
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const caller = await world.call(lines.martin, { from: '+33639980001', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.page.fill('[name=for-whom]', '1');
  const asked = Date.now();
  await lea.press('Alt+q');
  await expect(lea.page.locator('[data-question-state=asked]')).toContainText('Claire Martin');
  const question = claire.page.locator('[data-question-state=asked]');
  await expect(question).toContainText('Paul Durand');
  test.info().annotations.push({ type: 'ms from the key to the portal', description: String(Date.now() - asked) });
  await expect(nadia.page.locator('[data-question-state=asked]')).toContainText('Paul Durand');

  const answered = Date.now();
  await question.locator('[data-act=put-through]').click();
  await expect(lea.page.locator('[data-question-state=answered] [data-wish=put-through]')).toBeVisible();
  test.info().annotations.push({ type: 'ms from the answer to the desk', description: String(Date.now() - answered) });
  await expect(nadia.page.locator('[data-question-state=answered]')).toContainText('Claire Martin');
  await lea.press('Alt+q');
  await lea.state('consulting');
  const called = await far.incoming();
  expect(called.dialled).toBe('+33639980101');
  await lea.press('F4');
  await lea.state('talking');

  await lea.press('Alt+q'); // asks anew
  await expect(claire.page.locator('[data-question-state=asked] [data-act=call-back]')).toBeVisible();
  await nadia.page.locator('[data-question-state=asked] [data-act=call-back]').click();
  await expect(lea.page.locator('[data-wish=call-back]')).toBeVisible();
  await lea.press('Alt+q');
  await expect(lea.page.locator('[name=promised]')).toHaveValue('kept');
  caller.hangUp();
  await lea.state('wrap-up');
  await expect(claire.page.locator('[data-question]')).toHaveCount(0);
  for (const one of [claire, nadia, lea]) await one.close();
  far.close();
});
