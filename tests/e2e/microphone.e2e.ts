import { expect, lines, test } from './world.ts';

test('the operator mutes himself: the caller hears nothing, the call stays his, and the next call begins with an open microphone', async ({
  world,
}) => {
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await caller.hears(1300);
  const mute = sofie.page.locator('[data-act=mute]');
  const said = sofie.page.getByText('Your microphone is off');
  await mute.click();
  await expect(said).toBeVisible();
  await expect.poll(() => caller.heard().share(1300)).toBeLessThan(0.1);
  const mutedAt = Date.now();
  await expect.poll(() => Date.now() - mutedAt).toBeGreaterThan(4_000); // longer than a leg without packets, or a page without a microphone, is borne
  await sofie.state('talking');
  expect(caller.heard().packets).toBeGreaterThan(40);
  await mute.click();
  await caller.hears(1300);
  await expect(said).toBeHidden();

  await mute.click();
  caller.hangUp();
  await sofie.dismiss();
  const next = await world.call(lines.deBoer, { from: '+31201234568', toneHz: 700 });
  await sofie.state('offered');
  await sofie.press('F2');
  await next.hears(1300);
  next.hangUp();
  await sofie.dismiss();
  await sofie.close();
});
