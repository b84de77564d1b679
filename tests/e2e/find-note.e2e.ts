import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test('[S15] any note is found again by its words, and what is added to it reaches the client below the note', async ({
  world,
}) => {
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await caller.hears(1300);
  await sofie.writeNote({ forWhom: '1', fromWhom: 'Kees Prins', matter: 'Vraagt naar de winterbanden.' });
  caller.hangUp();
  await sofie.state('wrap-up');
  await sofie.press('Control+Enter');
  await sofie.unsent(1);
  await sofie.unsent(0, 20_000);

  await sofie.press('Control+k');
  await sofie.page.locator('[name=find]').pressSequentially('winterbanden kees');
  await expect(sofie.page.locator('[data-found]')).toHaveCount(1);
  await sofie.press('Enter');
  await expect(sofie.page.locator('[data-found-note]')).toContainText('Vraagt naar de winterbanden.');
  await sofie.page.fill('[name=addendum]', 'Het zijn vier banden, geen twee.');
  await sofie.press('Control+Enter');
  await expect(sofie.page.locator('[data-addendum]')).toContainText('Het zijn vier banden, geen twee.');
  await sofie.unsent(0);
  const told = (m: { text?: string | undefined }) => m.text?.includes('Het zijn vier banden, geen twee.') === true;
  await world.post.mail('the mail about the addition', told, 30_000);
  await sofie.press('Escape');
  await sofie.press('Escape');
  await expect(sofie.page.locator('[name=find]')).toHaveCount(0);

  const jan = await Portal.open(world.instance.url, 'jan.deboer@example.test');
  await jan.openFirstNote();
  await expect(jan.page.locator('main')).toContainText('Het zijn vier banden, geen twee.');
  await jan.close();
  await sofie.close();
});
