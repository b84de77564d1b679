import { openFloor } from './floor.ts';
import { expect, lines, test } from './world.ts';

test('[S14] an urgent note left at the desk of an operator whose browser died is shown to a colleague and on the floor; the colleague takes it over and sends it, and she is told', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const caller = await world.call(lines.martin, { from: '+33639980031' });
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const max = await openFloor(world.instance.url);
  await lea.writeNote({ forWhom: 'Claire Martin', fromWhom: 'Jean Petit', matter: 'Forte fièvre depuis hier.' });
  await lea.press('Alt+u');
  caller.hangUp();
  await lea.state('wrap-up');
  await lea.close();
  for (const { page } of [sofie, max]) {
    await expect(page.locator('[data-unsent-urgent]')).toContainText('Léa', { timeout: 30_000 });
    await expect(page.locator('[data-unsent-urgent]')).not.toContainText('fièvre');
  }
  await max.close();

  await sofie.page.locator('[data-act=take-note]').click();
  await sofie.state('wrap-up');
  await expect(sofie.page.locator('[name=matter]')).toHaveValue('Forte fièvre depuis hier.');
  await sofie.press('Control+Enter');
  await sofie.state('ready');
  await sofie.unsent(0);
  await expect(sofie.page.locator('[data-note]').first()).toContainText('Jean Petit');

  const again = await world.desk('lea@permanence.test', 1000);
  await again.ready();
  await expect(again.page.locator('[data-note-taken]')).toContainText('Sofie');
  await expect(sofie.page.locator('[data-unsent-urgent]')).toBeHidden();
  await again.close();
  await sofie.close();
});
