import { noteSchema } from '../../shared/notes/note.ts';
import { type FarEnd, farEnd } from './answering-telephone.ts';
import { signInByHttp } from './api-user.ts';
import { expect, lines, test } from './world.ts';

let far: FarEnd;
test.beforeAll(async ({ world }) => {
  far = await farEnd(world.instance.trunkPort);
});
test.afterAll(() => far.close());

const mobile = '+33639980201';

test('an operator without internet takes a call on his own telephone, and the note that he writes offline finds its call', async ({
  world,
}) => {
  const lea = await world.installedDesk('lea@permanence.test', 1000);
  await lea.ready();
  const { page } = lea;
  await page.click('summary');
  await page.click('[data-act=own-telephone]');
  await page.fill('[name=own-telephone]', '06 39 98 02 01');
  await page.check('[name=telephone-use]');
  await page.click('[data-act=keep-telephone]');
  await expect(page.locator('[data-form=telephone]')).toHaveAttribute('data-rings', 'true');
  await lea.press('Escape');

  await lea.context.setOffline(true);
  await page.reload();
  await expect(page.locator('[data-form=offline-note]')).toContainText('press 1');
  const paul = await world.call(lines.martin, { from: '+33639980021', toneHz: 600 });
  const telephone = await far.incoming(30_000);
  expect([telephone.dialled, telephone.shown]).toEqual([mobile, lines.martin]);
  telephone.answer(850);
  await expect(async () => {
    telephone.press('1');
    await paul.hears(850, 2_000);
  }).toPass({ timeout: 20_000 });
  expect(telephone.share(600)).toBeGreaterThan(0.5);

  await page.selectOption('[name=offline-account]', { label: 'Cabinet du Dr Martin' });
  await page.click('[data-act=begin-note]');
  await lea.writeNote({
    forWhom: '1',
    fromWhom: 'Paul Durand',
    number: '06 39 98 00 01',
    matter: 'Pris au téléphone, sans réseau.',
  });
  await lea.press('Control+Enter');
  telephone.hangUp();
  expect((await paul.ended).by).toBe('them');
  await lea.context.setOffline(false);
  await lea.unsent(0, 60_000);
  await lea.state('ready', 30_000);

  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const [call] = await max.callsFrom('+33639980021');
  expect(call).toMatchObject({ outcome: 'handled', endedBy: 'operator', disposition: 'message' });
  const notes = await max.rowsOf('note', noteSchema);
  expect(notes.filter((note) => note.content.matter.startsWith('Pris au téléphone')).map(({ callId }) => callId)).toEqual([
    call?.id,
  ]);
  await page.click('summary');
  await page.click('[data-act=own-telephone]');
  await page.uncheck('[name=telephone-use]');
  await page.click('[data-act=keep-telephone]');
  await expect(page.locator('[data-form=telephone]')).toHaveAttribute('data-rings', 'false');
  await lea.close();
});
