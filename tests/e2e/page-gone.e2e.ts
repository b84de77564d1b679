import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

test('the tab is reloaded in mid-call: the caller stays, hears no long silence, and the same operator is back with the draft', async ({
  world,
}) => {
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await caller.hears(1300);
  await sofie.writeNote({ fromWhom: 'Kees Prins', matter: 'Half geschreven.' });
  const reloadedAt = Date.now();
  await sofie.page.reload();
  await sofie.state('talking', 20_000);
  await caller.hears(1300, 20_000);
  await expect(sofie.page.locator('[name=matter]')).toHaveValue('Half geschreven.');
  await expect.poll(() => sofie.heardHz()).toBeCloseTo(500, -2);
  test.info().annotations.push({ type: 'longest silence, ms', description: String(caller.longestSilence(reloadedAt)) });
  expect(caller.longestSilence(reloadedAt)).toBeLessThanOrEqual(5_000);
  caller.hangUp();
  await sofie.dismiss();
  await sofie.close();
});

test('the browser dies in mid-call: the caller hears music, then the next operator, who has the note as far as it got', async ({
  world,
}) => {
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const caller = await world.call(lines.martin, { from: '+33639980002', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await caller.hears(1300);
  await sofie.writeNote({ forWhom: '2', matter: 'Ordonnance à renouveler.' });
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const goneAt = Date.now();
  await sofie.close();
  await lea.state('offered', 40_000);
  await lea.press('F2');
  await caller.hears(1000);
  await expect(lea.page.locator('[name=matter]')).toHaveValue('Ordonnance à renouveler.');
  expect(caller.longestSilence(goneAt)).toBeLessThanOrEqual(5_000);
  caller.hangUp();
  await lea.dismiss();
  await lea.close();
});

test('a second tab says that the desk is open, takes over in mid-call, and the same operator goes on there with the draft', async ({
  world,
}) => {
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await caller.hears(1300);
  await sofie.writeNote({ fromWhom: 'Kees Prins', matter: 'In het eerste tabblad.' });
  const second = await sofie.secondTab();
  await expect(second.page.locator('[data-act=take-over]')).toBeVisible();
  await sofie.state('talking');
  const movedAt = Date.now();
  await second.page.click('[data-act=take-over]');
  await expect(sofie.page.locator('[data-act=take-over]')).toBeVisible();
  await second.state('talking', 20_000);
  await caller.hears(1300, 20_000);
  await expect(second.page.locator('[name=matter]')).toHaveValue('In het eerste tabblad.');
  expect(caller.longestSilence(movedAt)).toBeLessThanOrEqual(5_000);
  caller.hangUp();
  await second.dismiss();
  await sofie.close();
});
