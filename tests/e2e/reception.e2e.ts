import { writeWav } from '../../shared/calls/greeting-sound.ts';
import { farEnd } from './answering-telephone.ts';
import { openFloor } from './floor.ts';
import { sine } from './tones.ts';
import { expect, lines, test } from './world.ts';

test.use({ installation: 'reception' });

test('[R09][I03] a menu made on the floor answers the caller, his key is on the desk, and key 2 of the queue keeps his place', async ({
  world,
}) => {
  const far = await farEnd(world.instance.trunkPort);
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const { page: floor, close } = await openFloor(world.instance.url);
  const save = async (act: string) => {
    await floor.click(`[data-act=${act}]`);
    await expect(floor.getByText('Saved: it holds for the next call.')).toBeVisible();
  };
  await floor.getByRole('link', { name: 'Voicemail greetings' }).click();
  await floor.getByRole('row', { name: 'Cabinet du Dr Martin' }).getByRole('link').last().click();

  await floor.getByRole('link', { name: 'Queue', exact: true }).click();
  await floor.check('[name=queue-keep-place]');
  await save('save-queue');

  await floor.getByRole('link', { name: 'Welcome and menu' }).click();
  await floor.fill('[name=reception-welcome]', 'Cabinet du docteur Martin.');
  await floor.locator('[data-act=record-sound]').first().click();
  await floor.setInputFiles('[data-recorder] input[type=file]', {
    name: 'welcome.wav',
    mimeType: 'audio/wav',
    buffer: Buffer.from(writeWav({ rate: 8000, samples: Int16Array.from({ length: 16_000 }, (_, i) => sine(880, i)) })),
  });
  await floor.click('[data-act=greeting-use]');
  await expect(floor.locator('[data-act=drop-sound]')).toBeVisible();
  await floor.click('[data-act=add-choice]');
  await floor.fill('[name=choice-label]', 'un rendez-vous');
  await floor.fill('[name=try-keys]', '1');
  await expect(floor.locator('[data-tried] li')).toHaveText([
    /Hears your recording/,
    /Hears the voice:.*Pour un rendez-vous, tapez 1/,
    'Presses 1: un rendez-vous',
    'Comes to the operators',
  ]);
  await save('save-reception');
  const sound = (await floor.locator('audio').getAttribute('src')) ?? '';
  const atServer = async () => (await floor.request.get(`${world.instance.url}${sound}`)).status();
  await expect.poll(atServer).toBe(200); // only what the account's row names is given

  const paul = await world.call(lines.martin, { from: '+33639980001', toneHz: 600 });
  await paul.hears(880);
  await paul.press('1');
  await lea.state('offered');
  await expect(lea.page.locator('[data-path]')).toContainText('un rendez-vous (key 1)');
  await lea.press('F2');
  await lea.state('talking');
  await paul.hears(1000);
  paul.hangUp();
  await lea.dismiss();

  await lea.page.click('[data-act=pause]');
  await lea.state('pause');
  const anna = await world.call(lines.martin, { from: '+33639980002', toneHz: 700 });
  await anna.hears(880);
  await anna.press('1');
  await expect(lea.page.locator('[aria-labelledby=h-queue] tbody tr')).toHaveCount(1);
  await anna.press('2');
  expect(await anna.ended).toMatchObject({ by: 'them' });
  await lea.page.click('[data-act=ready]');
  await lea.state('offered');
  await expect(lea.page.locator('[data-turn]')).toBeVisible();
  await lea.press('F2');
  await lea.state('dialling');
  const called = await far.incoming();
  expect([called.dialled, called.shown]).toEqual(['+33639980002', lines.martin]);
  called.answer(800);
  await lea.state('talking');
  await expect.poll(() => lea.heardHz(), { timeout: 10_000 }).toBeCloseTo(800, -2);
  called.hangUp();
  await lea.dismiss();
  await expect(lea.page.locator('[data-tasks="0"]')).toBeVisible();
  far.close();
  await close();
  await lea.close();
});
